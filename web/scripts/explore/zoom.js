// Buttons that make a picture larger and smaller.
import { make } from "../shared/elements.js";

const [STEP, LEAST, MOST] = [1.25, 0.4, 2];
export const READABLE = 0.75; // no smaller at first

// The buttons for a picture, drawn at this size to begin with; `changed` is called when it has another.
export function zoom(picture, size, changed) {
  const { width, height } = picture.viewBox.baseVal;
  const buttons = [["Smaller", "−", 1 / STEP], ["Larger", "+", STEP]].map(([words, sign, factor]) =>
    make("button", { type: "button", class: "quiet", "aria-label": words, title: words, click: () => { draw(size * factor); changed(); } }, sign));
  function draw(wanted) {
    size = Math.min(MOST, Math.max(LEAST, wanted));
    picture.setAttribute("width", Math.round(width * size));
    picture.setAttribute("height", Math.round(height * size));
    [buttons[0].disabled, buttons[1].disabled] = [size === LEAST, size === MOST];
  }
  draw(size);
  return make("div", { class: "zoom", role: "group", "aria-label": "Size of the picture" }, buttons);
}
