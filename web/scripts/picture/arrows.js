// Walking a picture with the arrow keys: which box lies that way.
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];

// The nearest of the others in a direction, where what lies aside counts as farther off; undefined if none lies there.
function beside(from, others, right, down) {
  const [x, y] = middle(from.getBoundingClientRect());
  const away = [...others].filter((one) => one !== from).map((one) => {
    const [to, low] = middle(one.getBoundingClientRect()), ahead = (to - x) * right + (low - y) * down, aside = Math.abs((to - x) * down) + Math.abs((low - y) * right);
    return [one, ahead, ahead + 2 * aside];
  });
  return away.filter(([, ahead]) => ahead > 1).sort((a, b) => a[2] - b[2])[0]?.[0];
}

// Go from the box that has the keyboard to another, if the key is an arrow; tells whether it is.
export function walk(event, boxes) {
  const direction = ARROWS[event.key];
  if (direction) beside(event.target, boxes, ...direction)?.focus();
  return Boolean(direction);
}
