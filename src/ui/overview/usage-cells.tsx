import type { Usage } from "../../host/host.js";
import { bytes, percent } from "../time.js";
import { _, format } from "../translate.js";
import type { UsageReading } from "./use-usage.js";

interface UsageCellsProps {
    container: string;
    /** It runs, so that there is something to measure. */
    running: boolean;
    reading: UsageReading;
}

/** Share of the processors and memory of one container: two cells. */
export function UsageCells({ container, running, reading }: UsageCellsProps) {
    const usage = reading.usage.get(container);
    return (
        <>
            <td data-label={_("CPU")}>
                <Figure text={cpuText(usage)} running={running} reading={reading} usage={usage} />
            </td>
            <td data-label={_("Memory")}>
                <Figure text={memoryText(usage)} running={running} reading={reading} usage={usage} />
            </td>
        </>
    );
}

function cpuText(usage: Usage | undefined): string | null {
    if (usage === undefined || usage.cpu === null) return null;
    return usage.cpu === "measuring" ? _("measuring") : percent(usage.cpu);
}

function memoryText(usage: Usage | undefined): string | null {
    if (usage === undefined || usage.memory === null) return null;
    return usage.memoryLimit === null
        ? bytes(usage.memory)
        : format(_("$0 of $1"), bytes(usage.memory), bytes(usage.memoryLimit));
}

interface FigureProps extends Omit<UsageCellsProps, "container"> {
    text: string | null;
    usage: Usage | undefined;
}

function Figure({ text, running, reading, usage }: FigureProps) {
    if (!running) return <span className="uyuni-quiet">{_("none")}</span>;
    if (text !== null) return <span className="uyuni-nowrap">{text}</span>;
    if (usage === undefined && reading.problem === null)
        return <span className="uyuni-quiet">{_("measuring")}</span>;
    return <span className="uyuni-quiet">{_("not available")}</span>;
}
