import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { Radio } from "@patternfly/react-core/dist/esm/components/Radio";
import { useEffect } from "react";
import { bestName } from "../../uyuni/image-archive.js";
import type { RpmImage } from "../../uyuni/rpm-images.js";
import type { Service } from "../../uyuni/services.js";
import { ErrorAlert } from "../components/error-alert.js";
import { list } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { ArchiveContent } from "./archive-content.js";
import type { FieldsProps, ImageForm } from "./fields-props.js";
import { reference, splitReference } from "./form.js";
import { PinLater } from "./pin-field.js";
import { useArchive } from "./use-archive.js";
import { useRpmImages } from "./use-rpm-images.js";

type RpmFieldsProps<Form> = FieldsProps<Form> & { service: Service };

/** Images that came to the host in RPMs, and which of them is meant. */
export function RpmFields<Form extends ImageForm>({ form, service, onChange }: RpmFieldsProps<Form>) {
    const found = useRpmImages(service.imageName);
    const choose = (name: string) => {
        onChange({ ...form, ...splitReference(name), pinned: "" });
    };
    const { looking, look, lookInside } = useArchive(form.archive, ({ content }) => {
        const name = bestName(content?.names ?? [], reference(form), service.imageName);
        if (name !== null) choose(name);
    });
    const isNew = form.archive !== "" && look === null;
    useEffect(() => {
        if (isNew) lookInside();
    }, [isNew, lookInside]);
    if (found.state === "failed")
        return <ErrorAlert title={_("The RPMs could not be looked at")} error={found.error} />;
    if (found.state === "loading") return <p role="status">{_("Looking for images in RPMs …")}</p>;
    if (found.images.length === 0) return <p role="status">{_("No RPM on this host has an image.")}</p>;
    return (
        <>
            <FormGroup role="radiogroup" fieldId="rpm-image" label={_("Images in RPMs")} isStack>
                {found.images.map((image) => (
                    <Radio
                        key={image.path}
                        id={`rpm-image-${image.path}`}
                        name="rpm-image"
                        label={<span className="uyuni-value">{visibleLine(image.name)}</span>}
                        description={details(image)}
                        isChecked={form.archive === image.path}
                        onChange={() => {
                            onChange({ ...form, archive: image.path });
                        }}
                    />
                ))}
            </FormGroup>
            {form.archive === "" && <p>{_("Choose one of them.")}</p>}
            {looking && <p role="status">{_("Looking into the archive …")}</p>}
            <ArchiveContent look={look} asked={reference(form)} onChoose={choose} />
            <PinLater />
        </>
    );
}

function details({ path, tags }: RpmImage): string {
    return tags.length === 0
        ? visibleLine(path)
        : format(_("$0, tags: $1"), visibleLine(path), list(tags.map(visibleLine)));
}
