// The rows of an answer on a map: the outline is that of the USSR's successors, other borders are today's.
import { geoConicEqualArea } from "d3-geo";
import { draw, make } from "../shared/elements.js";
import { learn } from "../shared/labels.js";
import { place, read } from "../shared/terms.js";
import { words } from "./bars.js";
import { point } from "./columns.js";

const NEAREST = 12;

export async function basemap(root) {
  const base = await (await fetch(`${root}/static/dist/basemap.json`)).json();
  const { parallels, rotate, scale, translate } = base.projection;
  return { ...base, project: geoConicEqualArea().parallels(parallels).rotate(rotate).scale(scale).translate(translate) };
}

export async function map(answer, columns, root, pair) {
  const base = await basemap(root);
  const where = columns.find(({ isPoint }) => isPoint), name = columns.find(({ isIri }) => isIri) ?? columns.find(({ isNumber, isPoint }) => !isNumber && !isPoint);
  const rows = answer.rows.map((row) => ({
    term: read(row[(name ?? columns[0]).at]),
    degrees: where ? point(read(row[where.at]).value) : pair && [Number(read(row[pair.longitude.at]).value), Number(read(row[pair.latitude.at]).value)],
  })).filter(({ degrees }) => degrees?.every(Number.isFinite));
  await learn(root, rows.map(({ term }) => term).filter(({ kind }) => kind === "iri").map(({ value }) => value));
  const spots = new Map();
  for (const row of rows) {
    const [x, y] = base.project(row.degrees), key = `${x.toFixed(1)} ${y.toFixed(1)}`;
    if (x < 0 || y < 0 || x > base.width || y > base.height) continue;
    spots.set(key, { x, y, terms: [...(spots.get(key)?.terms ?? []), row.term] });
  }
  const said = ({ terms }) => [...new Set(terms.map(words))].join(", ");
  const dots = [...spots.values()].map((spot) => {
    const href = spot.terms[0].kind === "iri" && place(spot.terms[0].value, root);
    const dot = draw("circle", { cx: spot.x, cy: spot.y, r: 6 }, draw("title", {}, said(spot)));
    return href ? draw("a", { href, "aria-label": said(spot) }, dot) : dot;
  });
  const picture = draw("svg", { class: "map", role: "group", "aria-label": `Map with ${spots.size} places`, preserveAspectRatio: "xMidYMid meet" },
    draw("path", { class: "land", d: base.land }), draw("path", { class: "ussr", d: base.ussr }), draw("path", { class: "borders", d: base.borders }), ...dots);
  // begin with what there is, a little around it
  const [across, down] = ["x", "y"].map((axis) => [...spots.values()].map((spot) => spot[axis]));
  const spread = Math.max(...across) - Math.min(...across), height = Math.max(...down) - Math.min(...down);
  let width = Math.min(base.width, Math.max(base.width / NEAREST, spread * 1.5, height * 2.6)) || base.width;
  let [x, y] = spots.size ? [(Math.min(...across) + Math.max(...across)) / 2, (Math.min(...down) + Math.max(...down)) / 2] : [base.width / 2, base.height / 2];
  function look() {
    const tall = (width * base.height) / base.width;
    [x, y] = [Math.min(base.width - width / 2, Math.max(width / 2, x)), Math.min(base.height - tall / 2, Math.max(tall / 2, y))];
    picture.setAttribute("viewBox", [x - width / 2, y - tall / 2, width, tall].map((each) => each.toFixed(1)).join(" "));
    dots.forEach((dot) => (dot.tagName === "a" ? dot.firstChild : dot).setAttribute("r", String((6 * width) / base.width)));
    picture.style.setProperty("--thin", String((0.8 * width) / base.width));
  }
  const zoom = (factor) => () => { width = Math.min(base.width, Math.max(base.width / NEAREST, width * factor)); look(); };
  let held;
  picture.addEventListener("pointerdown", (event) => { held = [event.clientX, event.clientY]; });
  picture.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const scale = width / picture.clientWidth;
    [x, y] = [x - (event.clientX - held[0]) * scale, y - (event.clientY - held[1]) * scale];
    held = [event.clientX, event.clientY];
    look();
  });
  look();
  const without = answer.rows.length - rows.length;
  return make("div", {}, make("div", { class: "row tight" },
    make("button", { type: "button", class: "quiet", click: zoom(1 / 1.6) }, "Nearer"), make("button", { type: "button", class: "quiet", click: zoom(1.6) }, "Farther")),
  picture, make("p", { class: "muted" }, `The outline unites the states that succeeded the USSR; other borders are today's.${without ? ` ${without} rows without a position are not drawn.` : ""}`));
}
