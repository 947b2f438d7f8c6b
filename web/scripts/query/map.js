// The rows of an answer on a map: the outline is that of the USSR's successors, other borders are today's.
import { geoConicEqualArea } from "d3-geo";
import { arrange } from "../shared/beside.js";
import { camera } from "../shared/camera.js";
import { count, draw, make } from "../shared/elements.js";
import { learnOf } from "../shared/labels.js";
import { place, read } from "../shared/terms.js";
import { named, words } from "./bars.js";
import { point } from "./columns.js";

const [PART_LEAST, NAMED_MOST] = [1 / 4, 12]; // so much of the map is in sight at first, and so few places have their names beside them

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
  await learnOf(root, rows.map(({ term }) => term));
  const spots = new Map();
  for (const row of rows) {
    const [x, y] = base.project(row.degrees), key = `${x.toFixed(1)} ${y.toFixed(1)}`;
    if (x < 0 || y < 0 || x > base.width || y > base.height) continue;
    spots.set(key, { x, y, terms: [...(spots.get(key)?.terms ?? []), row.term] });
  }
  const said = ({ terms }) => [...new Set(terms.map(words))].join(", ");
  // where several stand, they are listed below; the list is at hand for whoever cannot hover
  const told = make("p", { role: "status" });
  const list = ({ terms }) => {
    const each = [...new Map(terms.map((term) => [term.value, term])).values()];
    told.replaceChildren(`${each.length} stand here: `, ...each.flatMap((term, at) => [at ? ", " : "", named(term, root)]));
  };
  const dots = [...spots.values()].map((spot) => {
    const several = new Set(spot.terms.map(({ value }) => value)).size, href = spot.terms[0].kind === "iri" && place(spot.terms[0].value, root);
    const drawn = [draw("title", {}, said(spot)), draw("circle", { cx: spot.x, cy: spot.y }), several > 1 && draw("text", { x: spot.x, y: spot.y, "aria-hidden": "true" }, String(several))];
    if (several > 1) return draw("g", { class: "several", tabindex: 0, role: "button", "aria-label": `${several}: ${said(spot)}`, click: () => list(spot), keydown: (event) => { if (["Enter", " "].includes(event.key)) { event.preventDefault(); list(spot); } } }, drawn);
    return href ? draw("a", { href, "aria-label": said(spot) }, drawn) : draw("g", {}, drawn);
  });
  const places = [...spots.values()], names = (places.length > NAMED_MOST ? [] : places).map(({ y, terms }) => {
    const others = new Set(terms.map(({ value }) => value)).size - 1;
    return draw("text", { class: "name", y, "aria-hidden": "true" }, words(terms[0]) + (others ? ` +${others}` : ""));
  });
  const picture = draw("svg", { class: "map", role: "group", "aria-label": `Map with ${spots.size} places`, preserveAspectRatio: "xMidYMid meet" },
    draw("path", { class: "land", d: base.land }), draw("path", { class: "ussr", d: base.ussr }), draw("path", { class: "borders", d: base.borders }), ...dots, ...names);
  // begin with what there is, and enough around it to know where that is
  const [across, down] = ["x", "y"].map((axis) => [...spots.values()].map((spot) => spot[axis]));
  const spread = Math.max(...across) - Math.min(...across), height = Math.max(...down) - Math.min(...down);
  const around = spots.size ? Math.min(base.width, Math.max(spread * 1.5, height * 2.6, base.width * PART_LEAST)) : base.width;
  const middle = (all, size) => (all.length ? (Math.min(...all) + Math.max(...all)) / 2 : size / 2);
  const buttons = camera(picture, base, { x: middle(across, base.width), y: middle(down, base.height), width: around }, (pixel) => {
    // dots keep their size on screen, however near the map is and however wide
    for (const dot of dots) dot.querySelector("circle").setAttribute("r", String((dot.querySelector("text") ? 9 : 7) * pixel));
    picture.style.setProperty("--pixel", String(pixel));
    arrange(names, places, picture, pixel);
  });
  const without = answer.rows.length - rows.length;
  return make("div", {}, buttons, picture, told, make("p", { class: "muted" }, `The outline unites the states that succeeded the USSR; other borders are today's.${without ? ` ${count(without, "row")} without a position ${without === 1 ? "is" : "are"} not drawn.` : ""}`));
}
