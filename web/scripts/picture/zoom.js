// Buttons that make a picture larger and smaller.
import { make } from "../shared/elements.js";

const [STEP, LEAST, MOST, READABLE] = [1.25, 0.3, 2, 0.75];

// The buttons for a picture, which at first fits a frame as far as it stays readable; `changed` is called after each.
export function zoom(picture, frameWidth, frameHeight, changed) {
  const { width, height } = picture.viewBox.baseVal, whole = Math.min(1, frameWidth / width, frameHeight / height);
  const button = (words, sign, next) => make("button", { type: "button", class: "quiet", "aria-label": words, title: words, click: () => { draw(next()); changed(); } }, sign);
  let size;
  const [smaller, larger, all] = [button("Smaller", "−", () => size / STEP), button("Larger", "+", () => size * STEP), button("Whole picture", "⤢", () => whole)];
  function draw(wanted) {
    size = Math.min(MOST, Math.max(Math.min(LEAST, whole), wanted));
    picture.setAttribute("width", Math.floor(width * size));
    picture.setAttribute("height", Math.floor(height * size));
    [smaller.disabled, larger.disabled, all.disabled] = [size <= Math.min(LEAST, whole), size === MOST, size === whole];
  }
  draw(Math.max(READABLE, whole));
  return make("div", { class: "zoom", role: "group", "aria-label": "Size of the picture" }, smaller, larger, all);
}
