// Several queries side by side, kept in this browser and nowhere else.
import { make } from "../shared/elements.js";

const KEY = "queries", MOST = 20;

function stored() {
  try {
    const { tabs, active } = JSON.parse(localStorage.getItem(KEY));
    if (tabs.length && tabs.every(({ text }) => typeof text === "string")) return { tabs, active: Math.min(Math.max(0, active | 0), tabs.length - 1) };
  } catch { /* nothing is kept, or nothing that can be read */ }
  return { tabs: [], active: 0 };
}

// A query is named by the comment at its head.
function title(text, number) {
  const words = /^\s*#+\s*(.+)/.exec(text)?.[1] ?? "";
  return words.length > 32 ? `${words.slice(0, 30).trimEnd()}…` : words || `Query ${number}`;
}

// Show the tabs in `place`; `show(text, tab)` is called when another one is chosen, and a query keeps its `tab`. `first` is the text of a new one.
export function open(place, first, show) {
  let { tabs, active } = stored();
  if (!tabs.length) tabs = [{ text: first }];
  const list = make("div", { role: "tablist", "aria-label": "Queries", keydown: move });
  place.append(list, make("button", { type: "button", class: "quiet", "aria-label": "New query", click: () => add("", true) }, "+"));
  place.hidden = false;

  function keep() {
    try { localStorage.setItem(KEY, JSON.stringify({ tabs, active })); } catch { /* the browser keeps nothing */ }
  }
  function render() {
    list.replaceChildren(...tabs.map(({ text }, at) => make("button", {
      type: "button", role: "tab", class: "quiet", "aria-selected": String(at === active), tabindex: at === active ? 0 : -1,
      "aria-controls": "editing", title: at === active ? "Delete closes it" : false, click: () => choose(at),
    }, title(text, at + 1), tabs.length > 1 && make("span", { class: "close", "aria-hidden": "true", click: (event) => (event.stopPropagation(), close(at)) }, "×"))));
    list.children[active].scrollIntoView({ block: "nearest", inline: "nearest" });
    keep();
  }
  function choose(at, focused = false) {
    active = at;
    render();
    show(tabs[active].text, tabs[active]);
    if (focused) list.children[active].focus();
  }
  function close(at) {
    if (tabs.length === 1) return;
    tabs.splice(at, 1);
    choose(active > at ? active - 1 : Math.min(active, tabs.length - 1), true);
  }
  function move(event) {
    const to = { ArrowRight: active + 1, ArrowLeft: active - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (event.key === "Delete") close(active);
    else if (to === undefined) return;
    else choose((to + tabs.length) % tabs.length, true);
    event.preventDefault();
  }
  // Take a text up: in the tab that has it, in this one if it is empty, or in a new one.
  function add(text, isNew = false) {
    const same = isNew ? -1 : tabs.findIndex((tab) => tab.text === text);
    if (same >= 0) return choose(same);
    if (!isNew && !tabs[active].text.trim()) tabs[active].text = text;
    else {
      tabs.push({ text });
      if (tabs.length > MOST) tabs.shift();
      active = tabs.length - 1;
    }
    return choose(active);
  }
  render();
  return {
    add,
    tab: () => tabs[active],
    changed(text) {
      const before = title(tabs[active].text, active + 1);
      tabs[active].text = text;
      if (title(text, active + 1) === before) keep();
      else render();
    },
  };
}
