// The rows of an answer as a graph: subjects and objects are nodes with links, what joins them is written on the line.
import { walk } from "../picture/arrows.js";
import { paint } from "../picture/paint.js";
import { save } from "../picture/saving.js";
import { zoom } from "../picture/zoom.js";
import { count, make } from "../shared/elements.js";
import { learnOf } from "../shared/labels.js";
import { place, read } from "../shared/terms.js";
import { words } from "./bars.js";

const [NODES_MOST, HEIGHT] = [80, 560];

// Subject, relation and object: of a graph, else of the first columns that hold IRIs.
function parts(answer, columns) {
  if (answer.isGraph) return [0, 1, 2];
  const [from, to, last] = columns.filter(({ isIri }) => isIri).map(({ at }) => at);
  return last === undefined ? [from, -1, to] : [from, to, last];
}

export async function network(answer, columns, root) {
  const [from, by, to] = parts(answer, columns), nodes = new Map(), links = new Map();
  const take = (term) => {
    const key = `${term.kind} ${term.value}`;
    if (!nodes.has(key) && nodes.size < NODES_MOST) nodes.set(key, { key, term });
    return nodes.get(key);
  };
  let left = 0;
  for (const row of answer.rows) {
    const [subject, object] = [read(row[from]), read(row[to])];
    if (subject.kind === "none" || object.kind === "none" || object.kind === "literal") { left += 1; continue; }
    const [source, target] = [take(subject), take(object)], relation = by < 0 ? undefined : read(row[by]);
    if (!source || !target) left += 1;
    else if (source !== target) links.set(`${source.key} ${target.key} ${relation?.value}`, { source, target, relation });
  }
  const all = [...nodes.values()], joins = [...links.values()];
  await learnOf(root, [...all.map(({ term }) => term), ...joins.map(({ relation }) => relation)]);
  for (const node of all) Object.assign(node, { label: words(node.term), href: node.term.kind === "iri" && place(node.term.value, root) });
  for (const join of joins) join.words = join.relation ? words(join.relation) : "";
  const width = document.getElementById("answer").clientWidth, picture = paint(all, joins, {}, new Map(), width < HEIGHT);
  const frame = make("div", { class: "picture", tabindex: 0, role: "region", "aria-label": "Graph", keydown: (event) => { if (event.target !== frame && walk(event, picture.querySelectorAll("a"))) event.preventDefault(); } }, picture);
  return make("div", {}, make("div", { class: "frame" }, frame, zoom(picture, width, HEIGHT, () => {})),
    make("p", { class: "muted" }, `${count(all.length, "node")}, ${count(joins.length, "link")}.${left ? ` Of ${count(answer.rows.length, "row")} ${left.toLocaleString("en")} ${left === 1 ? "is" : "are"} not drawn: a graph has ${NODES_MOST} nodes at most, and leaves out values that are no things.` : ""} `,
      make("button", { type: "button", class: "quiet", click: () => save(picture, document.title) }, "Picture as SVG")));
}
