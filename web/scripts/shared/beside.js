// Names beside what they name on a map, none on another.
const [HALF, APART] = [10, 16]; // pixels from the middle of a spot to its name, and between lines

// Put each name on the right or the left of its spot, `{ x, y }` in units of the picture, `pixel` of which are a pixel on screen: where
// it is in sight and lies on no name before it, nor on one of the spots that are `kept` free; else hide it.
export function arrange(names, spots, picture, pixel, kept = spots) {
  const { x: left, width } = picture.viewBox.baseVal, half = HALF * pixel;
  const taken = kept.map(({ x, y }) => ({ x, y, from: x - half, to: x + half }));
  names.forEach((name, at) => {
    name.style.display = ""; // what is hidden has no length
    const long = name.getComputedTextLength(), spot = spots[at];
    const meets = (x) => taken.some((other) => (other.x !== spot.x || other.y !== spot.y) && Math.abs(other.y - spot.y) < APART * pixel && other.from < x + long && other.to > x);
    const free = [spot.x + half, spot.x - half - long].find((x) => x >= left && x + long <= left + width && !meets(x));
    if (free === undefined) { name.style.display = "none"; return; }
    name.setAttribute("x", free);
    taken.push({ from: free, to: free + long, y: spot.y });
  });
}
