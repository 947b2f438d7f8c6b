// The page /sparql: an editor with several queries, and examples that open in it.
import { Fault } from "./shared/asking.js";
import { open } from "./query/bench.js";
import { open as openTabs } from "./query/tabs.js";
import { make } from "./shared/elements.js";

const find = (id) => document.getElementById(id);
const area = find("query"), { sentence, line, column } = find("answer").dataset;
const shown = new URLSearchParams(location.search).get("query") ?? (sentence ? area.value : "");
const ADDRESS_MOST = 6000;
let bench;

// each query has its own answer, as long as the page is open
const answered = new WeakMap();
let current;
const tabs = openTabs(find("tabs"), area.value, (text, tab) => {
  if (bench && tab !== current) {
    answered.set(current, bench.swap(answered.get(tab)));
    history.replaceState(null, "", location.pathname);
  }
  current = tab;
  bench?.set(text);
  bench?.focus();
});
if (shown) tabs.add(shown);
current = tabs.tab();
area.value = tabs.tab().text;
bench = open(tabs.changed, (query) => {
  const address = `?${new URLSearchParams({ query })}`;
  history.replaceState(null, "", address.length < ADDRESS_MOST ? address : location.pathname);
});

// Examples open here; what is typed above them leaves those that have all its words.
const examples = find("examples");
if (examples) {
  const items = [...examples.querySelectorAll("li")], groups = [...examples.querySelectorAll("details")];
  const filter = examples.querySelector("input");
  const none = make("p", { class: "muted", role: "status" });
  filter.after(none);
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) item.hidden = !wanted.every((word) => `${item.textContent} ${item.dataset.keywords}`.toLowerCase().includes(word));
    for (const group of groups) {
      const left = group.querySelectorAll("li:not([hidden])").length;
      group.querySelector("small").textContent = left;
      group.hidden = !left;
      group.open = wanted.length > 0;
    }
    none.textContent = items.some(({ hidden }) => !hidden) ? "" : "No question has these words.";
  });
  examples.addEventListener("click", async (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const asked = await fetch(`${link.href}.rq`);
    if (!asked.ok) return location.assign(link.href);
    tabs.add(await asked.text());
    scrollTo({ top: 0 });
    return bench.run();
  });
}

if (sentence) bench.accuse(new Fault({ detail: sentence, line: Number(line) || undefined, column: Number(column) || 1 }));
else if (shown) bench.run();
