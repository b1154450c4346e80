import { Label } from "@patternfly/react-core/dist/esm/components/Label";
import { useId } from "react";
import type { ImageState, Known } from "../../../uyuni/host-state.js";
import { localImage } from "../../../uyuni/local-image.js";
import { parseReference } from "../../../uyuni/reference.js";
import type { OverviewRow } from "../../../uyuni/views.js";
import { KnownText } from "../../components/known-text.js";
import { Since } from "../../components/since.js";
import { splitImage } from "../../pages/split-image.js";
import { imagesHref } from "../../routes.js";
import { bytes } from "../../time.js";
import { _ } from "../../translate.js";
import { visibleLine } from "../../visible-text.js";
import { Digests, ImageId } from "./image-facts.js";

interface LocalCopiesProps {
    row: OverviewRow;
    images: Known<readonly ImageState[]>;
}

/** Repositories that an image is known under, tags and digests taken off. */
function repositoriesOf({ references, digests }: ImageState): readonly string[] {
    return [...references, ...digests].map((reference) => splitImage(reference).name);
}

/** Every image on the host from the repositories that the service is configured with or runs from. */
export function LocalCopies({ row, images }: LocalCopiesProps) {
    const heading = useId();
    const { configuredImage, runningImage, containerState } = row;
    const wanted = [configuredImage, runningImage]
        .filter((image) => image !== "")
        .map((image) => splitImage(image).name);
    const reference = parseReference(configuredImage);
    return (
        <section className="uyuni-card" aria-labelledby={heading}>
            <div className="uyuni-card-header">
                <h2 id={heading} className="uyuni-card-title">
                    {_("Copies on this host")}
                </h2>
                <div className="uyuni-card-actions">
                    <a href={imagesHref}>{_("All images of Uyuni")}</a>
                </div>
            </div>
            <KnownText of={images}>
                {(list) => {
                    const copies = list
                        .filter((image) => repositoriesOf(image).some((name) => wanted.includes(name)))
                        .sort((one, other) => other.createdAt - one.createdAt);
                    const configured = "ok" in reference ? localImage(reference.ok, list) : undefined;
                    return copies.length === 0 ? (
                        <p className="uyuni-quiet">{_("There is none.")}</p>
                    ) : (
                        <CopyTable
                            copies={copies}
                            configured={configured?.id ?? ""}
                            running={containerState?.imageId ?? ""}
                        />
                    );
                }}
            </KnownText>
        </section>
    );
}

interface CopyTableProps {
    copies: readonly ImageState[];
    /** Ids, "" for none. */
    configured: string;
    running: string;
}

function CopyTable({ copies, configured, running }: CopyTableProps) {
    return (
        <table className="uyuni-table">
            <thead>
                <tr>
                    <th scope="col">{_("Reference")}</th>
                    <th scope="col">{_("Image ID")}</th>
                    <th scope="col">{_("Digest")}</th>
                    <th scope="col">{_("Created")}</th>
                    <th scope="col">{_("Size")}</th>
                </tr>
            </thead>
            <tbody>
                {copies.map((image) => (
                    <tr key={image.id}>
                        <th scope="row">
                            <References image={image} />
                            {image.id === configured && <Label isCompact>{_("configured")}</Label>}{" "}
                            {image.id === running && (
                                <Label isCompact color="green">
                                    {_("running")}
                                </Label>
                            )}
                        </th>
                        <td data-label={_("Image ID")}>
                            <ImageId id={image.id} />
                        </td>
                        <td data-label={_("Digest")}>
                            <Digests image={image} />
                        </td>
                        <td data-label={_("Created")}>
                            <Since time={image.createdAt} />
                        </td>
                        <td data-label={_("Size")}>{bytes(image.size)}</td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}

function References({ image: { references } }: { image: ImageState }) {
    if (references.length === 0)
        return <div className="uyuni-quiet">{_("without a tag: another image has taken it")}</div>;
    return (
        <ul>
            {references.map((reference) => (
                <li key={reference}>
                    <code className="uyuni-value">{visibleLine(reference)}</code>
                </li>
            ))}
        </ul>
    );
}
