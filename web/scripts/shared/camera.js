// Looking at a map: nearer and farther by buttons, and elsewhere by dragging.
import { make } from "./elements.js";

const [STEP, NEAREST, STILL] = [1.6, 12, 4];

// Steer a picture of a world (its width and height, left and top), from a middle and a width that are looked at; `moved` hears how
// many units of the world a pixel is. Gives the buttons.
export function camera(picture, world, { x, y, width }, moved = () => {}) {
  const { left = 0, top = 0 } = world;
  function look() {
    width = Math.min(world.width, Math.max(world.width / NEAREST, width));
    const height = (width * world.height) / world.width;
    x = Math.min(left + world.width - width / 2, Math.max(left + width / 2, x));
    y = Math.min(top + world.height - height / 2, Math.max(top + height / 2, y));
    picture.setAttribute("viewBox", [x - width / 2, y - height / 2, width, height].map((each) => each.toFixed(1)).join(" "));
    [nearer.disabled, farther.disabled] = [width <= world.width / NEAREST, width >= world.width];
    moved(width / (picture.clientWidth || world.width));
  }
  const button = (words, factor) => make("button", { type: "button", class: "quiet", click: () => { width *= factor; look(); } }, words);
  const [nearer, farther] = [button("Nearer", 1 / STEP), button("Farther", STEP)];
  let held, dragged = 0;
  picture.addEventListener("pointerdown", (event) => { [held, dragged] = [[event.clientX, event.clientY], 0]; });
  picture.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const scale = width / picture.clientWidth, [right, down] = [event.clientX - held[0], event.clientY - held[1]];
    [x, y, held, dragged] = [x - right * scale, y - down * scale, [event.clientX, event.clientY], dragged + Math.abs(right) + Math.abs(down)];
    look();
  });
  // the end of a drag is no press on the mark below it, and a mark is not dragged away
  picture.addEventListener("click", (event) => { if (dragged > STILL) { event.preventDefault(); event.stopPropagation(); } }, true);
  picture.addEventListener("dragstart", (event) => event.preventDefault());
  new ResizeObserver(look).observe(picture);
  return make("div", { class: "row tight", role: "group", "aria-label": "Size of the map" }, nearer, farther);
}
