// The words for IRIs, asked of the endpoint once for each, in the language of the page's labels, else in English.
import { rows } from "./asking.js";

const NAMING = ["http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/title"];
const [AT_ONCE, RANKS] = [150, { "": 2, en: 3, [document.body.dataset.labels]: 4 }];
const known = new Map();

export const labelOf = (iri) => known.get(iri) ?? "";

// Learn the labels of those IRIs that are new. Never takes longer than `patience` milliseconds.
export async function learn(root, iris, patience = 1500) {
  const fresh = [...new Set(iris)].filter((iri) => !known.has(iri) && !/[\s<>"{}|\\^`]/.test(iri));
  const asked = [];
  for (let at = 0; at < fresh.length; at += AT_ONCE) {
    const some = fresh.slice(at, at + AT_ONCE);
    asked.push(rows(root, `SELECT ?term ?label { VALUES ?term { ${some.map((iri) => `<${iri}>`).join(" ")} }
      VALUES ?naming { ${NAMING.map((iri) => `<${iri}>`).join(" ")} } ?term ?naming ?label }`).then((found) => {
      for (const iri of some) known.set(iri, "");
      const ranks = new Map();
      for (const [term, label] of found) {
        const rank = RANKS[(label.language ?? "").replace(/^en-.*/, "en")] ?? 1;
        if (rank > (ranks.get(term.value) ?? 0)) { ranks.set(term.value, rank); known.set(term.value, label.value); }
      }
    }));
  }
  await Promise.race([Promise.all(asked), new Promise((done) => setTimeout(done, patience))]);
}

// Learn the labels of those terms that are IRIs.
export const learnOf = (root, terms) => learn(root, terms.filter((term) => term?.kind === "iri").map(({ value }) => value));
