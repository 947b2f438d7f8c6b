// The rows of an answer as a graph: subjects and objects are nodes with links, what joins them is written on the line.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { draw, make } from "../shared/elements.js";
import { learn } from "../shared/labels.js";
import { place, read } from "../shared/terms.js";
import { words } from "./bars.js";

const [NODES_MOST, STEPS, LETTERS] = [80, 300, 26];
const short = (text) => (text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text);

// Subject, relation and object: of a graph, else of the first columns that hold IRIs.
function parts(answer, columns) {
  if (answer.isGraph) return [0, 1, 2];
  const [from, to, last] = columns.filter(({ isIri }) => isIri).map(({ at }) => at);
  return last === undefined ? [from, -1, to] : [from, to, last];
}

export async function network(answer, columns, root) {
  const [from, by, to] = parts(answer, columns), nodes = new Map(), links = [];
  const take = (term) => {
    const key = `${term.kind} ${term.value}`;
    if (!nodes.has(key) && nodes.size < NODES_MOST) nodes.set(key, { term, x: 0, y: 0 });
    return nodes.get(key);
  };
  let left = 0;
  for (const row of answer.rows) {
    const [subject, object] = [read(row[from]), read(row[to])];
    if (subject.kind === "none" || object.kind === "none" || object.kind === "literal") { left += 1; continue; }
    const [source, target] = [take(subject), take(object)];
    if (source && target) links.push({ source, target, relation: by < 0 ? undefined : read(row[by]) });
    else left += 1;
  }
  const all = [...nodes.values()];
  all.forEach((node, at) => { node.x = 30 * Math.sqrt(at) * Math.cos(at * 2.4); node.y = 30 * Math.sqrt(at) * Math.sin(at * 2.4); });
  await learn(root, [...all.map(({ term }) => term), ...links.map(({ relation }) => relation)].filter((term) => term?.kind === "iri").map(({ value }) => value));
  const narrow = matchMedia("(max-width: 48rem)").matches;
  const wide = ({ term }) => short(words(term)).length * 3.6 + 14;
  forceSimulation(all).stop()
    .force("link", forceLink(links).distance(95).strength(0.6)).force("charge", forceManyBody().strength(-240).distanceMax(400))
    .force("x", forceX().strength(narrow ? 0.2 : 0.06)).force("y", forceY().strength(narrow ? 0.06 : 0.16)).force("apart", forceCollide(wide))
    .tick(STEPS);
  const [left0, right] = [Math.min(...all.map((node) => node.x - wide(node))), Math.max(...all.map((node) => node.x + wide(node)))];
  const [top, bottom] = [Math.min(...all.map(({ y }) => y)) - 20, Math.max(...all.map(({ y }) => y)) + 20];
  const lines = links.map(({ source, target, relation }) => draw("g", {},
    draw("line", { x1: source.x, y1: source.y, x2: target.x, y2: target.y }),
    relation && links.length <= 60 && draw("text", { class: "relation", x: (source.x + target.x) / 2, y: (source.y + target.y) / 2 - 3 }, short(words(relation)))));
  const boxes = all.map((node) => {
    const href = node.term.kind === "iri" && place(node.term.value, root), half = wide(node);
    const box = [draw("title", {}, words(node.term)), draw("rect", { x: node.x - half, y: node.y - 13, width: 2 * half, height: 26, rx: 13 }),
      draw("text", { x: node.x, y: node.y + 4 }, short(words(node.term)))];
    return href ? draw("a", { href }, box) : draw("g", {}, box);
  });
  const picture = draw("svg", { class: "network", viewBox: [left0, top, right - left0, bottom - top].map(Math.round).join(" "), role: "group", "aria-label": `Graph of ${all.length} nodes and ${links.length} links` }, ...lines, ...boxes);
  // its words keep a readable size; what does not fit is scrolled to
  picture.style.width = `${Math.round(right - left0)}px`;
  return make("div", {}, make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Graph" }, picture),
    make("p", { class: "muted" }, `${all.length} nodes, ${links.length} links.${left ? ` ${left.toLocaleString("en")} rows are not drawn: a graph has ${NODES_MOST} nodes at most, and leaves out values that are no things.` : ""}`));
}
