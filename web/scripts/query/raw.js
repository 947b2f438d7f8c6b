// The answer as the server writes it, the beginning of it, in whichever format.
import { make } from "../shared/elements.js";
import { request } from "../shared/asking.js";

const LETTERS_MOST = 200_000;

async function beginning(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (text.length <= LETTERS_MOST) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
  }
  await reader.cancel();
  return `${text.slice(0, LETTERS_MOST)}\n… The rest is left out here; a download has all.`;
}

// `formats` are [label, media type] of what this query can be answered in.
export async function raw(query, formats, root) {
  const text = make("pre", { class: "raw", tabindex: 0, role: "region", "aria-label": "Answer as text" });
  async function show([, type]) {
    text.textContent = "";
    try {
      text.textContent = await beginning(await request(root, query, type));
    } catch {
      text.textContent = "The server could not be reached.";
    }
  }
  const select = make("select", { change: () => show(formats[select.selectedIndex]) }, ...formats.map(([label]) => make("option", {}, label)));
  await show(formats[0]);
  return make("div", {}, make("div", { class: "row" }, make("label", { class: "choice" }, "Format ", select)), text);
}
