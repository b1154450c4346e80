import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import { Label } from "@patternfly/react-core/dist/esm/components/Label";
import { heldBy, imageName } from "../../uyuni/images/plan.js";
import type { ImageRow } from "../../uyuni/images/rows.js";
import { serviceOfContainer } from "../../uyuni/names.js";
import type { FoundImage } from "../../uyuni/uninstall/inventory.js";
import { freedBytes } from "../../uyuni/uninstall/layers.js";
import type { Survey } from "../../uyuni/uninstall/survey.js";
import { Since } from "../components/since.js";
import { bytes, count, list } from "../time.js";
import { _, format, ngettext, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { freedText, standingWord } from "./image-words.js";
import { KeepField } from "./keep-field.js";
import type { CleanUp } from "./use-clean-up.js";

/** All images of Uyuni, those chosen for the clean-up ticked. */
export function ImagesCard({ found, cleanUp }: { found: Survey; cleanUp: CleanUp }) {
    const { rows, going } = cleanUp;
    const ids = new Set(going.map(({ image }) => image.id));
    const all = freedBytes(found.inventory.images, new Set(rows.map(({ image }) => image.id)));
    return (
        <section className="uyuni-card" aria-label={_("Images on this host")}>
            <div className="uyuni-card-header">
                <h2 className="uyuni-card-title">{_("Images on this host")}</h2>
                <span className="uyuni-quiet">
                    {format(
                        ngettext("$0 image, $1 on disk", "$0 images, $1 on disk", rows.length),
                        count(rows.length),
                        bytes(all),
                    )}
                </span>
            </div>
            <div className="uyuni-stack">
                <KeepField count={cleanUp.count} onChange={cleanUp.setCount} />
                <p role="status">
                    {going.length > 0
                        ? freedText(cleanUp)
                        : _("There is nothing to clean up: every image is in use, or kept.")}
                </p>
                <table className="uyuni-table uyuni-images-table">
                    <thead>
                        <tr>
                            <th scope="col">{_("Goes")}</th>
                            <th scope="col">{_("Image")}</th>
                            <th scope="col">{_("What it is there for")}</th>
                            <th scope="col">{_("Created")}</th>
                            <th scope="col">{_("Size")}</th>
                            <th scope="col">{_("Frees")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => (
                            <ImageLine key={row.image.id} row={row} going={ids} onChange={cleanUp.setGoing} />
                        ))}
                    </tbody>
                </table>
                <p className="uyuni-quiet">
                    {_(
                        "Layers that images share take up room only once: an image frees what no other image has. Several together may free more than their sum.",
                    )}
                </p>
            </div>
        </section>
    );
}

interface ImageLineProps {
    row: ImageRow;
    /** Ids of the images that go. */
    going: ReadonlySet<string>;
    onChange: CleanUp["setGoing"];
}

function ImageLine({ row, going, onChange }: ImageLineProps) {
    const { image, mayGo, alone } = row;
    const held = mayGo ? heldBy(row, going) : [];
    return (
        <tr>
            <td data-label={_("Goes")}>
                {mayGo && held.length === 0 ? (
                    <Checkbox
                        id={`image-${image.id}`}
                        aria-label={format(_("Remove $0"), visibleLine(imageName(image)))}
                        isChecked={going.has(image.id)}
                        onChange={(_event, checked) => {
                            onChange(row, checked);
                        }}
                    />
                ) : (
                    _("No")
                )}
            </td>
            <th scope="row">
                <Names row={row} />
            </th>
            <td data-label={_("There for")}>
                <Purpose row={row} held={held} />
            </td>
            <td data-label={_("Created")}>
                {image.createdAt > 0 ? <Since time={image.createdAt} /> : _("not known")}
            </td>
            <td data-label={_("Size")} className="uyuni-images-size">
                {bytes(image.size)}
            </td>
            <td data-label={_("Frees")} className="uyuni-images-size">
                {alone === null ? _("not known") : bytes(alone)}
            </td>
        </tr>
    );
}

function Names({ row: { image } }: { row: ImageRow }) {
    const { id, names, history } = image;
    const shown = names.length > 0 ? names : history.slice(0, 1);
    return (
        <>
            <ul>
                {shown.map((name) => (
                    <li key={name}>
                        <code className="uyuni-value">{visibleLine(name)}</code>
                    </li>
                ))}
            </ul>
            <code className="uyuni-value uyuni-quiet">{visibleLine(id.slice(0, 12))}</code>
        </>
    );
}

/** Labels, and the reason in a sentence. */
function Purpose({ row, held }: { row: ImageRow; held: readonly FoundImage[] }) {
    const { image, service, configured, running, standing, usedBy, note } = row;
    const others = usedBy.filter((name) => standing !== "in-use" || serviceOfContainer(name) === null);
    return (
        <div>
            {service !== null && <div>{translate(service.title)}</div>}
            <div className="uyuni-images-labels">
                {configured.length > 0 && <Label isCompact>{_("configured")}</Label>}
                {running.length > 0 && (
                    <Label isCompact color="green">
                        {_("running")}
                    </Label>
                )}
                {standing !== "in-use" && (
                    <Label isCompact color={standing === "superseded" ? "orange" : "blue"}>
                        {standingWord(standing)}
                    </Label>
                )}
                {image.names.length === 0 && <Label isCompact>{_("dangling")}</Label>}
            </div>
            <div className="uyuni-quiet uyuni-machine-text">{translate(note)}</div>
            {others.length > 0 && (
                <div className="uyuni-quiet uyuni-machine-text">
                    {format(
                        ngettext(
                            "It stays: the container $0 was made from it.",
                            "It stays: the containers $0 were made from it.",
                            others.length,
                        ),
                        list(others.map(visibleLine)),
                    )}
                </div>
            )}
            {held.length > 0 && (
                <div className="uyuni-quiet uyuni-machine-text">
                    {format(
                        _("It stays as long as this one does, which was built on it: $0"),
                        list(held.map((one) => visibleLine(imageName(one)))),
                    )}
                </div>
            )}
        </div>
    );
}
