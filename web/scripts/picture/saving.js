// A picture as a file that stands alone: its colours written into it, its links whole, and where it comes from.
import { draw } from "../shared/elements.js";

const STYLES = ["fill", "stroke", "stroke-width", "font-family", "font-size", "text-anchor", "paint-order", "display"];

export function save(svg, words) {
  const copy = svg.cloneNode(true), [from, to] = [svg, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  from.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) to[at].setAttribute(name, style.getPropertyValue(name));
    if (element.href) to[at].setAttribute("href", new URL(element.getAttribute("href"), location.href).href);
  });
  const [x, y, width, height] = svg.getAttribute("viewBox").split(" ");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.prepend(draw("title", {}, words), draw("desc", {}, `${location.href} (CC BY-SA 4.0)`),
    draw("rect", { x, y, width, height, fill: getComputedStyle(svg.parentElement).backgroundColor }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  link.download = "explored.svg";
  link.click();
}
