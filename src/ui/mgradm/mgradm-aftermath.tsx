import type { Operation } from "../../uyuni/host-state.js";
import { aftermath, bringBack } from "../../uyuni/mgradm/aftermath.js";
import type { Task } from "../../uyuni/mgradm/tool.js";
import { serviceById, unitName } from "../../uyuni/names.js";
import { restartAll, startAll } from "../../uyuni/order.js";
import { parseReference } from "../../uyuni/reference.js";
import { quoteShellCommand } from "../../uyuni/shell.js";
import { CommandLine } from "../components/command-line.js";
import { Notice } from "../components/notice.js";
import { useHostState } from "../host-context.js";
import { StartAll } from "../overview/start-all.js";
import { mgradmHref } from "../routes.js";
import { useRow } from "../service-state.js";
import { list } from "../time.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { useOldData } from "./use-old-data.js";
import "./mgradm.css";

/** After mgradm has ended, whichever way: what it may have left, which services it left stopped, and what to do. */
export default function MgradmAftermath({ operation }: { operation: Operation }) {
    const good = operation.phase === "succeeded";
    const upgraded = !good && aftermath(operation)?.task === "upgrade";
    const after = aftermath(operation, useOldData(upgraded));
    const stopped = useStopped();
    const named = useNamedImages();
    if (after === null) return null;
    const sentences = [after.left, after.first].flatMap((one) => (one === null ? [] : [translate(one)]));
    if (upgraded && after.reached === "within") sentences.push(...named);
    return (
        <>
            {after.aside !== null && <Aside folder={after.aside} />}
            {!good && sentences.length > 0 && (
                <Notice
                    variant="warning"
                    title={_("What it may have left")}
                    actions={<a href={mgradmHref(after.task)}>{againText(after.task)}</a>}
                >
                    <ul className="uyuni-mgradm-list">
                        {sentences.map((sentence) => (
                            <li key={sentence}>{sentence}</li>
                        ))}
                    </ul>
                </Notice>
            )}
            {stopped !== null && stopped.length > 0 && (
                <Notice
                    variant="warning"
                    title={_("Services are stopped that start at boot")}
                    actions={after.mayStart || good ? <StartAll /> : undefined}
                >
                    {list(stopped.map(visibleLine))}
                </Notice>
            )}
            {!good && after.aside === null && stopped?.length === 0 && (
                <p className="uyuni-quiet">{_("Every service that starts at boot runs.")}</p>
            )}
        </>
    );
}

/** mgradm could not migrate the data, and starts the database without them. */
function Aside({ folder }: { folder: string }) {
    const text = useHostState((state) => {
        const all = restartAll(state);
        return bringBack(folder, all.state === "known" ? all.value : [])
            .map(quoteShellCommand)
            .join("\0");
    });
    return (
        <Notice variant="danger" title={_("The database may be without its data")}>
            <p>
                {format(
                    _(
                        "mgradm has put the data from before aside in $0. Unless its output says that PostgreSQL was upgraded, what runs now is an empty or a half migrated database. These commands bring the data back:",
                    ),
                    visibleLine(folder),
                )}
            </p>
            {text.split("\0").map((command) => (
                <CommandLine key={command} text={command} />
            ))}
        </Notice>
    );
}

/** Which images the server and its database would be started from. */
function useNamedImages(): readonly string[] {
    const [server, database] = [useMandatory("server"), useMandatory("db")];
    if (server.image === "" || database.image === "") return [];
    const sentences = [server, database].map(({ unit, image }) =>
        format(_("$0 names the image $1 now."), unit, visibleLine(image)),
    );
    const [own, other] = [server, database].map(({ image }) => tagOf(image));
    const differ = own !== null && other !== null && own !== other;
    return differ
        ? [...sentences, _("Their tags differ: unless that was so before, the upgrade ended between them.")]
        : sentences;
}

/** Null for one that is pinned: digests of two images are never the same. */
function tagOf(image: string): string | null {
    const parsed = parseReference(image);
    return "ok" in parsed && parsed.ok.digest === null ? parsed.ok.tag : null;
}

function useMandatory(id: "server" | "db"): { unit: string; image: string } {
    const service = serviceById(id);
    const unit = unitName(service);
    return { unit, image: useRow(service, unit).configuredImage };
}

/** Units that start at boot and do not run; null while that is not known. */
function useStopped(): readonly string[] | null {
    const text = useHostState((state) => {
        const found = startAll(state);
        return found.state === "known" ? found.value.map(({ unit }) => unit).join("\n") : null;
    });
    return text === null ? null : text.split("\n").filter((unit) => unit !== "");
}

function againText(task: Task): string {
    switch (task) {
        case "upgrade":
            return _("Upgrade again");
        case "backup":
            return _("Back up again");
        case "restore":
            return _("Restore again");
        case "support":
            return _("Collect support data again");
    }
}
