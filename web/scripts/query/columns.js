// What the columns of an answer hold, which decides how it can be shown.
import { read } from "../shared/terms.js";

const LOOKED_AT = 500;
const DAY = /^-?\d{4}(-\d\d(-\d\d)?)?/;
const EDTF = /^\[?(\.\.)?-?\d{3}[\dX](-[\dX]{2}){0,2}[?~%]?(T[\d:.Z+-]+)?(\/?(\.\.|-?\d{3}[\dX](-[\dX]{2}){0,2}[?~%]?)?)?\]?$/;
const POINT = /^(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i;

const share = (terms, test) => terms.length > 0 && terms.filter(test).length / terms.length > 0.7;

// The columns as {name, at, isIri, isNumber, isDate, isPoint}; a column is what most of its values are.
export function look(answer) {
  return answer.columns.map((name, at) => {
    const terms = answer.rows.slice(0, LOOKED_AT).map((row) => read(row[at])).filter(({ kind }) => kind !== "none");
    const isDate = share(terms, (term) => term.kind === "literal" && EDTF.test(term.value) && (!term.isNumber || /year|date|time|when/i.test(name)));
    return {
      name, at, isDate,
      isIri: share(terms, ({ kind }) => kind === "iri"),
      isNumber: !isDate && share(terms, ({ isNumber }) => isNumber),
      isPoint: share(terms, ({ value }) => POINT.test(value)),
    };
  });
}

// Where a query asks for all variables, put its columns as they first stand in it; the endpoint sends them by letters.
export function arrange(columns, query) {
  const plain = query.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^>\s]*>|#[^\n]*/g, " ");
  if (!/(?<![\w:?$-])SELECT(?![\w:-])\s*(?:DISTINCT|REDUCED)?\s*(\*?)/i.exec(plain)?.[1]) return columns;
  const names = [...plain.matchAll(/[?$]([\p{L}\p{N}_]+)/gu)].map(([, name]) => name);
  return columns.toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

// A point as [longitude, latitude] in degrees; nothing where there is none.
export function point(text) {
  const [, longitude, latitude] = POINT.exec(text) ?? [];
  return longitude === undefined ? undefined : [Number(longitude), Number(latitude)];
}

function days(text, isEnd) {
  const [year, month, day] = text.replace(/X/g, isEnd ? "9" : "0").replace(/[?~%]/g, "").split(/(?<=\d)-/).map(Number);
  const date = isEnd
    ? Date.UTC(year, day ? month - 1 : month || 12, day ? day + 1 : 1)
    : Date.UTC(year, (month || 1) - 1, day || 1);
  return year + (date - Date.UTC(year, 0, 1)) / (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1));
}

// A time, as EDTF or a date writes it, as {from, to, opensBefore, opensAfter} in years; nothing where it is none.
export function span(text) {
  if (!EDTF.test(text)) return undefined;
  const [begin, end = begin] = text.replace(/[[\]]/g, "").replace(/T.*$/, "").split("/");
  const opensBefore = begin.startsWith("..") || begin === "", opensAfter = end.endsWith("..") || end === "";
  const first = begin.replace("..", ""), last = end.replace("..", "");
  const from = DAY.test(first.replace(/X/g, "0")) ? days(first) : undefined, to = DAY.test(last.replace(/X/g, "0")) ? days(last, true) : undefined;
  return from === undefined && to === undefined ? undefined : { from: from ?? to, to: to ?? from, opensBefore, opensAfter };
}

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DOUBTS = { "~": "about ", "?": "perhaps ", "%": "perhaps about " };

function day(text) {
  const [, year, month, date, doubt] = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?([~?%]?)$/.exec(text) ?? [];
  return year ? (DOUBTS[doubt] ?? "") + [date && Number(date), month && MONTHS[month - 1], year].filter(Boolean).join(" ") : text;
}

// A date or an interval of EDTF in words, as the pages of the server say it (endpoint/dates.py); the rest as it is.
export function say(text) {
  const [begin, end] = text.split("/"), isOpen = (part) => part === ".." || part === "";
  if (end === undefined || !EDTF.test(text)) return day(text);
  return isOpen(begin) ? `until ${day(end)}` : isOpen(end) ? `from ${day(begin)}` : `${day(begin)} to ${day(end)}`;
}
