// Where the things of a picture stand: the same each time, and no box on another.
import { forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const [STEPS, GAP, ROUNDS, ASIDE] = [250, 24, 800, 6];
const overlap = (a, b) => [(a.w + b.w) / 2 + GAP - Math.abs(a.x - b.x), (a.h + b.h) / 2 + GAP - Math.abs(a.y - b.y)];

// Push boxes apart along the shorter way; tells whether any still touch.
function part(nodes) {
  let touched = false;
  nodes.forEach((a, at) => nodes.slice(at + 1).forEach((b) => {
    const [x, y] = overlap(a, b);
    if (x <= 0.5 || y <= 0.5) return;
    touched = true;
    const axis = x < y ? "x" : "y", [first, second] = a[axis] <= b[axis] ? [a, b] : [b, a], step = Math.min(x, y) / 2;
    first[axis] -= step;
    second[axis] += step;
  }));
  return touched;
}

// Push boxes off the lines between others; tells whether any still lie on one.
function clear(nodes, links) {
  let touched = false;
  for (const { source, target } of links) {
    const [x, y] = [target.x - source.x, target.y - source.y], far = Math.hypot(x, y) || 1, [across, down] = [-y / far, x / far];
    for (const node of nodes) {
      if (node === source || node === target) continue;
      const [right, below] = [node.x - source.x, node.y - source.y], along = (right * x + below * y) / far, off = right * across + below * down;
      const missing = (node.w * Math.abs(across) + node.h * Math.abs(down)) / 2 + ASIDE - Math.abs(off);
      if (along < 0 || along > far || missing <= 0.5) continue;
      touched = true;
      const step = (off < 0 ? -1 : 1) * missing * 0.2;
      [node.x, node.y] = [node.x + across * step, node.y + down * step];
    }
  }
  return touched;
}

// Place nodes of widths and heights w and h; those in `places` begin where they stood, others beside what they are joined to.
export function lay(nodes, links, places, isTall) {
  nodes.forEach((node, at) => {
    const near = links.map(({ source, target }) => (source === node ? target : target === node ? source : undefined)).find((one) => one && places.has(one.key));
    const [x, y] = places.get(node.key) ?? places.get(near?.key) ?? [0, 0], far = places.has(node.key) ? 0 : 30 * Math.sqrt(at + 1);
    [node.x, node.y] = [x + far * Math.cos(at * 2.4), y + far * Math.sin(at * 2.4)];
  });
  forceSimulation(nodes).stop()
    .force("link", forceLink(links).distance(170).strength(0.5)).force("charge", forceManyBody().strength(-500).distanceMax(600))
    .force("x", forceX().strength(isTall ? 0.16 : 0.06)).force("y", forceY().strength(isTall ? 0.06 : 0.14)).tick(STEPS);
  for (let round = 0; round < ROUNDS && clear(nodes, links); round += 1) part(nodes);
  let tries = 0;
  while (part(nodes)) {
    if ((tries += 1) % 200 === 0) for (const node of nodes) { node.x *= 1.15; node.y *= 1.15; }
  }
  for (const { key, x, y } of nodes) places.set(key, [x, y]);
}
