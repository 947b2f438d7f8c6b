// The rows of an answer as bars: one column gives the words, one the lengths.
import { make } from "../shared/elements.js";
import { labelOf, learnOf } from "../shared/labels.js";
import { place, read, shorten } from "../shared/terms.js";

const [MOST, LONGEST_NAME] = [60, 80];

export const words = (term) => (term.kind === "iri" ? labelOf(term.value) || shorten(term.value) || term.value : term.value);

// The words for a term, as a link where it leads somewhere.
export function named(term, root) {
  const href = term.kind === "iri" && place(term.value, root);
  return href ? make("a", { href, title: term.value }, words(term)) : words(term);
}

// Rows that share a label get a second one: their term in the next column of names in which they differ.
export function tellApart(rows, columns, name) {
  const alike = Map.groupBy(rows, ({ term }) => words(term));
  const shared = [...alike.values()].filter((some) => some.length > 1);
  const others = [...columns.filter(({ at }) => at > name), ...columns.filter(({ at }) => at < name)];
  const next = others.find(({ at, isDate, isNumber, isPoint }) => !isDate && !isNumber && !isPoint
    && shared.some((some) => new Set(some.map(({ row }) => row[at])).size > 1)
    && shared.flat().every(({ row }) => read(row[at]).value.length <= LONGEST_NAME));
  return new Map(next ? shared.flat().map((each) => [each, read(each.row[next.at])]) : []);
}

// A choice among columns, as a label with a select in it.
export const choice = (label, columns, chosen, change) => make("label", { class: "choice" }, `${label} `,
  make("select", { change: (event) => change(Number(event.target.value)) },
    ...columns.map(({ name, at }) => make("option", { value: at, selected: at === chosen }, name))));

export const suits = (columns, answer) => columns.some(({ isNumber }) => isNumber) && columns.length > 1 && answer.rows.length > 1;

export async function bars(answer, columns, root) {
  const numbers = columns.filter(({ isNumber }) => isNumber), others = columns.filter(({ isNumber }) => !isNumber);
  let [length, name] = [numbers[0].at, (others[0] ?? columns.find(({ at }) => at !== numbers[0].at)).at];
  const list = make("div", { class: "bars", role: "list" }), told = make("p", { class: "muted" });
  async function render() {
    const rows = answer.rows.map((row) => ({ row, term: read(row[name]), long: read(row[length]) })).filter(({ long }) => long.isNumber).slice(0, MOST);
    await learnOf(root, rows.map(({ term }) => term));
    const apart = tellApart(rows, columns, name);
    await learnOf(root, [...apart.values()]);
    const values = rows.map(({ long }) => Number(long.value)), least = Math.min(0, ...values), most = Math.max(0, ...values), range = most - least || 1;
    list.replaceChildren(...rows.map((each, at) => {
      const bar = make("span", { class: "bar" });
      bar.style.left = `${((Math.min(0, values[at]) - least) / range) * 100}%`;
      bar.style.width = `${(Math.abs(values[at]) / range) * 100}%`;
      return make("div", { role: "listitem" }, make("span", { class: "what" }, named(each.term, root), apart.has(each) && ", ", apart.has(each) && named(apart.get(each), root)), make("span", { class: "track", "aria-hidden": "true" }, bar),
        make("span", { class: "number" }, values[at].toLocaleString("en")));
    }));
    told.textContent = answer.rows.length > rows.length ? `The first ${rows.length} of ${answer.rows.length.toLocaleString("en")} rows are drawn, in the order of the answer.` : "";
  }
  await render();
  return make("div", {}, make("div", { class: "row" },
    choice("Bars of", columns, name, (at) => { name = at; render(); }),
    choice("long as", numbers, length, (at) => { length = at; render(); })), list, told);
}
