// node build.mjs FOLDER: bundles each script of scripts/ with what it needs, and draws the map that pictures share.
import { build } from "esbuild";
import { geoConicEqualArea, geoPath } from "d3-geo";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { merge, mesh } from "topojson-client";

const out = process.argv[2];
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  entryPoints: readdirSync("scripts").filter((name) => name.endsWith(".js")).map((name) => `scripts/${name}`),
  bundle: true, minify: true, splitting: true, format: "esm", target: "es2022", legalComments: "none",
  outdir: out, metafile: true, logLevel: "warning",
});

// The packages whose code is in the bundles, with their licences.
const packages = new Set(Object.keys(result.metafile.inputs)
  .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
writeFileSync(`${out}/licences.txt`, [...packages].sort().map((name) => {
  const file = ["LICENSE", "LICENSE.md", "LICENCE"].map((each) => `node_modules/${name}/${each}`).find(existsSync);
  return `${name}\n\n${file ? readFileSync(file, "utf-8").trim() : JSON.parse(readFileSync(`node_modules/${name}/package.json`)).license}\n`;
}).join(`\n${"-".repeat(72)}\n\n`));

// Natural Earth 1:50 million (public domain). The outline is the union of the 15 states that succeeded the USSR.
const SUCCESSORS = new Set(["031", "051", "112", "233", "268", "398", "417", "428", "440", "498", "643", "762", "795", "804", "860"]);
const [WIDTH, HEIGHT] = [1000, 560];
const world = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json"));
const { countries } = world.objects;
const isSuccessor = ({ id }) => SUCCESSORS.has(id);
const isNear = ([x, y]) => x > -20 && y > 20 && y < 84;
const crop = (shape) => ({ ...shape, coordinates: shape.coordinates.filter((polygon) => polygon[0].some(isNear)) });
const cropLines = (lines) => ({ ...lines, coordinates: lines.coordinates.filter((line) => line.some(isNear)) });
const successors = merge(world, countries.geometries.filter(isSuccessor));
const frame = { type: "MultiPoint", coordinates: [[12, 44], [30, 36], [72, 35.5], [140, 43], [170, 62], [100, 78], [20, 60]] };
const projection = geoConicEqualArea().parallels([45, 65]).rotate([-68, 0]).fitExtent([[20, 15], [WIDTH - 20, HEIGHT - 15]], frame);
projection.clipExtent([[0, 0], [WIDTH, HEIGHT]]);
// A point nearer than this to the one before says nothing, nor does an island of less than two pixels; steps are short.
const APART = 0.7;
const thin = (path, apart = APART) => path.split(/(?=M)/).map((line) => {
  const kept = [];
  for (const [x, y] of [...line.matchAll(/([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Math.round(x * 10), Math.round(y * 10)]))
    if (!kept.length || Math.hypot(x - kept.at(-1)[0], y - kept.at(-1)[1]) > apart * 10) kept.push([x, y]);
  const closed = line.endsWith("Z"), [across, down] = [0, 1].map((axis) => kept.map((point) => point[axis]));
  const size = Math.max(...across) - Math.min(...across) + Math.max(...down) - Math.min(...down);
  if (kept.length < 2 || (closed && size < 20 * (apart / APART))) return "";
  const steps = kept.map(([x, y], i) => (i ? [x - kept[i - 1][0], y - kept[i - 1][1]] : [x, y]).map((step) => step / 10));
  return `m${steps.join("l")}${closed ? "z" : ""}`.replace(/^m/, "M").replace(/(?<![\d])0\./g, ".");
}).join("");
const draw = (shape, apart) => thin(geoPath(projection).digits(1)(shape) ?? "", apart);
const shapes = {
  land: draw(crop(merge(world, countries.geometries))),
  ussr: draw(successors),
  borders: draw(cropLines(mesh(world, countries, (a, b) => a !== b))),
};
writeFileSync(`${out}/basemap.json`, JSON.stringify({
  width: WIDTH, height: HEIGHT,
  projection: { parallels: [45, 65], rotate: [-68, 0], scale: projection.scale(), translate: projection.translate() },
  ...shapes,
}));
// the same for pages that do without scripts: they refer to its parts, which take the colours of the page
const picture = (shapes) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">${Object.entries(shapes).map(([name, d]) => `<path id="${name}" d="${d}"/>`).join("")}</svg>`;
writeFileSync(`${out}/basemap.svg`, picture(shapes));
// and for a picture of the width of a hand, as light as it is small
writeFileSync(`${out}/basemap-small.svg`, picture({ land: draw(crop(merge(world, countries.geometries)), 4), ussr: draw(successors, 4) }));
