/** What CodeMirror is made of here: no more than a text field for unit files needs. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, RangeSetBuilder, StateEffect, StateField, type Extension } from "@codemirror/state";
import {
    Decoration,
    EditorView,
    highlightSpecialChars,
    keymap,
    lineNumbers,
    type DecorationSet,
} from "@codemirror/view";
import { unitLanguage } from "./unit-language.js";

const markLines = StateEffect.define<readonly number[]>();

const marked = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (before, transaction) => {
        let marks = before.map(transaction.changes);
        for (const effect of transaction.effects) {
            if (!effect.is(markLines)) continue;
            const builder = new RangeSetBuilder<Decoration>();
            for (const number of [...new Set(effect.value)].sort((one, other) => one - other)) {
                if (number < 1 || number > transaction.state.doc.lines) continue;
                const { from } = transaction.state.doc.line(number);
                builder.add(from, from, Decoration.line({ class: "uyuni-editor-marked" }));
            }
            marks = builder.finish();
        }
        return marks;
    },
    provide: (field) => EditorView.decorations.from(field),
});

const theme = EditorView.theme({
    "&": {
        blockSize: "100%",
        color: "var(--pf-t--global--text--color--regular)",
        fontSize: "var(--pf-t--global--font--size--body--sm)",
    },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--pf-t--global--font--family--mono)", lineHeight: "1.5" },
    ".cm-content": { caretColor: "var(--pf-t--global--text--color--regular)", minBlockSize: "10rem" },
    ".cm-gutters": {
        backgroundColor: "var(--pf-t--global--background--color--secondary--default)",
        color: "var(--pf-t--global--text--color--subtle)",
        border: "0",
    },
    ".cm-specialChar": { color: "var(--pf-t--global--text--color--status--danger--default)" },
    ".uyuni-editor-marked": {
        backgroundColor:
            "color-mix(in srgb, var(--pf-t--global--color--status--warning--default) 10%, transparent)",
        boxShadow: "inset 3px 0 var(--pf-t--global--color--status--warning--default)",
    },
});

/**
 * Left to itself, Chromium gives what is typed over a selection the style of what was
 * selected, as an attribute that the page's Content-Security-Policy refuses.
 */
const typedOverSelection = EditorView.domEventHandlers({
    beforeinput: ({ inputType, data }, view) => {
        if (inputType !== "insertText" || data === null || view.composing) return false;
        if (view.state.selection.main.empty) return false;
        view.dispatch({
            ...view.state.replaceSelection(data),
            userEvent: "input.type",
            scrollIntoView: true,
        });
        return true;
    },
});

export interface EditorOptions {
    readonly parent: HTMLElement;
    readonly root: ShadowRoot;
    readonly label: string;
    readonly text: string;
    readonly onChange: (text: string) => void;
}

/** Tab is left alone: it leads out of the editor, as everywhere on the page. */
export function openEditor({ parent, root, label, text, onChange }: EditorOptions): EditorView {
    const extensions: Extension[] = [
        lineNumbers(),
        history(),
        highlightSpecialChars(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        typedOverSelection,
        EditorView.contentAttributes.of({ "aria-label": label, dir: "ltr", spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.state.sliceDoc());
        }),
        // Line ends stay as they are in the file.
        ...(text.includes("\r\n") && !/(?:^|[^\r])\n/.test(text)
            ? [EditorState.lineSeparator.of("\r\n")]
            : []),
        unitLanguage,
        marked,
        theme,
    ];
    return new EditorView({ parent, root, doc: text, extensions });
}

export function setMarkedLines(view: EditorView, lines: readonly number[]): void {
    view.dispatch({ effects: markLines.of(lines) });
}

export function goToLine(view: EditorView, number: number): void {
    const { doc } = view.state;
    const line = doc.line(Math.min(Math.max(1, number), doc.lines));
    view.dispatch({ selection: { anchor: line.from }, scrollIntoView: true });
    view.focus();
}
