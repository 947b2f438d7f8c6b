// A query taken elsewhere: its address, and the commands that ask it from a shell, from Python and from R.
import { make } from "../shared/elements.js";
import { endpoint } from "../shared/asking.js";

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
const python = (text) => (/"""|\\|"$/.test(text) ? JSON.stringify(text) : `"""${text}"""`);
const r = (text) => `r"---(${text})---"`;

// Each way of asking as [name, text]. `isGraph` tells whether the answer is a graph and not rows.
export function ways(root, query, isGraph) {
  const place = endpoint(root), address = `${place}?${new URLSearchParams({ query })}`;
  const [type, short] = isGraph ? ["text/turtle", "Turtle"] : ["text/csv", "CSV"];
  return [
    ["Link", address],
    ["curl", `curl ${quoted(place)} -H 'Accept: ${type}' --data-urlencode ${quoted(`query=${query}`)}`],
    ["Python", isGraph
      ? `# pip install rdflib requests\nimport rdflib, requests\n\nanswer = requests.post(${JSON.stringify(place)}, data={"query": ${python(query)}}, headers={"Accept": "${type}"})\nanswer.raise_for_status()\ngraph = rdflib.Graph().parse(data=answer.text, format="turtle")\nprint(len(graph))`
      : `# pip install pandas requests\nimport io, pandas, requests\n\nanswer = requests.post(${JSON.stringify(place)}, data={"query": ${python(query)}}, headers={"Accept": "${type}"})\nanswer.raise_for_status()\ntable = pandas.read_csv(io.StringIO(answer.text))\nprint(table)`],
    ["R", `# install.packages("httr2")   the answer comes as ${short}\nlibrary(httr2)\n\nanswer <- request(${JSON.stringify(place)}) |>\n  req_headers(Accept = "${type}") |>\n  req_body_form(query = ${r(query)}) |>\n  req_perform() |>\n  resp_body_string()\n${isGraph ? "cat(answer)" : "table <- read.csv(text = answer)\nprint(table)"}`],
  ];
}

// Show them in a dialog; what is shown can be copied.
export function share(root, query, isGraph) {
  const text = make("textarea", { rows: 12, readonly: true, spellcheck: "false", "aria-label": "To copy" });
  const told = make("span", { class: "muted", role: "status" });
  const all = ways(root, query, isGraph);
  const buttons = all.map(([name, words]) => make("button", { type: "button", class: "quiet", click: () => show(name, words) }, name));
  function show(chosen, words) {
    text.value = words;
    told.textContent = "";
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.textContent === chosen)));
  }
  async function copy() {
    try {
      await navigator.clipboard.writeText(text.value);
      told.textContent = "Copied.";
    } catch {
      text.select();
      told.textContent = "Press Ctrl-C to copy what is selected.";
    }
  }
  const dialog = make("dialog", { "aria-labelledby": "share-title", close: () => dialog.remove() },
    make("h2", { id: "share-title" }, "Take this query elsewhere"), make("div", { class: "row tight", role: "group", "aria-label": "Way" }, buttons), text,
    make("div", { class: "row" }, make("button", { type: "button", click: copy }, "Copy"), told,
      make("button", { type: "button", class: "quiet end", click: () => dialog.close() }, "Close")));
  show(...all[0]);
  document.body.append(dialog);
  dialog.showModal();
}
