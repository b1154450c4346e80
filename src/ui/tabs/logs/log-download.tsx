import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { useEffect, useRef, useState } from "react";
import { hostNow } from "../../../host/clock.js";
import type { LogExport, LogQuery } from "../../../host/host.js";
import { exportJournal } from "../../../host/journal-export.js";
import { errorText } from "../../components/error-alert.js";
import { count } from "../../time.js";
import { _, format, ngettext } from "../../translate.js";
import { asText } from "./log-words.js";

/** Characters that are put away at once: a browser keeps what it was given outside of the page's memory. */
const PART = 1024 * 1024;
/** Between two times that the number of lines is said. */
const SAY_MS = 250;

/** Saves everything that fits the query as a text file, not only what is shown. */
export function LogDownload({ query }: { query: LogQuery }) {
    const [said, setSaid] = useState("");
    const [running, setRunning] = useState(false);
    const current = useRef<LogExport | null>(null);
    useEffect(() => () => current.current?.close(), []);

    const download = async () => {
        setRunning(true);
        const parts: Blob[] = [];
        let part = "";
        let lines = 0;
        let last = 0;
        const running = exportJournal(query, (entries) => {
            part += entries.map(asText).join("");
            lines += entries.length;
            if (part.length > PART) {
                parts.push(new Blob([part]));
                part = "";
            }
            const now = Date.now();
            if (now - last < SAY_MS) return;
            last = now;
            setSaid(format(ngettext("$0 line", "$0 lines", lines), count(lines)));
        });
        current.current = running;
        try {
            await running.done;
            if (current.current !== running) return;
            save(new Blob([...parts, part], { type: "text/plain" }), fileName(query));
            setSaid(format(ngettext("$0 line saved", "$0 lines saved", lines), count(lines)));
        } catch (reason) {
            if (current.current === running) setSaid(errorText(reason));
        } finally {
            if (current.current === running) {
                current.current = null;
                setRunning(false);
            }
        }
    };
    const cancel = () => {
        current.current?.close();
        current.current = null;
        setRunning(false);
        setSaid(_("Cancelled"));
    };
    return (
        <>
            <Button
                variant="secondary"
                size="sm"
                onClick={() => {
                    if (running) cancel();
                    else void download();
                }}
            >
                {running ? _("Cancel the download") : _("Download")}
            </Button>
            <span className="uyuni-quiet" role="status">
                {said}
            </span>
        </>
    );
}

function fileName({ unit }: LogQuery): string {
    const now = new Date(hostNow()).toISOString().slice(0, 19).replaceAll(":", "-");
    return `${unit.replace(/\.service$/, "")}_${now}.log`;
}

function save(file: Blob, name: string): void {
    const link = document.createElement("a");
    const url = URL.createObjectURL(file);
    link.href = url;
    link.download = name;
    link.click();
    window.setTimeout(() => {
        URL.revokeObjectURL(url);
    }, 60_000);
}
