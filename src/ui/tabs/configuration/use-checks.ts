import { useEffect, useMemo, useState } from "react";
import type { FileText, WatchedFile } from "../../../host/host.js";
import { checkDropIn, dropInPath, type DropInName } from "../../../uyuni/custom-conf.js";
import { unitFilePath } from "../../../uyuni/names.js";
import { unitDirectory, type Service } from "../../../uyuni/services.js";
import { parseVerification } from "../../../uyuni/verify.js";
import { useHost } from "../../host-context.js";
import { translate } from "../../translate.js";
import { visible } from "../../visible-text.js";

/** After the last key, before systemd is asked. */
const TYPING_MS = 700;

/** Something that is said about a text. */
export interface Finding {
    readonly severity: "error" | "warning";
    /** From 1; null where it is about no line. */
    readonly line: number | null;
    readonly text: string;
    /** systemd's own words. */
    readonly bySystemd: boolean;
}

export interface Checks {
    readonly findings: readonly Finding[];
    /** systemd has been asked, and has not answered yet. */
    readonly checking: boolean;
    /** Why systemd could not be asked. */
    readonly error: unknown;
}

interface Verified {
    readonly of: string;
    readonly findings: readonly Finding[];
    readonly error: unknown;
}

/** What the rules and systemd itself have to say about `text` as the service's drop-in `name`. */
export function useChecks(
    service: Service,
    unit: string,
    name: DropInName,
    files: readonly WatchedFile[],
    text: string,
): Checks {
    const host = useHost();
    const [verified, setVerified] = useState<Verified | null>(null);
    const rules = useMemo(
        () =>
            checkDropIn(service, name, text).map(({ sentence, ...remark }): Finding => ({
                ...remark,
                text: translate(sentence),
                bySystemd: false,
            })),
        [service, name, text],
    );

    useEffect(() => {
        let current = true;
        const path = dropInPath(service, name);
        const timer = window.setTimeout(() => {
            host.verifyUnit(unit, filesWith(files, { path, text })).then(
                ({ root, lines }) => {
                    if (!current) return;
                    const said = parseVerification(lines.join("\n"), service, root).filter(
                        (one) =>
                            one.path === path || (one.line === null && one.path === unitFilePath(service)),
                    );
                    const findings = said.map((one): Finding => ({
                        severity: one.ignored ? "warning" : "error",
                        line: one.path === path ? one.line : null,
                        text: visible(one.text),
                        bySystemd: true,
                    }));
                    setVerified({ of: text, findings, error: null });
                },
                (error: unknown) => {
                    if (current) setVerified({ of: text, findings: [], error });
                },
            );
        }, TYPING_MS);
        return () => {
            current = false;
            window.clearTimeout(timer);
        };
    }, [host, service, unit, name, files, text]);

    const isCurrent = verified?.of === text;
    return useMemo(
        () => ({
            findings: [...rules, ...(isCurrent ? verified.findings : [])].sort(
                (one, other) => (one.line ?? 0) - (other.line ?? 0),
            ),
            checking: !isCurrent,
            error: isCurrent ? verified.error : null,
        }),
        [rules, verified, isCurrent],
    );
}

/** The unit's files below /etc as they are, with one of them changed. */
function filesWith(files: readonly WatchedFile[], changed: FileText): readonly FileText[] {
    const others = files.flatMap(({ path, text }) =>
        text !== null &&
        path !== changed.path &&
        path.startsWith(`${unitDirectory}/`) &&
        /\.(?:service|conf)$/.test(path)
            ? [{ path, text }]
            : [],
    );
    return [...others, changed];
}
