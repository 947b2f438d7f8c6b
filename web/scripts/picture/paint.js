// The picture of what is on screen: things as links, what joins them as arrows, words only where they cover nothing.
import { draw } from "../shared/elements.js";
import { lay } from "./layout.js";

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

// Where a line from the middle of a box leaves it.
function edge(from, to) {
  const [x, y] = [to.x - from.x, to.y - from.y], scale = Math.min(from.w / 2 / Math.abs(x || 1e-9), from.h / 2 / Math.abs(y || 1e-9), 1);
  return [from.x + x * scale, from.y + y * scale];
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
  const taken = [...nodes], lines = links.map(({ source, target, words }) => {
    const [x1, y1] = edge(source, target), [x2, y2] = edge(target, source), turn = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    const box = [0.5, 0.4, 0.6, 0.3, 0.7].map((at) => ({ x: x1 + (x2 - x1) * at, y: y1 + (y2 - y1) * at - 4, w: words.length * 6.2, h: 14 }))
      .find((one) => !taken.some((other) => covers(one, other)));
    if (box) taken.push(box);
    return draw("g", {}, draw("title", {}, `${source.label}: ${words}: ${target.label}`), draw("line", { x1, y1, x2, y2 }),
      draw("path", { class: "tip", d: "M-8-4 0 0-8 4", transform: `translate(${x2} ${y2}) rotate(${turn})` }),
      words && box && draw("text", { class: "relation", x: box.x, y: box.y + 4 }, words));
  });
  const boxes = nodes.map((node) => draw(node.href ? "a" : "g", { href: node.href, "data-key": node.key }, draw("title", {}, node.label),
    draw("rect", { x: node.x - node.w / 2, y: node.y - node.h / 2, width: node.w, height: node.h, rx: 8 }),
    node.family && draw("path", { class: `tone-${node.family}`, d: shapes[node.family], transform: `translate(${node.x - node.w / 2 + 15} ${node.y})` }),
    ...node.lines.map((line, at) => draw("text", { x: node.x - node.w / 2 + 13 + (node.family ? SHAPE : 0), y: node.y + 4.5 + (at - (node.lines.length - 1) / 2) * LINE }, line))));
  const [left, right] = [Math.min(...nodes.map(({ x, w }) => x - w / 2)) - 20, Math.max(...nodes.map(({ x, w }) => x + w / 2)) + 20];
  const [top, bottom] = [Math.min(...nodes.map(({ y, h }) => y - h / 2)) - 20, Math.max(...nodes.map(({ y, h }) => y + h / 2)) + 20];
  return draw("svg", { viewBox: [left, top, right - left, bottom - top].map(Math.round).join(" "), width: Math.round(right - left), height: Math.round(bottom - top), role: "group", "aria-label": `${nodes.length} things, ${links.length} links` }, ...lines, ...boxes);
}
