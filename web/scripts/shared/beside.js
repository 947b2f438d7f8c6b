// Names beside what they name on a map, none on another.
const [HALF, APART, BETWEEN] = [10, 16, 4]; // pixels from the middle of a spot to its name, between lines, and between names

// Put each name on the right or the left of its spot, `{ x, y }` in units of the picture, `pixel` of which are a pixel on screen, or
// above or below it: where it is in sight and lies on no name before it, nor on one of the spots that are `kept` free; else hide it.
export function arrange(names, spots, picture, pixel, kept = spots) {
  const { x: left, width } = picture.viewBox.baseVal, half = HALF * pixel, high = APART * pixel;
  const taken = kept.map(({ x, y }) => ({ x, y, from: x - half, to: x + half, middle: y }));
  names.forEach((name, at) => {
    name.style.display = ""; // what is hidden has no length
    const long = name.getComputedTextLength(), { x, y } = spots[at];
    const others = taken.filter((other) => other.x !== x || other.y !== y);
    const free = [[x + half, y], [x - half - long, y], [x - long / 2, y - high], [x - long / 2, y + high]].find(([from, middle]) =>
      from >= left && from + long <= left + width && !others.some((other) => Math.abs(other.middle - middle) < high && other.from < from + long && other.to > from));
    if (!free) { name.style.display = "none"; return; }
    const [from, middle] = free;
    name.setAttribute("x", from);
    name.setAttribute("y", middle);
    taken.push({ from: from - BETWEEN * pixel, to: from + long + BETWEEN * pixel, middle });
  });
}
