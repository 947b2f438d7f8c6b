// Where in a query the cursor stands: in which part of a triple, and of which classes its subject is; and where declarations stand.

// It reads words, not the grammar: good enough to rank. Full stops and marks in strings, IRIs and comments are none.
const plain = (text) => text.replace(/"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|#[^\n]*/g, "x");
const sentences = (text) => plain(text).split(/[{}]|\.(?=\s|$)/).map((sentence) => sentence.trim());
const subject = (sentence) => sentence.split(/\s/, 1)[0];

// What stands between the last mark and the cursor, and the mark.
const piece = (before) => /([{};,]|\.(?=\s))((?:(?!\.\s)[^{};,])*)$/.exec(plain(before))?.slice(1) ?? ["{", ""];

// The property whose object is at the cursor, as it is written, if it stands there.
export function property(before) {
  const [mark, rest] = piece(before);
  return rest.trim().split(/\s+/)[{ ";": 0, ",": -1 }[mark] ?? 1] ?? "";
}

// Where in a triple the cursor stands: subject, property or object, or class after "a".
export function role(before) {
  const [mark, rest] = piece(before);
  const words = rest.trim().split(/\s+/).filter(Boolean).length - (/\s$/.test(rest) || !rest ? 0 : 1);
  const at = words + { ";": 1, ",": 2 }[mark] || words;
  const isType = /(^|\s)(a|rdf:type)\s+\S*$/.test(rest);
  return isType ? "class" : ["subject", "property"][at] ?? "object";
}

// Whether a property stands at the cursor for certain: after a semicolon, or after a subject that begins a sentence.
export const isProperty = (before) => /(?:;|(?:[{}]|\.(?=\s))\s*(?:[?$]\w+|x|[\w-]*:\S*)\s)\s*$/.test(plain(before));

// The names of the classes that the whole query gives the subject at the cursor.
export function classes(before, query) {
  const wanted = subject(sentences(before).at(-1));
  return sentences(query).filter((sentence) => subject(sentence) === wanted)
    .flatMap((sentence) => [...sentence.matchAll(/\s(?:a|rdf:type)\s+([\w-]*:[\w-]+)/g)].map(([, name]) => name));
}

// Where declarations go: at the beginning, below the comments that name the query.
export const beginning = (text) => /^(?:[ \t]*#[^\n]*\n)*/.exec(text)[0].length;
