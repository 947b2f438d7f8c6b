// What may stand at the cursor: variables, prefixes, and the classes, properties and things of this endpoint.
import { learn, labelOf } from "../shared/labels.js";
import { rows } from "../shared/asking.js";
import { GRAPH, PREFIXES, shorten } from "../shared/terms.js";
import { beginning, classes, property, role } from "./cursor.js";

const KEYWORDS = ("SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH VALUES BIND SERVICE CONSTRUCT DESCRIBE ASK PREFIX FROM NAMED " +
  "GROUP BY HAVING ORDER BY ASC DESC LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT EXISTS NOT IN AS STR LANG LANGMATCHES DATATYPE " +
  "BOUND IF COALESCE REGEX CONTAINS STRSTARTS STRENDS LCASE UCASE CONCAT REPLACE SUBSTR STRLEN YEAR MONTH isIRI isNumeric").split(" ");
const DATATYPES = ["date", "integer", "decimal", "boolean", "string", "gYear", "dateTime", "double"].map((name) => `xsd:${name}`);
const [LISTED, LEAST_LETTERS] = [40, 3];
const DEFINITION = "http://www.w3.org/2004/02/skos/core#definition";

// From the counts of VoID, which the store holds about itself, and the properties that only claims have as predicates; else by counting.
const FROM_VOID = `PREFIX void: <http://rdfs.org/ns/void#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?term ?kind (MAX(?number) AS ?uses) FROM <${GRAPH("void")}> FROM <${GRAPH("ontology")}> {
  { [] void:classPartition [ void:class ?term ; void:entities ?number ] BIND("class" AS ?kind) }
  UNION { [] void:propertyPartition [ void:property ?term ; void:triples ?number ] BIND("property" AS ?kind) }
  UNION { VALUES ?type { owl:ObjectProperty owl:DatatypeProperty } ?term a ?type FILTER(STRSTARTS(STR(?term), "${PREFIXES.gupvi}")) BIND("property" AS ?kind) BIND(0 AS ?number) }
} GROUP BY ?term ?kind ORDER BY DESC(?uses) LIMIT 600`;
const OF_CLASSES = `PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?class ?property ?number FROM <${GRAPH("void")}> {
  [] void:classPartition [ void:class ?class ; void:propertyPartition [ void:property ?property ; void:triples ?number ] ]
}`;
const BY_COUNTING = `SELECT ?term ?kind ?uses {
  { SELECT ?term (COUNT(*) AS ?uses) { [] a ?term } GROUP BY ?term ORDER BY DESC(?uses) LIMIT 200 } BIND("class" AS ?kind)
} `;
const PROPERTIES = `SELECT ?term ("property" AS ?kind) (COUNT(*) AS ?uses) { [] ?term [] } GROUP BY ?term ORDER BY DESC(?uses) LIMIT 400`;

let vocabulary;

async function learnVocabulary(root) {
  let found = await rows(root, FROM_VOID);
  if (!Number(found[0]?.[2].value)) found = (await Promise.all([rows(root, BY_COUNTING), rows(root, PROPERTIES)])).flat();
  const terms = found.map(([term, kind, uses]) => ({ iri: term.value, kind: kind.value, uses: Number(uses.value), name: shorten(term.value) || `<${term.value}>` }));
  const iris = terms.map(({ iri }) => iri);
  const [definitions, uses] = await Promise.all([
    rows(root, `SELECT ?term ?words { VALUES ?term { ${iris.map((iri) => `<${iri}>`).join(" ")} } ?term <${DEFINITION}> ?words FILTER(LANG(?words) = "en") }`),
    rows(root, OF_CLASSES),
    learn(root, iris, 10_000),
  ]);
  const said = new Map(definitions.map(([term, words]) => [term.value, words.value]));
  const on = {};
  for (const [class_, property, number] of uses) (on[property.value] ??= {})[shorten(class_.value)] = Number(number.value);
  return terms.map((term) => ({ ...term, label: labelOf(term.iri), definition: said.get(term.iri) ?? "", on: on[term.iri] ?? {} }));
}

const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

const words = (text) => folded(text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")).split(/[^\p{L}\p{N}]+/u);

// A name or a label is met best at its beginning, then at that of one of its words, then of a word of the definition, then anywhere.
function rank({ name, label, definition }, wanted) {
  const texts = [name, name.split(":")[1] ?? "", label], begins = (text) => words(text).some((word) => word.startsWith(wanted));
  if (texts.some((text) => folded(text).startsWith(wanted))) return 4;
  if (texts.some(begins)) return 3;
  return wanted.length >= LEAST_LETTERS && begins(definition) ? 2 : Number(texts.some((text) => folded(text).includes(wanted)));
}

// Insert a name, and declare its prefix where the query does not.
function insert(name) {
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: name }], prefix = /^([a-z][\w-]*):/.exec(name)?.[1], text = view.state.doc.toString();
    const missing = prefix && PREFIXES[prefix] && !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(text);
    const declared = missing ? `PREFIX ${prefix}: <${PREFIXES[prefix]}>\n` : "";
    if (declared) changes.unshift({ from: beginning(text), insert: declared });
    view.dispatch({ changes, selection: { anchor: from + declared.length + name.length }, userEvent: "input.complete" });
  };
}

async function things(root, searches, text, kind, signal) {
  if (searches) {
    const asked = await fetch(`${root}/search?${new URLSearchParams({ q: text, format: "json", ...(kind && { kind }) })}`, { signal });
    if (asked.ok) return (await asked.json()).results.slice(0, LISTED);
  }
  const words = JSON.stringify(text.toLowerCase());
  const found = await rows(root, `SELECT DISTINCT ?thing ?label { VALUES ?naming { <http://www.w3.org/2000/01/rdf-schema#label> <http://www.w3.org/2004/02/skos/core#prefLabel> }
    ?thing ?naming ?label FILTER(CONTAINS(LCASE(?label), ${words})) } LIMIT ${LISTED}`);
  return found.map(([thing, label]) => ({ iri: thing.value, label: label.value, kind: "" }));
}

const held = new Map();

// The things that are values of a property, the commonest first, asked for once.
async function values(root, iri) {
  if (!held.has(iri)) {
    const found = await rows(root, `SELECT ?value (COUNT(*) AS ?uses) { [] <${iri}> ?value FILTER(isIRI(?value)) } GROUP BY ?value ORDER BY DESC(?uses) LIMIT 200`);
    await learn(root, found.map(([value]) => value.value));
    held.set(iri, found.map(([value, uses]) => ({ name: shorten(value.value) || `<${value.value}>`, label: labelOf(value.value), definition: "", uses: Number(uses.value) })));
  }
  return held.get(iri);
}

// Make the source of completions for an endpoint; `searches` tells whether it has /search.
export const source = (root, searches) => async (context) => {
  const before = context.state.sliceDoc(Math.max(0, context.pos - 3000), context.pos);
  const line = context.state.doc.lineAt(context.pos), typed = context.state.sliceDoc(line.from, context.pos);
  if (/#[^>]*$/.test(typed.replace(/<[^>]*>/g, "")) || /^[^"]*("[^"]*"[^"]*)*"[^"]*$/.test(typed)) return null;
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    names.delete(variable.text);
    return { from: variable.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const word = context.matchBefore(/[\p{L}\p{N}_-]*:?[\p{L}\p{N}_-]*/u), text = word?.text ?? "";
  if (!text && !context.explicit) return null;
  const from = word ? word.from : context.pos, [prefix, local] = text.split(":"), wanted = folded(local ?? text);
  if (/PREFIX\s+\S*$/i.test(typed)) {
    const options = Object.entries(PREFIXES).map(([name, iri]) => ({ label: `${name}:`, detail: iri, apply: `${name}: <${iri}>` }));
    return { from, options, validFor: /^[\w-]*:?$/ };
  }
  if (/\^\^[\w-]*:?\w*$/.test(typed)) return { from, filter: false, options: DATATYPES.filter((name) => name.startsWith(text)).map((label) => ({ label, apply: insert(label) })) };
  const where = role(before), of = where === "property" ? classes(before, context.state.doc.toString()) : [];
  vocabulary ??= await learnVocabulary(root);
  // what things of this class have comes first, unless other names are met much better: what most have, others seldom
  const kinds = vocabulary.filter(({ name }) => of.includes(name));
  const terms = vocabulary.map((term) => ({ ...term, met: rank(term, wanted), here: Math.max(0, ...kinds.map(({ name, uses }) => Math.min(uses, term.on[name] ?? 0))) }))
    .filter(({ met, name, kind }) => met && (local === undefined || name.startsWith(`${prefix}:`)) && !(kind === "class" && where === "property"))
    .map((term) => ({ ...term, fit: term.met + (term.kind === where ? 5 : 0) + (term.here ? 2 : 0) }))
    .sort((a, b) => b.fit - a.fit || b.here ** 2 / b.uses - a.here ** 2 / a.uses || b.uses - a.uses).slice(0, LISTED)
    .map(({ name, kind, label, definition, uses }) => ({
      label: name, detail: label, apply: insert(name),
      info: `${definition || label}${definition || label ? " " : ""}(${uses ? `${kind}, ${uses.toLocaleString("en")} ${kind === "class" ? "things" : "times"}` : "property, as rdf:predicate of claims"})`,
    }));
  const said = where === "object" && vocabulary.find(({ name }) => name === property(before));
  const told = (said ? await values(root, said.iri).catch(() => []) : []).map((value) => ({ ...value, met: rank(value, wanted) })).filter(({ met }) => met)
    .sort((a, b) => b.met - a.met || b.uses - a.uses).slice(0, LISTED)
    .map(({ name, label, uses }) => ({ label: name, detail: label, apply: insert(name), info: `value of ${said.name}, ${uses.toLocaleString("en")} times` }));
  const letters = local ?? text;
  const mayBeThing = where !== "property" && where !== "class" && letters.length >= (local === undefined ? LEAST_LETTERS : 1);
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort());
  const found = mayBeThing ? await things(root, searches, letters, local === undefined ? "" : prefix, stop.signal).catch(() => []) : [];
  const named = [...told, ...found.map(({ iri, label, kind }) => {
    const name = shorten(iri) || `<${iri}>`;
    return { label: name, detail: label, apply: insert(name), info: kind.replaceAll("-", " ") || undefined };
  }).filter(({ label }) => !told.some((one) => one.label === label))];
  const others = local === undefined
    ? [...Object.keys(PREFIXES).map((name) => ({ label: `${name}:`, detail: PREFIXES[name], apply: insert(`${name}:`) })), ...KEYWORDS.map((label) => ({ label }))]
      .filter(({ label }) => wanted && folded(label).startsWith(wanted)) : [];
  const options = told.length ? [...named, ...terms, ...others] : where === "subject" || !text ? [...others, ...named, ...terms] : [...terms, ...named, ...others];
  return options.length ? { from, options, filter: false } : null;
};
