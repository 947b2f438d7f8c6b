// Asking the endpoint: rows arrive in lines, so that what is cut off leaves whole rows behind.
import { read, triple } from "./terms.js";

const ACCEPT = "text/tab-separated-values, application/n-triples;q=0.9, application/sparql-results+json;q=0.8";
const [BYTES_MOST, ROWS_MOST, ADDRESS_MOST] = [24_000_000, 50_000, 6_000];

// Why there is no answer: a sentence, with line and column (both from 1) where the query is at fault.
export class Fault extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "The server gave no answer.");
    this.line = problem.line;
    this.column = problem.column;
  }
}

export const endpoint = (root) => new URL(`${root}/sparql`, location.href).href;

// The request for a query: by its address, which can be kept and shared, or by POST where that is too long.
export function request(root, query, accept, signal) {
  const parameters = new URLSearchParams({ query });
  return String(parameters).length < ADDRESS_MOST
    ? fetch(`${root}/sparql?${parameters}`, { headers: { Accept: accept }, signal })
    : fetch(`${root}/sparql`, { method: "POST", body: parameters, headers: { Accept: accept }, signal });
}

async function fault(response) {
  try {
    return new Fault(await response.json());
  } catch {
    return new Fault({ title: `The server answered ${response.status}.`, status: response.status });
  }
}

// The answer as {columns, rows, isGraph, truth, cut}; `cut` says in words why rows are missing.
export async function ask(root, query, signal, tell = () => {}) {
  let response;
  try {
    response = await request(root, query, ACCEPT, signal);
  } catch (error) {
    throw signal?.aborted ? error : new Fault({ detail: "The server could not be reached." });
  }
  if (!response.ok) throw await fault(response);
  const type = response.headers.get("Content-Type") ?? "";
  if (type.includes("json")) return { columns: [], rows: [], truth: (await response.json()).boolean, cut: "" };
  const isGraph = type.includes("n-triples"), { lines, beyond, end } = await readLines(response, isGraph ? 0 : 1, signal, tell);
  const [head = "", ...rest] = isGraph ? ["?subject\t?predicate\t?object", ...lines] : lines;
  return {
    isGraph,
    columns: head ? head.split("\t").map((name) => name.slice(1)) : [],
    rows: rest.map((line) => (isGraph ? triple(line) : line.split("\t"))),
    cut: missing(rest.length, beyond, end),
  };
}

// The whole lines of a response: a page keeps ROWS_MOST below the head, the rows `beyond` are only counted. The `end`
// is "whole", "long" (there was more than is read) or "broken".
async function readLines(response, headed, signal, tell) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const lines = [];
  let [rest, bytes, beyond, end] = ["", 0, 0, "whole"];
  const keep = (line) => { if (lines.length < headed + ROWS_MOST) lines.push(line.replace(/\r$/, "")); else beyond += 1; };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      // only what comes after the limit tells that something is left out
      if (bytes > BYTES_MOST) {
        end = "long";
        await reader.cancel();
        break;
      }
      bytes += value.length;
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      parts.forEach(keep);
      tell(lines.length + beyond);
    }
  } catch (error) {
    if (signal?.aborted) throw error;
    end = "broken";
  }
  if (rest && end === "whole") keep(rest);
  return { lines, beyond, end };
}

// Why rows are missing, in words; nothing when none are.
function missing(shown, beyond, end) {
  const [first, all] = [shown, shown + beyond].map((number) => number.toLocaleString("en"));
  if (end === "broken") return `The server broke off after ${all} rows, since the answer went past a limit. ${beyond ? `The first ${first} are shown. ` : ""}Narrow the patterns, or add a LIMIT.`;
  if (end === "long") return `The first ${first} rows are shown, of more than ${all}. A download goes on.`;
  return beyond ? `The first ${first} of ${all} rows are shown. A download has all.` : "";
}

// The rows of one of our own questions, as terms; nothing when it fails, since pages do without.
export async function rows(root, query) {
  try {
    return (await ask(root, query)).rows.map((row) => row.map(read));
  } catch {
    return [];
  }
}
