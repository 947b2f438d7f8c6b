// The search box offers names while somebody types: the combobox of the ARIA patterns, fed by the site's own search.
import { count, make } from "./shared/elements.js";

const [LISTED, LEAST_LETTERS, PAUSE] = [8, 2, 150]; // PAUSE: milliseconds without a key before it asks

// The words for what was found, which is called in English: with the name that the text is like, or in the reader's language by that.
function words({ label, kind, name }) {
  const { labels } = document.body.dataset, isOwn = labels !== "en" && name?.language === labels;
  const other = name && !isOwn && name.value !== label && [" ", make("small", { lang: name.language }, name.value)];
  return [make("span", isOwn ? { lang: name.language } : {}, isOwn ? name.value : label, other), make("small", {}, kind.replaceAll("-", " "))];
}

function furnish(form) {
  const input = form.querySelector("input"), id = `${input.id}-names`;
  const list = make("ul", { id, class: "offered", role: "listbox", "aria-label": "Names found", hidden: true });
  const told = make("span", { class: "unseen", role: "status" });
  let at = -1, timer, asked;

  function choose(next) {
    at = next;
    for (const [number, one] of [...list.children].entries()) one.setAttribute("aria-selected", String(number === at));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${id}-${at}`);
  }

  // Offer these, or nothing.
  function offer(found = []) {
    list.replaceChildren(...found.map((one, number) => make("li", { id: `${id}-${number}`, role: "option", "data-key": one.iri.split("/id/")[1], click: () => go(number) }, ...words(one))));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = found.length ? count(found.length, "name") : "";
    choose(-1);
  }

  function stop() {
    clearTimeout(timer);
    asked?.abort();
    offer();
  }

  function go(number) {
    const { key } = list.children[number].dataset;
    stop();
    location.assign(`${form.action.replace(/search$/, "page/")}${encodeURI(key)}`);
  }

  async function ask() {
    asked?.abort();
    const { signal } = (asked = new AbortController());
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams([...new FormData(form), ["typing", "yes"], ["format", "json"]])}`, { signal });
      offer((await answer.json()).results?.slice(0, LISTED));
    } catch {
      if (!signal.aborted) offer(); // searching itself still works
    }
  }

  function keyed(event) {
    const down = { ArrowDown: 1, ArrowUp: -1 }[event.key], places = list.children.length + 1;
    if (event.isComposing) return;
    if (down && !list.hidden) choose(((at + 1 + down + places) % places) - 1); // past the ends stands the text itself
    else if (event.key === "ArrowDown" && input.value.trim().length >= LEAST_LETTERS) ask();
    else if (event.key === "Enter" && at >= 0) go(at);
    else if (event.key === "Escape" && !list.hidden) stop();
    else return;
    event.preventDefault();
  }

  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off" })) input.setAttribute(name, value);
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < LEAST_LETTERS) stop();
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", keyed);
  input.addEventListener("blur", stop);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the keyboard
  form.addEventListener("submit", stop);
  form.append(list, told);
}

for (const form of document.querySelectorAll("form.search")) furnish(form);
