// The explorer in place: the page's own list is drawn as a picture, and links of the list open without leaving.
import { make } from "./shared/elements.js";
import { walk } from "./picture/arrows.js";
import { paint } from "./picture/paint.js";
import { save } from "./picture/saving.js";
import { zoom } from "./picture/zoom.js";

const explorer = document.getElementById("explorer"), places = new Map();
const NAMED_MOST = 3; // of what was added
let at = "";

const find = (selector) => explorer.querySelector(selector);
const card = (key) => find(`details[data-thing="${CSS.escape(key)}"]`);
const node = (key) => find(`#picture [data-key="${CSS.escape(key)}"]`);

function select(key) {
  at = key;
  for (const one of explorer.querySelectorAll(".at")) one.classList.remove("at");
  for (const one of [card(key), node(key)]) one?.classList.add("at");
}

// What can have the keyboard: the first of the picture, or of the list where that stands alone.
const first = () => find(".frame:not(.lone) a") ?? find("summary");

// Open the relations of a thing, and go there.
function enter(key) {
  select(key);
  card(key).open = true;
  card(key).querySelector("summary").focus();
}

function show() {
  const cards = [...explorer.querySelectorAll("details[data-thing]")];
  const nodes = cards.map(({ dataset }) => ({ key: dataset.thing, label: dataset.tongue ? `${dataset.label} (${dataset.tongue})` : dataset.label, family: dataset.family, href: dataset.href }));
  const byKey = new Map(nodes.map((one) => [one.key, one]));
  const links = [...explorer.querySelectorAll("#joins tr[data-from]")].map(({ dataset }) => ({ source: byKey.get(dataset.from), target: byKey.get(dataset.to), words: dataset.words })).filter(({ source, target }) => source !== target);
  const shapes = Object.fromEntries([...explorer.querySelectorAll(".legend li")].map((one) => [one.dataset.family, one.querySelector("path").getAttribute("d")]));
  const frame = find("#picture");
  if (!frame || !nodes.length) return;
  const picture = paint(nodes, links, shapes, places, frame.clientWidth < frame.clientHeight);
  frame.replaceChildren(picture);
  frame.after(zoom(picture, frame.clientWidth, frame.clientHeight, centre));
  if (nodes.length > 1) find(".downloads").append(" ", make("button", { type: "button", class: "quiet", click: () => save(find("#picture svg"), document.title) }, "Picture as SVG"));
  select(byKey.has(at) ? at : nodes[0].key);
  centre();
}

// Bring the chosen thing into the middle of the frame.
function centre() {
  const frame = find("#picture"), box = node(at).getBoundingClientRect(), around = frame.getBoundingClientRect();
  frame.scrollBy(box.x - around.x - (around.width - box.width) / 2, box.y - around.y - (around.height - box.height) / 2);
}

// Go to another state of the explorer without loading a page; `focus` finds what has the keyboard then.
async function go(address, isNew, focus) {
  let text;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    text = await answer.text();
  } catch {
    return location.assign(address);
  }
  const page = new DOMParser().parseFromString(text, "text/html"), before = new Set([...explorer.querySelectorAll("[data-thing]")].map(({ dataset }) => dataset.thing));
  const fresh = page.getElementById("explorer"), told = find("#told"), filters = page.querySelector(".filter form"), open = [...explorer.querySelectorAll("details[data-thing][open]")].map(({ dataset }) => dataset.thing);
  if (!fresh) return location.assign(address);
  if (isNew) history.pushState(null, "", address);
  const added = [...fresh.querySelectorAll("[data-thing]")].filter(({ dataset }) => !before.has(dataset.thing)).map(({ dataset }) => dataset.label);
  const words = fresh.querySelector("#told").textContent.trim();
  fresh.querySelector("#told").replaceWith(told); // so that it is heard
  explorer.replaceChildren(...fresh.childNodes);
  document.querySelector(".filter form").replaceWith(filters);
  document.title = page.title;
  for (const key of open) if (card(key)) card(key).open = true;
  show();
  const others = added.length - NAMED_MOST;
  told.textContent = added.length ? `Added: ${added.slice(0, NAMED_MOST).join(", ")}${others > 0 ? ` and ${others} more` : ""}. ${words}` : words;
  return focus?.()?.focus();
}

explorer.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.dataset.key) {
    event.preventDefault();
    enter(link.dataset.key);
  } else if (/\/explore\?/.test(link.getAttribute("href")) && link.closest("[data-thing]")) {
    event.preventDefault();
    const key = link.closest("[data-thing]").dataset.thing, relation = link.closest("li")?.querySelector("[data-relation]")?.dataset.relation;
    select(key);
    go(link.href, true, () => (relation && card(key)?.querySelector(`[data-relation="${CSS.escape(relation)}"]`)) || card(key)?.querySelector("summary") || first());
  }
});
explorer.addEventListener("keydown", (event) => {
  const key = event.target.dataset?.key;
  if (key && ["Delete", "Backspace"].includes(event.key)) {
    event.preventDefault();
    go(card(key).dataset.remove, true, first);
  } else if (key && walk(event, explorer.querySelectorAll("#picture a"))) event.preventDefault();
  else if (event.key === "Escape" && event.target.closest("#cards")) node(event.target.closest("[data-thing]")?.dataset.thing ?? at)?.focus();
});
explorer.addEventListener("toggle", (event) => { if (event.target.matches("[data-thing]") && event.target.open && event.target.contains(document.activeElement)) select(event.target.dataset.thing); }, true);
addEventListener("popstate", () => go(location.href, false));
show();
