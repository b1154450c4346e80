import type { Operation } from "../../uyuni/host-state.js";
import { goesOnPastFailures } from "../../uyuni/plan.js";
import { ExportedCard } from "../uninstall/exported-card.js";
import { ReportCard } from "../uninstall/report-card.js";
import "../uninstall/uninstall.css";

/** What came of an operation that took things away, or exported them, as the journal still has it. */
export default function Outcome({ operation }: { operation: Operation }) {
    return goesOnPastFailures(operation.kind) ? (
        <ReportCard operation={operation} />
    ) : (
        <ExportedCard operation={operation} past />
    );
}
