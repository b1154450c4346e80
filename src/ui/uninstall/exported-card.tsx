import { Progress, ProgressMeasureLocation } from "@patternfly/react-core/dist/esm/components/Progress";
import { useEffect, useState } from "react";
import type { Operation } from "../../uyuni/host-state.js";
import {
    checksumsIn,
    exportedBy,
    exportingNow,
    partFolder,
    type Exported,
} from "../../uyuni/uninstall/exported.js";
import { CopyButton } from "../components/copyable.js";
import { ErrorAlert } from "../components/error-alert.js";
import { Notice } from "../components/notice.js";
import { Phrase } from "../components/phrase.js";
import { readOutput } from "../../host/operation-output.js";
import { useHost } from "../host-context.js";
import { useReading } from "../operation/use-reading.js";
import { bytes } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";

/** At most four screen updates a second, even when the first of them is late; and the last figure always gets through. */
const INTERVAL_MS = 300;

interface ExportedCardProps {
    operation: Operation;
    /** Other operations may have come after it. */
    past?: boolean;
}

/** The bytes of an export while it runs, and its files afterwards. */
export function ExportedCard({ operation, past = false }: ExportedCardProps) {
    const exported = exportedBy(operation);
    if (exported === null) return null;
    if (operation.phase === "running") return <Exporting operation={operation} exported={exported} />;
    if (operation.phase !== "succeeded") return null;
    return <Files operation={operation} exported={exported} past={past} />;
}

interface CardProps {
    operation: Operation;
    exported: Exported;
}

function Exporting({ operation, exported }: CardProps) {
    const now = exportingNow(operation);
    const size = useSize(partFolder(exported), now?.file ?? null);
    if (now === null) return null;
    const done = size ?? 0;
    const part = now.size === null || now.size === 0 ? null : Math.min(1, done / now.size);
    return (
        <section className="uyuni-card" aria-label={_("Export")}>
            <div className="uyuni-stack">
                <p>{format(_("Volume $0"), visibleLine(now.name))}</p>
                {part !== null && (
                    <Progress
                        value={Math.floor(part * 100)}
                        aria-label={_("Progress of the export")}
                        measureLocation={ProgressMeasureLocation.none}
                    />
                )}
                <p className="uyuni-quiet">
                    {now.size === null
                        ? format(_("$0 written"), bytes(done))
                        : format(_("$0 of about $1 written"), bytes(done), bytes(now.size))}
                </p>
            </div>
        </section>
    );
}

/** Size of a file while it grows; null while it is not there. */
function useSize(folder: string, name: string | null): number | null {
    const host = useHost();
    const [size, setSize] = useState<{ of: string; now: number | null } | null>(null);
    useEffect(() => {
        if (name === null) return undefined;
        let latest: number | null = null;
        let timer = 0;
        let drawnAt = -INTERVAL_MS;
        const draw = () => {
            timer = 0;
            drawnAt = performance.now();
            setSize({ of: name, now: latest });
        };
        const following = host.followSize(folder, name, (now) => {
            latest = now;
            if (timer === 0)
                timer = window.setTimeout(draw, Math.max(0, drawnAt + INTERVAL_MS - performance.now()));
        });
        return () => {
            window.clearTimeout(timer);
            following.close();
        };
    }, [host, folder, name]);
    return size !== null && size.of === name ? size.now : null;
}

function Files({ operation, exported: { folder, volumes }, past }: CardProps & { past: boolean }) {
    const output = useReading(readOutput, operation.id);
    const checksums = checksumsIn(output.state === "known" ? output.value : []);
    const path = <code key="path">{visibleLine(folder)}</code>;
    return (
        <section className="uyuni-card" aria-label={_("Exported volumes")}>
            <div className="uyuni-card-header">
                <h2 className="uyuni-card-title">{_("Exported volumes")}</h2>
                <div className="uyuni-card-actions">
                    <CopyButton text={folder} what={_("path")} />
                </div>
            </div>
            <div className="uyuni-stack">
                <p className="uyuni-machine-text">
                    <Phrase
                        text={
                            past
                                ? _("The files were written into $0 on the server.")
                                : _("The files are in $0 on the server.")
                        }
                        values={[path]}
                    />
                </p>
                {output.state === "failed" && (
                    <ErrorAlert title={_("The journal cannot be read")} error={output.error} />
                )}
                {!past && (
                    <Notice variant="info" title={_("The services are stopped")}>
                        {_("Go on with the uninstall, or start them again: then the export is out of date.")}
                    </Notice>
                )}
                <table className="uyuni-table uyuni-uninstall-table">
                    <thead>
                        <tr>
                            <th scope="col">{_("File")}</th>
                            <th scope="col">{_("SHA-256 checksum")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {volumes.map(({ name, file }) => (
                            <tr key={name}>
                                <th scope="row" className="uyuni-value">
                                    {visibleLine(file)}
                                </th>
                                <td data-label={_("SHA-256 checksum")}>
                                    <code className="uyuni-value">
                                        {checksums.get(file) ??
                                            (output.state === "reading" ? "…" : _("not known"))}
                                    </code>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}
