import { useRef, useState } from "react";
import type { WatchedFile } from "../../../host/host.js";
import { defaultDropIn, dropInPath, type DropInName } from "../../../uyuni/custom-conf.js";
import type { Service } from "../../../uyuni/services.js";
import { useAction } from "../../components/use-action.js";
import { useHost } from "../../host-context.js";

/** A file as it was when the text was taken from it. */
interface Base {
    /** null: there was none. */
    readonly text: string | null;
    readonly tag: string;
}

export interface DropIn {
    readonly path: string;
    readonly base: Base;
    readonly text: string;
    /** It is not what is on disk. */
    readonly changed: boolean;
    /** Somebody has typed. */
    readonly dirty: boolean;
    /** Another text than the base is on disk by now. */
    readonly elsewhere: Base | null;
    /** How often the editor's text was replaced: it is opened anew then. */
    readonly version: number;
    readonly setText: (text: string) => void;
    /** Drops one's own text for the one on disk. */
    readonly takeTheirs: () => void;
    /** Keeps one's own text, to replace the one on disk. */
    readonly keepMine: () => void;
    readonly save: () => void;
    readonly saving: boolean;
    readonly error: unknown;
}

/** Saving over it is a conflict, whatever is there. */
const UNSEEN: Base = { text: null, tag: "" };

/** null: what is on disk cannot be read at present. */
function baseOf(file: WatchedFile | undefined): Base | null {
    if (file === undefined || file.kind === "missing") return { text: null, tag: "-" };
    return file.error === null ? { text: file.text, tag: file.tag ?? "" } : null;
}

/** What was typed, with its last line ended. */
function ended(text: string, base: Base): string {
    return text === "" || text.endsWith("\n") || text === base.text ? text : `${text}\n`;
}

/** A drop-in that is being edited. Saving never overwrites what was not seen here. */
export function useDropIn(
    service: Service,
    name: DropInName,
    files: readonly WatchedFile[],
    onSaved: () => void,
): DropIn {
    const host = useHost();
    const path = dropInPath(service, name);
    const onDisk = baseOf(files.find((file) => file.path === path));
    const [base, setBase] = useState(onDisk ?? UNSEEN);
    const [typed, setTyped] = useState(() => base.text ?? defaultDropIn(service));
    const text = ended(typed, base);
    const [version, setVersion] = useState(0);
    /** What saving found there before the watch told it. */
    const [found, setFound] = useState<Base | null>(null);
    const saved = useRef(false);

    const saving = useAction(async () => {
        if (!saved.current) {
            const outcome = await host.saveText(path, text, base.tag);
            // The connection may have been lost after it was saved, and before that was told.
            if ("conflict" in outcome && outcome.conflict.text !== text) {
                setFound(outcome.conflict);
                return;
            }
            setBase({ text, tag: "conflict" in outcome ? outcome.conflict.tag : outcome.saved });
            saved.current = true;
        }
        await host.daemonReload();
        onSaved();
    });

    const newer = found ?? onDisk;
    const elsewhere =
        !saving.running && newer !== null && newer.tag !== base.tag && newer.text !== base.text
            ? newer
            : null;
    const rebase = () => {
        if (newer !== null) setBase(newer);
        setFound(null);
    };
    return {
        path,
        base,
        text,
        changed: text !== (base.text ?? ""),
        dirty: text !== (base.text ?? defaultDropIn(service)),
        elsewhere,
        version,
        setText: (next) => {
            saved.current = false;
            setTyped(next);
        },
        takeTheirs: () => {
            rebase();
            setTyped(newer?.text ?? defaultDropIn(service));
            setVersion(version + 1);
        },
        keepMine: rebase,
        save: saving.run,
        saving: saving.running,
        error: saving.error,
    };
}
