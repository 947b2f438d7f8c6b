// The map lives: its year by slider, keys, a press on a bar or by itself; and a mark that is pressed says what it is.
import { arrange } from "./shared/beside.js";
import { camera } from "./shared/camera.js";
import { count, make } from "./shared/elements.js";

const STEP = 1200; // milliseconds that a year stays while they play
const PAUSE = 300; // milliseconds that a look at a part of the map stays before the address keeps it
const REACH = 24; // pixels from a finger to the mark that it means
const choice = document.querySelector("#year"), play = document.querySelector(".play"), said = document.querySelector("#said");
const years = [...choice.options].map(({ value }) => value).filter(Boolean), { first, last } = play.dataset;
const dated = [...document.querySelectorAll("[data-years]")].map((element) => {
  const [from, to] = element.dataset.years.split(" ").filter(Boolean).map(Number);
  return { element, from, to, tag: element.tagName };
});
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
let timer, begun, kept;

const slider = make("input", { type: "range", min: first, max: last, "aria-label": "Year", input: () => { stop(); show(slider.value); } });
const button = make("button", { type: "button", class: "quiet", click: press }, calm ? "Next year" : "Play the years");
const all = make("button", { type: "button", class: "quiet", click: () => { stop(); show(""); } }, "All years");
play.append(slider, make("div", { class: "row" }, button, all));

function show(year) {
  let [told, undated, total, listed] = [0, 0, 0, 0];
  for (const { element, from, to, tag } of dated) {
    const isTold = year !== "" && from <= Number(year) && Number(year) <= to;
    const isShown = year === "" || isTold || (from === undefined && tag !== "LI"); // which is the list of those without a position
    element.classList.toggle("away", !isShown);
    if (tag === "TR") [told, undated, total] = [told + isTold, undated + (from === undefined), total + 1];
    if (tag === "LI") listed += isShown;
  }
  for (const bar of document.querySelectorAll(".years a")) bar.classList.toggle("chosen", bar.dataset.year === year);
  const camps = count(total, "camp");
  const sentence = year
    ? `${told} of ${camps} in ${year}; ${undated} undated shown hollow; ${total - told - undated} told of in other years only; and ${listed} dated ${year} without a position.`
    : `${camps} in all years; ${undated} undated shown hollow; and ${listed} without a position.`;
  document.querySelector("#unplaced").hidden = !listed;
  choice.value = year;
  all.setAttribute("aria-pressed", String(!year));
  slider.classList.toggle("unset", !year);
  if (year) slider.value = year;
  slider.setAttribute("aria-valuetext", sentence);
  if (said.textContent !== sentence) said.textContent = sentence;
  for (const link of document.querySelectorAll(".views a")) {
    const view = new URL(link.href);
    if (year) view.searchParams.set("year", year);
    else view.searchParams.delete("year");
    link.href = view.href;
  }
  const address = new URL(location.href);
  if (year) address.searchParams.set("year", year);
  else address.searchParams.delete("year");
  if (address.href !== location.href) history.replaceState(null, "", address);
}

function next() {
  const at = years.indexOf(choice.value);
  show(years[(at + 1) % years.length]);
  return at + 2 < years.length; // whether there is a year after it
}

function stop() {
  clearInterval(timer);
  timer = undefined;
  if (!calm) button.textContent = "Play the years";
}

function press() {
  if (calm) next();
  else if (timer) stop();
  else {
    if (choice.value === last) show("");
    button.textContent = "Stop";
    timer = setInterval(() => next() || stop(), STEP);
    next();
  }
}

choice.addEventListener("change", () => { stop(); show(choice.value); });
for (const bar of document.querySelectorAll(".years a"))
  bar.addEventListener("click", (event) => { event.preventDefault(); stop(); show(bar.dataset.year === choice.value ? "" : bar.dataset.year); });

// what a mark says stands in its row of the table
const card = document.querySelector("#pressed"), heads = [...document.querySelectorAll(".rows thead th")].map((head) => head.textContent);
const rows = new Map([...document.querySelectorAll(".rows tbody tr")].map((row) => [row.querySelector("a").href, row]));
const atlas = document.querySelector(".atlas svg"), numbers = (words) => words.split(" ").map(Number);
const [x, y, width, height] = numbers(atlas.getAttribute("viewBox")), world = numbers(atlas.dataset.world);
// towns are named so that one knows where one is, those that most is told of first, where they hide no mark
const lies = (x, y) => ({ x: Number(x), y: Number(y) }), towns = [...atlas.querySelectorAll(".town")];
const sites = towns.map((town) => lies(town.getAttribute("x"), town.getAttribute("y")));
const marks = [...atlas.querySelectorAll(".dot")].map((dot) => lies(...dot.getAttribute("d").match(/[\d.]+/g)));
document.querySelector(".nearer").append(camera(atlas, { left: world[0], top: world[1], width: world[2], height: world[3] }, { x: x + width / 2, y: y + height / 2, width }, (pixel) => {
  atlas.style.setProperty("--pixel", String(pixel));
  arrange(towns, sites, atlas, pixel, marks);
  const seen = atlas.getAttribute("viewBox");
  begun ??= seen;
  clearTimeout(kept);
  if (seen !== begun) kept = setTimeout(keep, PAUSE);
}));

// The address keeps what is looked at, so that one comes back to it.
function keep() {
  const address = new URL(location.href), form = document.querySelector(".choice");
  begun = atlas.getAttribute("viewBox");
  const at = numbers(begun).slice(0, 3).join();
  address.searchParams.set("at", at);
  history.replaceState(null, "", address);
  (form.elements.at ?? form.appendChild(make("input", { type: "hidden", name: "at" }))).value = at;
  for (const chosen of document.querySelectorAll(".views [aria-current]")) chosen.removeAttribute("aria-current");
}

// a finger is wider than a mark: the nearest is meant, and a camp rather than a place
function meant({ target, pointerType, clientX, clientY }) {
  if (pointerType === "mouse") return target.closest("a");
  const near = [...atlas.querySelectorAll("a:not(.away)")].map((mark) => {
    const { x, y } = mark.firstElementChild.getBoundingClientRect();
    return { mark, far: Math.hypot(x - clientX, y - clientY) + (mark.dataset.years === undefined ? REACH / 2 : 0) };
  });
  return near.filter(({ far }) => far < REACH).sort((one, other) => one.far - other.far)[0]?.mark;
}

atlas.addEventListener("click", (event) => {
  const mark = meant(event), row = mark && rows.get(new URL(mark.getAttribute("href"), location.href).href);
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const [name, ...cells] = row.cells;
  const facts = cells.slice(0, 4).map((cell, at) => cell.textContent && [make("dt", {}, heads[at + 1]), make("dd", {}, cell.textContent)]);
  const { href } = name.querySelector("a"), thing = new URL(href).pathname.split("/page/")[1];
  const links = make("div", { class: "row tight" }, make("a", { href, class: "button", autofocus: true }, "Open its page"),
    make("a", { href: `explore?thing=${thing}`, class: "button quiet" }, "Explore from here"));
  card.replaceChildren(make("b", {}, name.textContent), make("dl", {}, ...facts.filter(Boolean)), links);
  card.showPopover();
  const { width, height } = card.getBoundingClientRect();
  card.style.left = `${Math.max(8, Math.min(event.clientX + 12, innerWidth - width - 8))}px`;
  card.style.top = `${Math.max(8, Math.min(event.clientY + 12, innerHeight - height - 8))}px`;
});

show(choice.value);
