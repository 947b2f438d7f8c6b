// The ways to look at an answer, those that its columns allow.
import { make } from "../shared/elements.js";
import * as barChart from "./bars.js";
import { arrange, look } from "./columns.js";
import { raw } from "./raw.js";
import { table } from "./table.js";
import * as times from "./timeline.js";

// [name, does it suit these columns and this answer, how it is drawn]; those after the first two are loaded when asked for
const OTHERS = [
  ["Bars", barChart.suits, (answer, columns, root) => barChart.bars(answer, columns, root)],
  ["Timeline", times.suits, (answer, columns, root) => times.timeline(answer, columns, root)],
  ["Map", (columns) => columns.some(({ isPoint }) => isPoint) || pair(columns), async (answer, columns, root) => (await import("./map.js")).map(answer, columns, root, pair(columns))],
  ["Graph", (columns, answer) => answer.isGraph || columns.filter(({ isIri }) => isIri).length > 1, async (answer, columns, root, query) => (await import("./network.js")).network(answer, columns, root, query)],
];

// The columns of latitude and longitude, by their names.
function pair(columns) {
  const find = (names) => columns.find(({ name, isNumber }) => isNumber && names.test(name));
  const [latitude, longitude] = [find(/^lat(itude)?$/i), find(/^(lon|lng|long|longitude)$/i)];
  return latitude && longitude && { latitude, longitude };
}

// Make the answer: a table at once, and buttons for the other views.
export async function views(answer, query, formats, root) {
  const columns = answer.isGraph ? look(answer) : arrange(look(answer), query), place = make("div", { class: "view" });
  const known = [
    ["Table", () => table(answer, columns, root)],
    ...OTHERS.filter(([, suits]) => suits(columns, answer)).map(([name, , draw]) => [name, () => draw(answer, columns, root, query)]),
    ["Text", () => raw(query, formats, root)],
  ];
  const drawn = new Map();
  async function show(name, draw) {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.textContent === name)));
    if (!drawn.has(name)) drawn.set(name, await draw().catch(() => make("p", { class: "notice" }, "This could not be drawn.")));
    place.replaceChildren(drawn.get(name));
  }
  const buttons = known.map(([name, draw]) => make("button", { type: "button", class: "quiet", click: () => show(name, draw) }, name));
  await show(...known[0]);
  return make("div", {}, make("div", { class: "row tight", role: "group", "aria-label": "Show as" }, buttons), place);
}
