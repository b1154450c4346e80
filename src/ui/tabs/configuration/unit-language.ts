/** How the editor reads unit files (systemd.syntax(7)), and its colours. */
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { tags } from "@lezer/highlight";

interface Reading {
    /** The line goes on with the value of the one before. */
    continued: boolean;
    /** After the "=" of this line. */
    inValue: boolean;
}

const language = StreamLanguage.define<Reading>({
    name: "systemd unit",
    startState: () => ({ continued: false, inValue: false }),
    token: (stream, state) => {
        if (stream.sol()) {
            // A comment stands in the middle of a continued line without ending it.
            if (stream.match(/^\s*[#;].*/) !== null) return "comment";
            state.inValue = state.continued;
            state.continued = /(?:^|[^\\])(?:\\\\)*\\$/.test(stream.string);
            if (!state.inValue && stream.match(/^\s*\[.*/) !== null) return "heading";
        }
        if (!state.inValue) {
            if (stream.match(/^[^=]+(?==)/) !== null) return "propertyName";
            if (stream.eat("=") !== undefined) {
                state.inValue = true;
                return "operator";
            }
            stream.skipToEnd();
            return "invalid";
        }
        if (stream.match(/^%./) !== null || stream.match(/^\\.?/) !== null) return "escape";
        if (stream.match(/^\$(?:\{\w+\}|\w+)/) !== null) return "variableName";
        if (stream.match(/^[^%\\$]+/) === null) stream.next();
        return "string";
    },
    blankLine: (state) => {
        state.continued = false;
    },
});

const colors = HighlightStyle.define([
    { tag: tags.comment, color: "var(--pf-t--global--text--color--subtle)", fontStyle: "italic" },
    { tag: tags.heading, fontWeight: "bold" },
    { tag: tags.propertyName, color: "var(--uyuni-editor-key)" },
    { tag: tags.escape, color: "var(--uyuni-editor-special)" },
    { tag: tags.variableName, color: "var(--uyuni-editor-special)" },
    {
        tag: tags.invalid,
        textDecoration: "underline wavy var(--pf-t--global--color--status--danger--default)",
    },
]);

export const unitLanguage: Extension = [language, syntaxHighlighting(colors)];
