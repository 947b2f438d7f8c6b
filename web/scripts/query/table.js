// The rows of an answer as a table that can be filtered, sorted and paged.
import { count, make } from "../shared/elements.js";
import { labelOf, learnOf } from "../shared/labels.js";
import { place, read, shorten } from "../shared/terms.js";
import { say } from "./columns.js";

const ON_A_PAGE = 50;
const order = new Intl.Collator("en", { numeric: true });

// A term as what stands in a cell: an IRI by its label, with its name beside it; a date in words.
export function cell(term, root, isDate) {
  if (term.kind === "none") return "";
  if (isDate && say(term.value) !== term.value) return make("span", { title: term.value }, say(term.value));
  if (term.kind !== "iri") {
    const title = term.datatype ? shorten(term.datatype) || term.datatype : false;
    const text = make("span", { lang: term.language || false, title }, term.value);
    return term.language && term.language !== "en" ? make("span", {}, text, " ", make("small", {}, term.language)) : text;
  }
  const label = labelOf(term.value), name = shorten(term.value) || term.value, href = place(term.value, root);
  const words = href ? make("a", { href, title: term.value }, label || name) : make("span", { title: term.value }, label || name);
  return label ? make("span", {}, words, " ", make("small", { class: "iri" }, shorten(term.value))) : words;
}

const sortable = (term) => (term.isNumber ? Number(term.value) : term.kind === "iri" ? labelOf(term.value) || term.value : term.value);

function compare(a, b) {
  if (a.kind === "none" || b.kind === "none") return (a.kind === "none") - (b.kind === "none");
  const [x, y] = [sortable(a), sortable(b)];
  return typeof x === "number" && typeof y === "number" ? x - y : order.compare(x, y);
}

// Make the table of an answer. It is there at once; labels of what it shows are learnt before it is.
export async function table(answer, columns, root) {
  let [shown, page, sorted, descending] = [answer.rows, 0, -1, false];
  const head = make("tr"), body = make("tbody"), told = make("p", { class: "muted", role: "status" });
  const buttons = [-1, 1].map((step) => make("button", { type: "button", class: "quiet", click: () => turn(step) }, step < 0 ? "Previous" : "Next"));
  const filter = make("input", { type: "search", placeholder: "Filter rows", "aria-label": "Filter rows", input: () => refilter() });

  head.append(...columns.map(({ name, isNumber, at }) => make("th", { scope: "col", class: isNumber ? "number" : false },
    make("button", { type: "button", class: "sort", click: () => sort(at) }, name))));

  async function render() {
    const rows = shown.slice(page * ON_A_PAGE, (page + 1) * ON_A_PAGE).map((row) => columns.map(({ at }) => read(row[at])));
    await learnOf(root, rows.flat());
    body.replaceChildren(...rows.map((row) => make("tr", {}, row.map((term, at) => make("td", { class: term.isNumber ? "number" : false }, cell(term, root, columns[at].isDate))))));
    head.querySelectorAll("th").forEach((th, at) => th.setAttribute("aria-sort", columns[at].at !== sorted ? "none" : descending ? "descending" : "ascending"));
    const first = page * ON_A_PAGE + 1, last = Math.min(shown.length, first + ON_A_PAGE - 1);
    const all = shown.length === answer.rows.length ? "" : `${shown.length.toLocaleString("en")} of ${count(answer.rows.length, "row")}`;
    told.textContent = shown.length > ON_A_PAGE ? `${first.toLocaleString("en")} to ${last.toLocaleString("en")} of ${all || count(shown.length, "row")}` : all;
    buttons.forEach((button, at) => {
      button.hidden = shown.length <= ON_A_PAGE;
      button.disabled = at ? last >= shown.length : !page;
    });
  }
  function turn(step) { page += step; return render(); }
  async function sort(at) {
    descending = sorted === at && !descending;
    sorted = at;
    if (columns.find((column) => column.at === at).isIri) await learnOf(root, shown.map((row) => read(row[at])));
    const keyed = shown.map((row) => [read(row[at]), row]);
    shown = keyed.sort(([a], [b]) => compare(a, b) * (descending && a.kind !== "none" && b.kind !== "none" ? -1 : 1)).map(([, row]) => row);
    page = 0;
    return render();
  }
  function refilter() {
    const wanted = filter.value.trim().toLowerCase();
    const has = (text) => text?.toLowerCase().includes(wanted) || (text?.startsWith("<") && labelOf(text.slice(1, -1)).toLowerCase().includes(wanted));
    const dates = columns.filter(({ isDate }) => isDate), tells = (row) => ({ at }) => say(read(row[at]).value).toLowerCase().includes(wanted);
    shown = wanted ? answer.rows.filter((row) => row.some(has) || dates.some(tells(row))) : answer.rows;
    [page, sorted] = [0, -1];
    return render();
  }
  await render();
  return make("div", {},
    answer.rows.length > 5 && make("div", { class: "row" }, filter, told, make("span", { class: "end row tight" }, buttons)),
    make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Rows" },
      make("table", { class: "rows" }, make("thead", {}, head), body)));
}
