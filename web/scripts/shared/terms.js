// RDF terms: read from TSV and N-Triples, written short, and where they lead.
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMERIC = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map((name) => XSD + name));
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/s;
const ESCAPED = /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.))/gs;
const SIGNS = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

const page = document.getElementById("prefixes");
export const PREFIXES = page ? JSON.parse(page.textContent) : {};
const byLength = (prefixes) => prefixes.sort((a, b) => b[1].length - a[1].length);
let longestFirst = byLength(Object.entries(PREFIXES));
const BASE = (PREFIXES.graph ?? "").replace(/graph\/$/, "");

const unescape = (text) => text.replace(ESCAPED, (_, four, eight, sign) =>
  four || eight ? String.fromCodePoint(parseInt(four ?? eight, 16)) : (SIGNS[sign] ?? sign));

// A term as {kind, value, language, datatype}; kind is iri, blank, literal, other or none.
export function read(text) {
  if (!text) return { kind: "none", value: "" };
  if (text.startsWith("<") && !text.startsWith("<<")) return { kind: "iri", value: unescape(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { kind: "blank", value: text };
  const literal = LITERAL.exec(text);
  if (literal) {
    const [, value, language = "", datatype = ""] = literal;
    return { kind: "literal", value: unescape(value), language, datatype, isNumber: NUMERIC.has(datatype) };
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const name = /[eE]/.test(text) ? "double" : text.includes(".") ? "decimal" : "integer";
    return { kind: "literal", value: text, language: "", datatype: XSD + name, isNumber: true };
  }
  if (text === "true" || text === "false") return { kind: "literal", value: text, language: "", datatype: XSD + "boolean" };
  return { kind: "other", value: text };
}

const TOKEN = /<<.*?>>|<[^>]*>|_:[^\s.]+(?:\.[^\s.]+)*|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?/g;

// The three terms of a line of N-Triples.
export const triple = (line) => (line.match(TOKEN) ?? []).slice(0, 3);

// Use the prefixes that a query declares too.
export function adopt(query) {
  const declared = [...query.matchAll(/PREFIX\s+([\w-]*):\s*<([^>\s]+)>/gi)].map(([, name, iri]) => [name, iri]);
  longestFirst = byLength([...declared, ...Object.entries(PREFIXES)]);
}

// An IRI as a prefixed name, if one can stand in a query; empty if not.
export function shorten(iri) {
  const [prefix, space] = longestFirst.find(([, each]) => iri.startsWith(each) && iri !== each) ?? [];
  const local = space ? iri.slice(space.length) : "";
  return space && /^[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_-])?$/u.test(local) ? `${prefix}:${local}` : "";
}

// Where an IRI leads from a page: to our own page of it, else out; only the web is linked.
export function place(iri, root) {
  const local = BASE && iri.startsWith(BASE) ? iri.slice(BASE.length) : "";
  if (local.startsWith("id/")) return `${root}/page/${encodeURI(local.slice(3))}`;
  if (/^(graph\/|ontology($|#))/.test(local)) return `${root}/${encodeURI(local)}`;
  return /^https?:\/\//.test(iri) ? iri : "";
}

export const GRAPH = (name) => `${PREFIXES.graph ?? "urn:none:"}${name}`;
