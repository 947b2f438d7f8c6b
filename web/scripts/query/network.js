// The rows of an answer as a graph: subjects and objects are nodes with links, what joins them is written on the line.
import { walk } from "../picture/arrows.js";
import { paint } from "../picture/paint.js";
import { save } from "../picture/saving.js";
import { zoom } from "../picture/zoom.js";
import { count, make } from "../shared/elements.js";
import { learnOf } from "../shared/labels.js";
import { place, read } from "../shared/terms.js";
import { words } from "./bars.js";
import { isProperty } from "./cursor.js";

const [NODES_MOST, HEIGHT] = [80, 560];

// The columns that a row joins, as [subject, relation, object]: a graph's own; else the first things with the second, by
// what stands between them in the query, or with each of the others.
function joined(answer, columns, query) {
  if (answer.isGraph) return [columns];
  const things = columns.filter(({ isIri }) => isIri);
  const before = (name) => [...query.matchAll(new RegExp(`[?$]${name}(?![\\p{L}\\p{N}_])`, "gu"))].map(({ index }) => query.slice(0, index));
  const relation = things.find(({ name }) => before(name).some((text) => isProperty(text) || /rdf:predicate\s+$/.test(text)));
  const [from, ...others] = things.filter((column) => column !== relation);
  if (!others.length) return [[things[0], undefined, things[1]]];
  return relation ? [[from, relation, others[0]]] : others.map((to) => [from, undefined, to]);
}

export async function network(answer, columns, root, query) {
  const nodes = new Map(), links = new Map(), ways = joined(answer, columns, query);
  const take = (term) => {
    const key = `${term.kind} ${term.value}`;
    if (!nodes.has(key) && nodes.size < NODES_MOST) nodes.set(key, { key, term });
    return nodes.get(key);
  };
  const draw = (row, [from, by, to]) => {
    const [subject, object] = [read(row[from.at]), read(row[to.at])];
    if (subject.kind === "none" || object.kind === "none" || object.kind === "literal") return false;
    const [source, target] = [take(subject), take(object)], relation = by && read(row[by.at]);
    if (source && target && source !== target) links.set(`${source.key} ${target.key} ${relation?.value ?? to.name}`, { source, target, relation, name: to.name });
    return Boolean(source && target);
  };
  const left = answer.rows.filter((row) => !ways.map((way) => draw(row, way)).some(Boolean)).length;
  const all = [...nodes.values()], joins = [...links.values()];
  await learnOf(root, [...all.map(({ term }) => term), ...joins.map(({ relation }) => relation)]);
  for (const node of all) Object.assign(node, { label: words(node.term), href: node.term.kind === "iri" && place(node.term.value, root) });
  for (const join of joins) join.words = join.relation ? words(join.relation) : ways.length > 1 ? join.name : "";
  const width = document.getElementById("answer").clientWidth, picture = paint(all, joins, {}, new Map(), width < HEIGHT);
  const frame = make("div", { class: "picture", tabindex: 0, role: "region", "aria-label": "Graph", keydown: (event) => { if (event.target !== frame && walk(event, picture.querySelectorAll("a"))) event.preventDefault(); } }, picture);
  return make("div", {}, make("div", { class: "frame" }, frame, zoom(picture, width, HEIGHT, () => {})),
    make("p", { class: "muted" }, `${count(all.length, "node")}, ${count(joins.length, "link")}.${left ? ` Of ${count(answer.rows.length, "row")} ${left.toLocaleString("en")} ${left === 1 ? "is" : "are"} not drawn: a graph has ${NODES_MOST} nodes at most, and leaves out values that are no things.` : ""} `,
      make("button", { type: "button", class: "quiet", click: () => save(picture, document.title) }, "Picture as SVG")));
}
