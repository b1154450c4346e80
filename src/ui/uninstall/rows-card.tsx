import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import type { Row, RowKind } from "../../uyuni/uninstall/row.js";
import { bytes, count, list } from "../time.js";
import { _, format, ngettext, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";

interface RowsCardProps {
    kind: RowKind;
    rows: readonly Row[];
    going: ReadonlySet<Row>;
    onChange: (rows: readonly Row[], going: boolean) => void;
    /** Measures those again whose size is not known. */
    onMeasure: () => void;
}

/** Everything of one kind: what it is, why it is Uyuni's, and what becomes of it. */
export function RowsCard({ kind, rows, going, onChange, onMeasure }: RowsCardProps) {
    if (rows.length === 0) return null;
    const gone = rows.filter((row) => going.has(row)).length;
    const free = rows.filter(({ choice }) => choice === "free");
    const allGo = free.every((row) => going.has(row));
    return (
        <section className="uyuni-card" aria-label={kindTitle(kind)}>
            <div className="uyuni-card-header">
                <h2 className="uyuni-card-title">{kindTitle(kind)}</h2>
                <span className="uyuni-quiet">
                    {format(
                        ngettext("$0 of $1 goes", "$0 of $1 go", rows.length),
                        count(gone),
                        count(rows.length),
                    )}
                </span>
                {free.length > 1 && (
                    <div className="uyuni-card-actions">
                        <Button
                            variant="secondary"
                            size="sm"
                            onClick={() => {
                                onChange(free, !allGo);
                            }}
                        >
                            {allGo ? _("Keep all of them") : _("Remove all of them")}
                        </Button>
                    </div>
                )}
            </div>
            <table className="uyuni-table uyuni-uninstall-table">
                <thead>
                    <tr>
                        <th scope="col">{_("Goes")}</th>
                        <th scope="col">{_("Name")}</th>
                        <th scope="col">{_("Why it is Uyuni's")}</th>
                        <th scope="col">{_("Size")}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows.map((row) => (
                        <RowLine key={row.key} row={row} going={going.has(row)} onChange={onChange} />
                    ))}
                </tbody>
            </table>
            {kind === "volume" && rows.some(({ size, measuring }) => size === null && measuring !== true) && (
                <p className="uyuni-uninstall-foot">
                    {_("Some of them could not be measured. They can be removed all the same.")}{" "}
                    <Button variant="link" isInline onClick={onMeasure}>
                        {_("Measure again")}
                    </Button>
                </p>
            )}
            {kind === "image" && rows.length > 1 && (
                <p className="uyuni-quiet uyuni-uninstall-foot">
                    {_(
                        "Layers that images share take up room only once: the sum of the sizes is more than what becomes free.",
                    )}
                </p>
            )}
        </section>
    );
}

interface RowLineProps {
    row: Row;
    going: boolean;
    onChange: RowsCardProps["onChange"];
}

function RowLine({ row, going, onChange }: RowLineProps) {
    const name = visibleLine(row.name);
    const note = noteOf(row);
    return (
        <tr>
            <td data-label={_("Goes")}>
                {row.choice === "free" ? (
                    <Checkbox
                        id={`row-${row.key}`}
                        aria-label={format(_("Remove $0"), name)}
                        isChecked={going}
                        onChange={(_event, checked) => {
                            onChange([row], checked);
                        }}
                    />
                ) : row.choice === "goes" ? (
                    _("Yes")
                ) : (
                    _("No")
                )}
            </td>
            <th scope="row" className="uyuni-value">
                {name}
            </th>
            <td data-label={_("Reason")}>
                <div>
                    {translate(row.ours)}
                    {note !== null && <div className="uyuni-quiet">{note}</div>}
                </div>
            </td>
            <td data-label={_("Size")} className="uyuni-uninstall-size">
                {sizeText(row)}
            </td>
        </tr>
    );
}

function noteOf({ usedBy, note }: Row): string | null {
    if (usedBy.length > 0) return format(_("It stays: $0 uses it."), list(usedBy.map(visibleLine)));
    return note === null ? null : translate(note);
}

function sizeText({ kind, size, measuring }: Row): string {
    if (kind === "unit" || kind === "network" || kind === "secret") return "";
    if (size !== null) return bytes(size);
    return measuring === true ? _("being measured") : _("size not known");
}

export function kindTitle(kind: RowKind): string {
    switch (kind) {
        case "unit":
            return _("Units");
        case "container":
            return _("Containers");
        case "file":
            return _("Files");
        case "volume":
            return _("Volumes");
        case "image":
            return _("Images");
        case "network":
            return _("Network");
        case "secret":
            return _("Secrets");
    }
}
