// The picture of what is on screen: things as links, what joins them as arrows, words only where they cover nothing.
import { draw } from "../shared/elements.js";
import { lay } from "./layout.js";
import { route } from "./routes.js";

const [LINE, LETTERS, LETTER, SHAPE] = [17, 24, 7.6, 16];

// A label in lines of some 24 letters, three at most.
function wrap(text) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) && `${lines.at(-1)} ${word}`.length > LETTERS) lines.push(word);
    else lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  }
  const kept = lines.slice(0, 3).map((line) => (line.length > LETTERS + 4 ? `${line.slice(0, LETTERS + 3)}…` : line));
  if (lines.length > 3) kept[2] = `${kept[2].slice(0, LETTERS)}…`;
  return kept;
}

const covers = (a, b) => Math.abs(a.x - b.x) < (a.w + b.w) / 2 + 2 && Math.abs(a.y - b.y) < (a.h + b.h) / 2 + 2;

// Nodes have a key, a label and, where there are any, an address and a family, which has a shape.
export function paint(nodes, links, shapes, places, isTall) {
  for (const node of nodes) {
    node.lines = wrap(node.label);
    node.w = Math.max(...node.lines.map((line) => line.length)) * LETTER + 24 + (node.family ? SHAPE : 0);
    node.h = node.lines.length * LINE + 12;
  }
  lay(nodes, links, places, isTall);
  const taken = [...nodes], ways = links.map(({ source, target }) => route(source, target, nodes));
  const sentences = links.map(({ source, target, words }) => `${source.label}: ${words}: ${target.label}`);
  const lines = links.map(({ source, target, words }, number) => {
    const { begin, turn, end, at } = ways[number], angle = (Math.atan2(end.y - turn.y, end.x - turn.x) * 180) / Math.PI;
    const d = `M${begin.x} ${begin.y}Q${turn.x} ${turn.y} ${end.x} ${end.y}`, place = (part) => ({ x: at(part).x, y: at(part).y - 4, w: words.length * 6.2, h: 14 });
    const free = [0.5, 0.4, 0.6, 0.3, 0.7].map(place).find((one) => !taken.some((other) => covers(one, other))), box = free ?? place(0.5);
    if (free) taken.push(free);
    return draw("g", { class: "way", "data-from": source.key, "data-to": target.key }, draw("title", {}, sentences[number]),
      draw("path", { class: "reach", d }), draw("path", { class: "line", d }),
      draw("path", { class: "tip", d: "M-8-4 0 0-8 4", transform: `translate(${end.x} ${end.y}) rotate(${angle})` }),
      words && draw("text", { class: free ? "relation" : "relation covering", x: box.x, y: box.y + 4 }, words));
  });
  const told = (node) => sentences.filter((_, number) => links[number].source === node || links[number].target === node).join("; ");
  const boxes = nodes.map((node) => draw(node.href ? "a" : "g", { href: node.href, "data-key": node.key }, draw("title", {}, node.label), draw("desc", {}, told(node)),
    draw("rect", { x: node.x - node.w / 2, y: node.y - node.h / 2, width: node.w, height: node.h, rx: 8 }),
    node.family && draw("path", { class: `tone-${node.family}`, d: shapes[node.family], transform: `translate(${node.x - node.w / 2 + 15} ${node.y})` }),
    ...node.lines.map((line, at) => draw("text", { x: node.x - node.w / 2 + 13 + (node.family ? SHAPE : 0), y: node.y + 4.5 + (at - (node.lines.length - 1) / 2) * LINE }, line))));
  const ends = [...nodes.map(({ x, y, w, h }) => [x - w / 2, x + w / 2, y - h / 2, y + h / 2]), ...ways.map(({ at }, number) => ({ ...at(0.5), w: links[number].words.length * 6.2 })).map(({ x, y, w }) => [x - w / 2, x + w / 2, y, y])];
  const [left, right, top, bottom] = [0, 1, 2, 3].map((side) => (side % 2 ? Math.max : Math.min)(...ends.map((one) => one[side])) + (side % 2 ? 20 : -20));
  const picture = draw("svg", { viewBox: [left, top, right - left, bottom - top].map(Math.round).join(" "), width: Math.round(right - left), height: Math.round(bottom - top), role: "group", "aria-label": `${nodes.length} things, ${links.length} links` }, ...lines, ...boxes);
  // what joins the thing that is pointed at, or has the keyboard, comes to the fore with its words
  const tell = ({ target }) => {
    const key = target.closest("[data-key]")?.dataset.key;
    for (const line of lines) line.classList.toggle("told", key !== undefined && [line.dataset.from, line.dataset.to].includes(key));
  };
  for (const event of ["pointerover", "focusin"]) picture.addEventListener(event, tell);
  return picture;
}
