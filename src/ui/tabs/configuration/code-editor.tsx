import type { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { goToLine, openEditor, setMarkedLines } from "./editor-setup.js";

interface CodeEditorProps {
    /** Names the text for screen readers. */
    label: string;
    /** What it begins with; a change of it afterwards changes nothing. */
    text: string;
    onChange: (text: string) => void;
    /** Numbers of lines that something is said about. */
    marked: readonly number[];
    /** A line to go to; a new object each time. */
    target: { readonly line: number } | null;
}

/**
 * A text field for unit files. It lives in a shadow tree: there CodeMirror can
 * have its style sheet, which the page's Content-Security-Policy refuses elsewhere.
 */
export function CodeEditor({ label, text, onChange, marked, target }: CodeEditorProps) {
    const host = useRef<HTMLDivElement>(null);
    const editor = useRef<EditorView | null>(null);
    const first = useRef({ label, text });
    const changed = useRef(onChange);
    useEffect(() => {
        changed.current = onChange;
    });

    useEffect(() => {
        const element = host.current;
        if (element === null) return undefined;
        const root = element.shadowRoot ?? element.attachShadow({ mode: "open", delegatesFocus: true });
        // A dialog keeps the focus within what it sees of itself, and does not look into a shadow tree:
        // without a place in the order nobody would come back to the text with the keyboard.
        element.tabIndex = 0;
        const parent = document.createElement("div");
        root.append(parent);
        const view = openEditor({
            parent,
            root,
            ...first.current,
            onChange: (next) => {
                changed.current(next);
            },
        });
        editor.current = view;
        view.focus();
        return () => {
            view.destroy();
            parent.remove();
            editor.current = null;
        };
    }, []);

    useEffect(() => {
        if (editor.current !== null) setMarkedLines(editor.current, marked);
    }, [marked]);

    useEffect(() => {
        if (editor.current !== null && target !== null) goToLine(editor.current, target.line);
    }, [target]);

    return <div ref={host} className="uyuni-editor" />;
}
