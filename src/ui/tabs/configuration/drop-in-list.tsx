import { useId } from "react";
import { ownerText } from "./owner-text.js";
import type { WatchedFile } from "../../../host/host.js";
import { ownerOf, type Configuration } from "../../../uyuni/configuration.js";
import { dropInPath, type DropInName } from "../../../uyuni/custom-conf.js";
import type { Service } from "../../../uyuni/services.js";
import { ActionButton } from "../../components/action-button.js";
import { StateText } from "../../components/tone-icon.js";
import { useAccessBlock } from "../../components/use-block.js";
import { _, format } from "../../translate.js";
import { visibleLine } from "../../visible-text.js";

interface DropInListProps {
    service: Service;
    files: readonly WatchedFile[];
    view: Configuration | null;
    /** What wins over what. */
    sentences: readonly string[];
    onEdit: (name: DropInName) => void;
}

const editable: readonly DropInName[] = ["custom.conf", "local.conf"];

/** The files that a unit is made from, whose they are, and which of them wins. */
export function DropInList({ service, files, view, sentences, onEdit }: DropInListProps) {
    const heading = useId();
    const present = files
        .filter(({ kind }) => kind !== "missing")
        .sort((one, other) => rank(one, view) - rank(other, view) || (one.path < other.path ? -1 : 1));
    return (
        <section className="uyuni-card" aria-labelledby={heading}>
            <div className="uyuni-card-header">
                <h2 id={heading} className="uyuni-card-title">
                    {_("Files")}
                </h2>
                <div className="uyuni-card-actions">
                    {editable.map((name) => (
                        <EditButton key={name} service={service} name={name} files={files} onEdit={onEdit} />
                    ))}
                </div>
            </div>
            <p>
                {format(
                    _(
                        "Drop-ins are read in the order of their names, and the last one wins: settings of your own that $0 has as well belong in $1; $2 is read before it.",
                    ),
                    "generated.conf",
                    "local.conf",
                    "custom.conf",
                )}
            </p>
            {sentences.map((sentence) => (
                <p key={sentence}>
                    <StateText word={sentence} tone="warning" />
                </p>
            ))}
            <table className="uyuni-table uyuni-table-foot">
                <thead>
                    <tr>
                        <th scope="col">{_("File")}</th>
                        <th scope="col">{_("Belongs to")}</th>
                        <th scope="col">{_("State")}</th>
                    </tr>
                </thead>
                <tbody>
                    {present.map((file) => (
                        <FileRow key={file.path} service={service} file={file} view={view} />
                    ))}
                </tbody>
            </table>
        </section>
    );
}

/** In the order in which systemd reads them; what it does not read comes last. */
function rank({ path }: WatchedFile, view: Configuration | null): number {
    const index = view?.files.findIndex((file) => file.path === path) ?? -1;
    return index < 0 ? (view?.files.length ?? 0) : index;
}

function FileRow({
    service,
    file,
    view,
}: {
    service: Service;
    file: WatchedFile;
    view: Configuration | null;
}) {
    return (
        <tr>
            <th scope="row">
                <code className="uyuni-value">{visibleLine(file.path)}</code>
                {file.target !== null && (
                    <span className="uyuni-aside uyuni-quiet">
                        {format(_("a link to $0"), visibleLine(file.target))}
                    </span>
                )}
            </th>
            <td data-label={_("Belongs to")}>{ownerText(ownerOf(service, file.path))}</td>
            <td data-label={_("State")}>{stateText(file, view)}</td>
        </tr>
    );
}

function stateText(file: WatchedFile, view: Configuration | null): string {
    if (view?.environmentFiles.some((one) => one.file === file.path) === true)
        return _("variables, read when the service starts");
    const known = view?.files.find(({ path }) => path === file.path);
    if (file.error !== null) return format(_("cannot be read: $0"), visibleLine(file.error.message));
    if (file.binary) return _("no text");
    if (known === undefined) return _("not read by systemd itself");
    if (known.legacy) return _("from an old mgradm: the next upgrade splits it up");
    return known.loaded ? _("loaded") : _("not loaded yet");
}

interface EditButtonProps {
    service: Service;
    name: DropInName;
    files: readonly WatchedFile[];
    onEdit: (name: DropInName) => void;
}

function EditButton({ service, name, files, onEdit }: EditButtonProps) {
    const access = useAccessBlock();
    const path = dropInPath(service, name);
    const file = files.find((one) => one.path === path);
    const blocked =
        access ??
        (ownerOf(service, path) === "mgradm"
            ? _("mgradm writes this file each time: use local.conf instead")
            : file?.kind === "link"
              ? _("It is a symbolic link: change the file that it leads to, or remove the link first")
              : file?.tag === null
                ? _("It is no file that can be edited as text")
                : null);
    return (
        <ActionButton
            variant="secondary"
            blocked={blocked}
            onClick={() => {
                onEdit(name);
            }}
        >
            {format(file === undefined ? _("Create $0") : _("Edit $0"), name)}
        </ActionButton>
    );
}
