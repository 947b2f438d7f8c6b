// What may stand at the cursor: variables, prefixes, and the classes, properties and things of this endpoint.
import { learn, labelOf } from "../shared/labels.js";
import { rows } from "../shared/asking.js";
import { GRAPH, PREFIXES, shorten } from "../shared/terms.js";

const KEYWORDS = ("SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH VALUES BIND SERVICE CONSTRUCT DESCRIBE ASK PREFIX FROM NAMED " +
  "GROUP BY HAVING ORDER BY ASC DESC LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT EXISTS NOT IN AS STR LANG LANGMATCHES DATATYPE " +
  "BOUND IF COALESCE REGEX CONTAINS STRSTARTS STRENDS LCASE UCASE CONCAT REPLACE SUBSTR STRLEN YEAR MONTH isIRI isNumeric").split(" ");
const [LISTED, LEAST_LETTERS] = [40, 3];
const DEFINITION = "http://www.w3.org/2004/02/skos/core#definition";

// From the counts of VoID, which the store holds about itself; where it does not, by counting.
const FROM_VOID = `PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?term ?kind (MAX(?number) AS ?uses) FROM <${GRAPH("void")}> {
  { [] void:classPartition [ void:class ?term ; void:entities ?number ] BIND("class" AS ?kind) }
  UNION { [] void:propertyPartition [ void:property ?term ; void:triples ?number ] BIND("property" AS ?kind) }
} GROUP BY ?term ?kind ORDER BY DESC(?uses) LIMIT 600`;
const BY_COUNTING = `SELECT ?term ?kind ?uses {
  { SELECT ?term (COUNT(*) AS ?uses) { [] a ?term } GROUP BY ?term ORDER BY DESC(?uses) LIMIT 200 } BIND("class" AS ?kind)
} `;
const PROPERTIES = `SELECT ?term ("property" AS ?kind) (COUNT(*) AS ?uses) { [] ?term [] } GROUP BY ?term ORDER BY DESC(?uses) LIMIT 400`;

let vocabulary;

async function learnVocabulary(root) {
  let found = await rows(root, FROM_VOID);
  if (!found.length) found = (await Promise.all([rows(root, BY_COUNTING), rows(root, PROPERTIES)])).flat();
  const terms = found.map(([term, kind, uses]) => ({ iri: term.value, kind: kind.value, uses: Number(uses.value), name: shorten(term.value) || `<${term.value}>` }));
  const iris = terms.map(({ iri }) => iri);
  const [definitions] = await Promise.all([
    rows(root, `SELECT ?term ?words { VALUES ?term { ${iris.map((iri) => `<${iri}>`).join(" ")} } ?term <${DEFINITION}> ?words FILTER(LANG(?words) = "en") }`),
    learn(root, iris, 10_000),
  ]);
  const said = new Map(definitions.map(([term, words]) => [term.value, words.value]));
  return terms.map((term) => ({ ...term, label: labelOf(term.iri), definition: said.get(term.iri) ?? "" }));
}

// Where in a triple the cursor stands: subject, property or object. It reads words, not the grammar: good enough to rank.
function role(before) {
  const plain = before.replace(/"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|#[^\n]*/g, "x");
  const [, mark, rest] = /([{};,]|\.(?=\s))([^{};,]*)$/.exec(plain) ?? [, "{", ""];
  const words = rest.trim().split(/\s+/).filter(Boolean).length - (/\s$/.test(rest) || !rest ? 0 : 1);
  const at = words + { ";": 1, ",": 2 }[mark] || words;
  const isType = /(^|\s)(a|rdf:type)\s+\S*$/.test(rest);
  return isType ? "class" : ["subject", "property"][at] ?? "object";
}

const folded = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

// Words match at their beginning best, then anywhere; what is used most comes first.
function rank(term, wanted) {
  const texts = [term.name, term.name.split(":")[1] ?? "", term.label].map(folded);
  const starts = texts.some((text) => text.startsWith(wanted)), holds = texts.some((text) => text.includes(wanted));
  return starts ? 2 : holds ? 1 : 0;
}

// Insert a name, and declare its prefix where the query does not.
function insert(name) {
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: name }], prefix = /^([a-z][\w-]*):/.exec(name)?.[1];
    const missing = prefix && PREFIXES[prefix] && !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(view.state.doc.toString());
    const declared = missing ? `PREFIX ${prefix}: <${PREFIXES[prefix]}>\n` : "";
    if (declared) changes.unshift({ from: 0, insert: declared });
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
  const from = word ? word.from : context.pos, wanted = folded(text), [prefix, local] = text.split(":");
  if (/PREFIX\s+\S*$/i.test(typed)) {
    const options = Object.entries(PREFIXES).map(([name, iri]) => ({ label: `${name}:`, detail: iri, apply: `${name}: <${iri}>` }));
    return { from, options, validFor: /^[\w-]*:?$/ };
  }
  const where = role(before);
  vocabulary ??= await learnVocabulary(root);
  const terms = vocabulary.map((term) => ({ ...term, fit: rank(term, wanted) + (term.kind === where ? 3 : 0) }))
    .filter((term) => rank(term, wanted) && (local === undefined || term.name.startsWith(`${prefix}:`)) && !(term.kind === "class" && where === "property"))
    .sort((a, b) => b.fit - a.fit || b.uses - a.uses).slice(0, LISTED)
    .map(({ name, kind, label, definition, uses }) => ({
      label: name, detail: label, apply: insert(name),
      info: `${definition || label}${definition || label ? " " : ""}(${kind}, ${uses.toLocaleString("en")} ${kind === "class" ? "things" : "times"})`,
    }));
  const letters = local ?? text;
  const mayBeThing = where !== "property" && where !== "class" && letters.length >= (local === undefined ? LEAST_LETTERS : 1);
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort());
  const found = mayBeThing ? await things(root, searches, letters, local === undefined ? "" : prefix, stop.signal).catch(() => []) : [];
  const named = found.map(({ iri, label, kind }) => {
    const name = shorten(iri) || `<${iri}>`;
    return { label: name, detail: label, apply: insert(name), info: kind.replaceAll("-", " ") || undefined };
  });
  const others = local === undefined
    ? [...Object.keys(PREFIXES).map((name) => ({ label: `${name}:`, detail: PREFIXES[name], apply: insert(`${name}:`) })), ...KEYWORDS.map((label) => ({ label }))]
      .filter(({ label }) => wanted && folded(label).startsWith(wanted)) : [];
  const options = where === "subject" || !text ? [...others, ...named, ...terms] : [...terms, ...named, ...others];
  return options.length ? { from, options, filter: false } : null;
};
