import type { Usage } from "../../host/host.js";
import type { ContainerState, Known } from "../../uyuni/host-state.js";
import { KnownText } from "../components/known-text.js";
import { bytes, percent } from "../time.js";
import { _, format } from "../translate.js";
import type { UsageReading } from "./use-usage.js";

interface UsageCellsProps {
    /** Of the container. */
    name: string;
    container: Known<ContainerState | null>;
    reading: UsageReading;
}

/** Share of the processors and memory of one container: two cells, or one that says why there is nothing to see. */
export function UsageCells({ name, container, reading }: UsageCellsProps) {
    if (container.state !== "known") {
        return (
            <td data-label={_("CPU and memory")} colSpan={2}>
                <KnownText of={container} short>
                    {() => null}
                </KnownText>
            </td>
        );
    }
    const usage = reading.usage.get(name);
    const rest = { running: container.value?.status === "running", reading, usage };
    return (
        <>
            <td data-label={_("CPU")}>
                <Figure text={cpuText(usage)} {...rest} />
            </td>
            <td data-label={_("Memory")}>
                <Figure text={memoryText(usage)} {...rest} />
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

interface FigureProps {
    text: string | null;
    /** It runs, so that there is something to measure. */
    running: boolean;
    reading: UsageReading;
    usage: Usage | undefined;
}

function Figure({ text, running, reading, usage }: FigureProps) {
    if (!running) return <span className="uyuni-quiet">{_("none")}</span>;
    if (text !== null) return <span className="uyuni-nowrap">{text}</span>;
    if (usage === undefined && reading.problem === null)
        return <span className="uyuni-quiet">{_("measuring")}</span>;
    return <span className="uyuni-quiet">{_("not available")}</span>;
}
