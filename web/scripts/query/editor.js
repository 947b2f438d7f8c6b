// The editor of a query: CodeMirror in the place of the form's text area, of the same size so that nothing moves.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, toggleComment } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, codeFolding, foldEffect, foldKeymap, indentService, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { make } from "../shared/elements.js";
import { beginning } from "./cursor.js";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--link)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--good)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: ".875rem", background: "var(--panel)", color: "var(--ink)" },
  "&.cm-focused": { outline: "0" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { padding: ".6rem 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--tint)", color: "var(--muted)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--link) 25%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { background: "color-mix(in srgb, var(--link) 25%, transparent)" },
  ".fault": { background: "var(--mark)", boxShadow: "inset 3px 0 var(--accent)" },
  ".word": { font: ".875rem system-ui, sans-serif", padding: ".15rem .6rem .35rem", background: "var(--mark)", color: "var(--accent)", boxShadow: "inset 3px 0 var(--accent)", whiteSpace: "normal" },
  ".folded": { font: ".8125rem system-ui, sans-serif", border: "1px solid var(--edge)", borderRadius: "1rem", background: "var(--tint)", color: "var(--ink)", padding: "0 .6rem", cursor: "pointer" },
  ".cm-tooltip": { background: "var(--panel)", border: "1px solid var(--edge)", borderRadius: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "18rem", minWidth: "min(22rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".3rem .6rem", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--link)", color: "var(--panel)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { fontFamily: "system-ui, sans-serif", fontStyle: "normal", color: "inherit", opacity: ".85", marginLeft: ".75rem" },
  ".cm-completionInfo": { font: ".875rem/1.45 system-ui, sans-serif", padding: ".5rem .75rem", maxWidth: "24rem" },
});

const accuse = StateEffect.define();

class Word extends WidgetType {
  constructor(sentence) { super(); this.sentence = sentence; }
  eq(other) { return other.sentence === this.sentence; }
  toDOM() { return make("div", { class: "word" }, this.sentence); }
}

// The line at fault, with the word of the server below it, until the query is run again or another is shown.
const accused = StateField.define({
  create: () => Decoration.none,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(accuse)) {
      if (!effect.value) return Decoration.none;
      const { line, sentence } = effect.value, at = transaction.state.doc.line(line);
      return Decoration.set([
        Decoration.line({ class: "fault" }).range(at.from),
        Decoration.widget({ widget: new Word(sentence), block: true, side: 1 }).range(at.to),
      ]);
    }
    return shown.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

// The lines that declare prefixes, when there are more than two: what to fold away.
function declarations(state) {
  const found = [...state.doc.toString().matchAll(/^PREFIX .*$/gim)], [first, last] = [found[0], found.at(-1)];
  return found.length > 2 ? { from: first.index + "PREFIX ".length, to: last.index + last[0].length } : undefined;
}
const fold = (view) => {
  const range = declarations(view.state);
  if (range) view.dispatch({ effects: foldEffect.of(range) });
};

// A new line stands a step deeper than one that ends with an open bracket, else as deep as the one before.
const deeper = indentService.of((context, at) => {
  const line = context.state.doc.lineAt(at), isOpen = /[{(]\s*$/.test(line.text.slice(0, at - line.from));
  return /^ */.exec(line.text)[0].length + (isOpen ? context.unit : 0);
});

// Put an editor in the place of a text area. It calls `run` on Ctrl-Enter and `changed` with each new text.
export function open(area, { run, changed, complete }) {
  const host = make("div", { class: "editor" });
  host.style.height = `${area.offsetHeight}px`;
  area.before(host);
  area.hidden = true;
  // in a shadow root its styles are adopted sheets, which a policy against inline styles allows
  const root = host.attachShadow({ mode: "open" });
  const wrapping = new Compartment();
  const narrow = matchMedia("(max-width: 48rem)");
  const view = new EditorView({
    parent: root, root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), deeper, highlightActiveLine(),
        codeFolding({
          preparePlaceholder: (state, { from, to }) => state.sliceDoc(from, to).split("\n").length,
          placeholderDOM: (view, unfold, lines) => make("button", { type: "button", class: "folded", click: unfold }, `${lines} prefixes`),
        }),
        sparql(), syntaxHighlighting(colours), accused, look,
        wrapping.of(narrow.matches ? EditorView.lineWrapping : []),
        autocompletion({ override: [complete], icons: false, maxRenderedOptions: 60, activateOnTypingDelay: 150 }),
        EditorView.contentAttributes.of({
          "aria-label": "Query in SPARQL. Control Enter runs it, Control Space completes a word.", spellcheck: "false", autocapitalize: "off",
        }),
        EditorView.updateListener.of((update) => { if (update.docChanged) changed(update.state.doc.toString()); }),
        Prec.highest(keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          { key: "Tab", run: acceptCompletion },
          { key: "Mod-/", run: toggleComment },
        ])),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...foldKeymap, ...defaultKeymap, ...historyKeymap]),
      ],
    }),
  });
  narrow.addEventListener("change", () => view.dispatch({ effects: wrapping.reconfigure(narrow.matches ? EditorView.lineWrapping : []) }));
  fold(view);
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, effects: accuse.of(null), selection: { anchor: 0 }, scrollIntoView: true });
      fold(view);
    },
    // Put a declaration at the beginning.
    begin(line) {
      view.dispatch({ changes: { from: beginning(view.state.doc.toString()), insert: `${line}\n` }, userEvent: "input" });
    },
    // Mark a line, counted from 1, and put the cursor at its column; without a line, none is marked.
    mark(fault) {
      const line = fault && Math.min(fault.line, view.state.doc.lines), at = line && view.state.doc.line(line);
      view.dispatch({
        effects: accuse.of(line ? { line, sentence: fault.message } : null),
        ...(line && { selection: { anchor: Math.min(at.to, at.from + Math.max(0, fault.column - 1)) }, scrollIntoView: true }),
      });
    },
  };
}
