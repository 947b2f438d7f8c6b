// The form of a query as an editor: it runs without a new page, and its answers stand below.
import { Fault, ask } from "../shared/asking.js";
import { count, make } from "../shared/elements.js";
import { adopt, read } from "../shared/terms.js";
import { source } from "./completion.js";
import { open as openEditor } from "./editor.js";
import { share } from "./share.js";
import { views } from "./views.js";

const find = (id) => document.getElementById(id);
const form = document.querySelector("form.query"), area = find("query"), answers = find("answer");
const { root, searches } = form.dataset, formats = JSON.parse(find("formats").textContent);
const [run, cancel, told, clock] = [form.querySelector("button"), find("cancel"), find("told"), find("clock")];
let editor, running, ran, lastForm = "SELECT";

const seconds = (since) => {
  const passed = performance.now() - since;
  return passed < 1000 ? `${Math.round(passed)} ms` : `${(passed / 1000).toFixed(1)} s`;
};

// Say what is wrong: at its line for those who see, else here; a line that the sentence tells whole can be added.
function accuse(fault) {
  const missing = fault.message.match(/PREFIX [\w-]+: <[^>\s]+>/g)?.join("\n");
  editor.mark(fault.line ? fault : undefined);
  answers.replaceChildren(make("div", { class: fault.line ? false : "notice", role: "alert" }, make("p", { class: fault.line ? "unseen" : false }, fault.message),
    make("div", { class: "row tight" },
      fault.line && make("button", { type: "button", class: "quiet", click: () => { editor.mark(fault); editor.focus(); } }, `Go to line ${fault.line}, column ${fault.column}`),
      missing && make("button", { type: "button", class: "quiet", click: () => { editor.begin(missing); editor.focus(); start(); } }, "Add it and run"))));
}

function downloads(query) {
  const links = formats[lastForm].map(([label, , name]) => make("a", { href: `${root}/sparql?${new URLSearchParams({ query, format: name })}`, download: `answer.${name}` }, label));
  return make("p", { class: "downloads" }, "Download: ", ...links, lastForm === "ASK" ? "" : make("small", {}, " Things stand there by their addresses; ask for skos:prefLabel to have labels."));
}

async function show(answer, query, isWanted) {
  lastForm = answer.truth !== undefined ? "ASK" : answer.isGraph ? "CONSTRUCT" : "SELECT";
  const types = formats[lastForm].map(([label, type]) => [label, type]);
  const content = answer.truth !== undefined ? make("p", { class: "truth" }, answer.truth ? "Yes" : "No")
    : answer.rows.length ? await views(answer, query, types, root)
      : make("p", {}, answer.cut ? "" : "No rows: nothing in the data answers this query.");
  const unknown = !answer.cut && lacks(answer) ? await strangers(query) : [];
  if (isWanted()) answers.replaceChildren(...[answer.cut && make("p", { class: "notice", role: "alert" }, answer.cut), ...unknown, content, downloads(query)].filter(Boolean));
}

// No, nothing but zeros, or a column without a value.
const lacks = ({ truth, rows, columns }) => (truth === undefined
  ? rows.every((row) => row.every((term) => read(term).value === "0")) || columns.some((_, at) => rows.every((row) => !row[at])) : !truth);

// The page of an answer without scripts says why: which names stand nowhere, and which part leaves no match.
async function strangers(query) {
  const page = await fetch(`${root}/sparql`, { method: "POST", headers: { Accept: "text/html", Prefer: "return=minimal" }, body: new URLSearchParams({ query }) });
  return new DOMParser().parseFromString(await page.text(), "text/html").querySelectorAll("#strangers");
}

async function start() {
  const query = editor.text();
  running?.abort();
  const stop = (running = new AbortController()), since = performance.now();
  adopt(query);
  editor.mark();
  told.textContent = "Running…";
  [run.hidden, cancel.hidden] = [true, false];
  answers.setAttribute("aria-busy", "true");
  const ticking = setInterval(() => { clock.textContent = seconds(since); }, 100);
  try {
    const answer = await ask(root, query, stop.signal, (rows) => { told.textContent = rows > 5000 ? `${rows.toLocaleString("en")} rows so far` : "Running…"; });
    const took = seconds(since);
    await show(answer, query, () => stop === running);
    if (stop !== running) return;
    told.textContent = answer.truth === undefined ? `${count(answer.rows.length, answer.isGraph ? "triple" : "row")} in ${took}` : `Answered in ${took}`;
    ran(query);
  } catch (error) {
    if (stop !== running) return;
    if (stop.signal.aborted) told.textContent = "Cancelled.";
    else {
      told.textContent = `Refused after ${seconds(since)}`;
      accuse(error instanceof Fault ? error : new Fault({ detail: "The answer could not be read." }));
    }
  } finally {
    clearInterval(ticking);
    if (stop === running) rest();
  }
}

// Take away what is said of one query, whose work stops, and show what was said of another.
function swap(other = { nodes: [], said: "" }) {
  if (answers.hasAttribute("aria-busy")) {
    running.abort();
    told.textContent = "";
    rest();
  }
  running = undefined;
  const now = { nodes: [...answers.childNodes], said: told.textContent };
  answers.replaceChildren(...other.nodes);
  told.textContent = other.said;
  return now;
}

function rest() {
  clock.textContent = "";
  [run.hidden, cancel.hidden] = [false, true];
  answers.removeAttribute("aria-busy");
}

// Put the editor in the place of the form's text area. It calls `changed` with each new text, `answered` with each query that is.
export function open(changed, answered) {
  const wasIn = document.activeElement === area;
  ran = answered;
  editor = openEditor(area, { run: start, changed, complete: source(root, searches) });
  if (wasIn) editor.focus();
  form.addEventListener("submit", (event) => { event.preventDefault(); start(); });
  cancel.addEventListener("click", () => { running?.abort(); editor.focus(); });
  find("share").disabled = false;
  find("share").addEventListener("click", () => share(root, editor.text(), /\b(CONSTRUCT|DESCRIBE)\b/i.test(editor.text().replace(/#[^\n]*/g, ""))));
  return { ...editor, run: start, accuse, swap };
}
