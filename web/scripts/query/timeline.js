// The rows of an answer along time: imprecise dates are as long as what they leave open, open ends fade.
import { count, make } from "../shared/elements.js";
import { learnOf } from "../shared/labels.js";
import { read } from "../shared/terms.js";
import { choice, named, tellApart, words as wordsOf } from "./bars.js";
import { say, span } from "./columns.js";

const [MOST, FAR, SMEARED, LEAST_YEARS] = [100, 3, 5, 5];
const APART = 4;

export const suits = (columns) => columns.some(({ isDate }) => isDate);

// Round years for an axis, about six of them.
function ticks(from, to) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => (to - from) / each <= 7) ?? 1000;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, at) => first + at * step);
}

// Leave out a year that would touch the one before it.
function thin(axis) {
  let edge = -Infinity;
  for (const tick of axis.children) {
    const { left, right } = tick.getBoundingClientRect(), isFree = left >= edge + APART;
    tick.style.visibility = isFree ? "" : "hidden";
    if (isFree) edge = right;
  }
}

// The years [from, to] of all times, or of most of them, where few that are far off would press the others together.
function extents(all) {
  const years = all.flatMap(({ first, last }) => [first.from, last.to]).sort((a, b) => a - b);
  const [low, high] = [0.25, 0.75].map((part) => years[Math.floor((years.length - 1) * part)]), reach = FAR * Math.max(LEAST_YEARS, high - low);
  const near = years.filter((year) => year >= low - reach && year <= high + reach);
  const [whole, most] = [years, near].map((some) => [Math.floor(some[0]), Math.ceil(Math.max(some[0] + 1, some.at(-1)))]);
  return { whole, most: whole[1] - whole[0] > SMEARED * Math.max(LEAST_YEARS, most[1] - most[0]) ? most : whole };
}

export async function timeline(answer, columns, root) {
  const dates = columns.filter(({ isDate }) => isDate);
  let [begin, end, name] = [dates[0].at, (dates[1] ?? dates[0]).at, (columns.find(({ isDate, isNumber }) => !isDate && !isNumber) ?? columns[0]).at];
  const list = make("div", { class: "bars times", role: "list" }), axis = make("div", { class: "axis", "aria-hidden": "true" }), told = make("p", { class: "muted" });
  let isWhole = false;
  const words = make("span", { role: "status" }), widen = make("button", { type: "button", class: "quiet", click: () => { isWhole = !isWhole; render(); } }), cut = make("div", { class: "row" }, words, widen);
  async function render() {
    const all = answer.rows.map((row) => {
      const [from, to] = [begin, end].map((at) => read(row[at]).value), first = span(from), last = begin === end ? first : span(to);
      if (!first && !last) return undefined;
      // where one of two columns tells nothing, that end is open
      return {
        row, term: read(row[name]), first: first ?? { ...last, opensBefore: true }, last: last ?? { ...first, opensAfter: true },
        raw: [...new Set([from, to])].filter(Boolean).join(" – "), words: from === to ? say(from) : `${say(from)} – ${say(to)}`.trim(),
      };
    }).filter(Boolean).sort((a, b) => a.first.from - b.first.from);
    const { whole, most } = extents(all), [early, late] = isWhole ? whole : most;
    const inside = all.filter(({ first, last }) => first.from <= late && last.to >= early), rows = inside.slice(0, MOST), outside = all.length - inside.length;
    const drawn = extents(rows).whole, [from, to] = [Math.max(early, drawn[0]), Math.min(late, drawn[1])];
    cut.hidden = most === whole;
    words.textContent = isWhole ? "All years are shown." : `Shown are ${most[0]} to ${most[1] - 1}, where most dates lie${outside ? `; ${count(outside, "row")} ${outside === 1 ? "lies" : "lie"} outside` : ""}.`;
    widen.textContent = isWhole ? `Only ${most[0]} to ${most[1] - 1}` : "Show all";
    await learnOf(root, rows.map(({ term }) => term));
    const apart = tellApart(rows, columns, name);
    await learnOf(root, [...apart.values()]);
    const where = (year) => `${((year - from) / (to - from)) * 100}%`;
    axis.replaceChildren(...ticks(from, to).map((year) => {
      const tick = make("span", {}, String(year));
      tick.style.left = where(year);
      if (year > to - (to - from) / 12) tick.className = "last";
      return tick;
    }));
    thin(axis);
    list.replaceChildren(...rows.map((each) => {
      const { term, first, last, raw, words } = each, second = apart.get(each);
      const goesBefore = first.opensBefore || first.from < from, goesAfter = last.opensAfter || last.to > to;
      const bar = make("span", { class: `bar${goesBefore ? " before" : ""}${goesAfter ? " after" : ""}` });
      const [left, right] = [goesBefore ? from : first.from, goesAfter ? to : last.to];
      bar.style.left = where(left);
      bar.style.width = `${((right - left) / (to - from)) * 100}%`;
      return make("div", { role: "listitem" }, make("span", { class: "what" }, named(term, root), second && make("small", {}, named(second, root))), make("span", { class: "track", "aria-hidden": "true" }, bar), make("span", { class: "number", title: raw }, words));
    }));
    const without = answer.rows.length - all.length;
    told.textContent = [inside.length > rows.length && `The first ${rows.length} of ${inside.length} rows are drawn.`, without && `${count(without, "row")} without a date ${without === 1 ? "is" : "are"} not shown.`].filter(Boolean).join(" ");
  }
  await render();
  new ResizeObserver(() => thin(axis)).observe(axis);
  return make("div", {}, make("div", { class: "row" },
    choice("Show", columns, name, (at) => { name = at; render(); }),
    choice("from", dates, begin, (at) => { begin = at; render(); }),
    choice("to", dates, end, (at) => { end = at; render(); })), cut,
  make("div", { class: "bars times" }, make("div", {}, make("span", { class: "what" }), axis, make("span"))), list, told);
}
