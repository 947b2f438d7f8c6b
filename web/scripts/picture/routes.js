// The way of an arrow: straight, or bent as little as it takes to go through no box but those it joins.
const [STEPS, GAP] = [40, 4];
// how far each way goes aside, and at which part of itself
const BENDS = [0, 15, 30, 45, 60, 80, 100, 150, 220, 300, 400].flatMap((bend) => (bend ? [bend, -bend] : [0]).flatMap((aside) => (bend ? [0.5, 0.2, 0.8, -0.1, 1.1] : [0.5]).map((part) => [aside, part])));

// Where a line from the middle of a box leaves it.
function edge(from, to) {
  const [x, y] = [to.x - from.x, to.y - from.y], scale = Math.min(from.w / 2 / Math.abs(x || 1e-9), from.h / 2 / Math.abs(y || 1e-9), 1);
  return { x: from.x + x * scale, y: from.y + y * scale };
}

function bow(source, target, [bend, part]) {
  const [x, y] = [target.x - source.x, target.y - source.y], far = Math.hypot(x, y) || 1;
  const turn = { x: source.x + part * x - (2 * bend * y) / far, y: source.y + part * y + (2 * bend * x) / far };
  const [begin, end] = [edge(source, turn), edge(target, turn)];
  const at = (along) => {
    const [a, b, c] = [(1 - along) ** 2, 2 * along * (1 - along), along ** 2];
    return { x: a * begin.x + b * turn.x + c * end.x, y: a * begin.y + b * turn.y + c * end.y };
  };
  return { begin, turn, end, at };
}

// How many points of a way lie in boxes of others.
function lost(way, others) {
  let found = 0;
  for (let step = 0; step <= STEPS; step += 1) {
    const { x, y } = way.at(step / STEPS);
    found += others.some((box) => Math.abs(x - box.x) < box.w / 2 + GAP && Math.abs(y - box.y) < box.h / 2 + GAP);
  }
  return found;
}

// Find the way between two boxes among all: its ends, the point towards which it bends, and where it is at a part of it.
export function route(source, target, boxes) {
  const others = boxes.filter((box) => box !== source && box !== target);
  let best, least = Infinity;
  for (const bend of BENDS) {
    const way = bow(source, target, bend), faults = lost(way, others);
    if (faults < least) [best, least] = [way, faults];
    if (!faults) break;
  }
  return best;
}
