// The rows of an answer along time: imprecise dates are as long as what they leave open, open ends fade.
import { make } from "../shared/elements.js";
import { learn } from "../shared/labels.js";
import { read } from "../shared/terms.js";
import { choice, named } from "./bars.js";
import { span } from "./columns.js";

const MOST = 100;

export const suits = (columns) => columns.some(({ isDate }) => isDate);

// Round years for an axis, about six of them.
function ticks(from, to) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => (to - from) / each <= 7) ?? 1000;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, at) => first + at * step);
}

export async function timeline(answer, columns, root) {
  const dates = columns.filter(({ isDate }) => isDate);
  let [begin, end, name] = [dates[0].at, (dates[1] ?? dates[0]).at, (columns.find(({ isDate, isNumber }) => !isDate && !isNumber) ?? columns[0]).at];
  const list = make("div", { class: "bars times", role: "list" }), axis = make("div", { class: "axis", "aria-hidden": "true" }), told = make("p", { class: "muted" });
  async function render() {
    const all = answer.rows.map((row) => {
      const first = span(read(row[begin]).value), last = begin === end ? first : span(read(row[end]).value);
      return first || last ? { term: read(row[name]), first: first ?? last, last: last ?? first, text: [...new Set([read(row[begin]).value, read(row[end]).value])].filter(Boolean) } : undefined;
    }).filter(Boolean).sort((a, b) => a.first.from - b.first.from);
    const rows = all.slice(0, MOST);
    await learn(root, rows.map(({ term }) => term).filter(({ kind }) => kind === "iri").map(({ value }) => value));
    const from = Math.floor(Math.min(...rows.map(({ first }) => first.from))), to = Math.ceil(Math.max(from + 1, ...rows.map(({ last }) => last.to)));
    const where = (year) => `${((year - from) / (to - from)) * 100}%`;
    axis.replaceChildren(...ticks(from, to).map((year) => {
      const tick = make("span", {}, String(year));
      tick.style.left = where(year);
      if (year > to - (to - from) / 12) tick.className = "last";
      return tick;
    }));
    list.replaceChildren(...rows.map(({ term, first, last, text }) => {
      const bar = make("span", { class: `bar${first.opensBefore ? " before" : ""}${last.opensAfter ? " after" : ""}` });
      const [left, right] = [first.opensBefore ? from : first.from, last.opensAfter ? to : last.to];
      bar.style.left = where(left);
      bar.style.width = `${((right - left) / (to - from)) * 100}%`;
      return make("div", { role: "listitem" }, make("span", { class: "what" }, named(term, root)), make("span", { class: "track", "aria-hidden": "true" }, bar), make("span", { class: "number" }, text.map((date, at) => make("span", { class: "date" }, at ? `– ${date}` : `${date} `))));
    }));
    const without = answer.rows.length - all.length;
    told.textContent = [all.length > rows.length && `The first ${rows.length} of ${all.length} rows are drawn.`, without && `${without} without a date are not.`].filter(Boolean).join(" ");
  }
  await render();
  return make("div", {}, make("div", { class: "row" },
    choice("Show", columns, name, (at) => { name = at; render(); }),
    choice("from", dates, begin, (at) => { begin = at; render(); }),
    choice("to", dates, end, (at) => { end = at; render(); })),
  make("div", { class: "bars times" }, make("div", {}, make("span", { class: "what" }), axis, make("span"))), list, told);
}
