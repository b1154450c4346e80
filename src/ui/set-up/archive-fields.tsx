import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { checkArchivePath } from "../../uyuni/archive-path.js";
import { bestName } from "../../uyuni/image-archive.js";
import type { Service } from "../../uyuni/services.js";
import { _ } from "../translate.js";
import { ArchiveContent } from "./archive-content.js";
import { TextField } from "./field.js";
import type { FieldsProps, ImageForm } from "./fields-props.js";
import { reference, splitReference } from "./form.js";
import { PinLater } from "./pin-field.js";
import { useArchive } from "./use-archive.js";

/** An archive that somebody put on the host, and which of its images is meant. */
export function ArchiveFields<Form extends ImageForm>({
    form,
    service,
    problems,
    onChange,
}: FieldsProps<Form> & { service: Service }) {
    const choose = (name: string) => {
        onChange({ ...form, ...splitReference(name), pinned: "" });
    };
    const { looking, look, lookInside } = useArchive(form.archive, ({ content }) => {
        const name = bestName(content?.names ?? [], reference(form), service.imageName);
        if (name !== null) choose(name);
    });
    return (
        <>
            <TextField
                label={_("Archive")}
                value={form.archive}
                problem={problems["archive"]}
                onChange={(archive) => {
                    onChange({ ...form, archive });
                }}
                onBlur={() => {
                    if (!looking && look === null) lookInside();
                }}
            >
                {_(
                    "Path of a file on this host that podman save wrote, such as /root/image.tar. Nobody but root may be able to change it.",
                )}
            </TextField>
            <div>
                <Button
                    variant="secondary"
                    isLoading={looking}
                    isAriaDisabled={looking || "error" in checkArchivePath(form.archive)}
                    spinnerAriaValueText={_("Looking")}
                    onClick={() => {
                        if (!looking) lookInside();
                    }}
                >
                    {_("Look into the archive")}
                </Button>
            </div>
            <ArchiveContent look={look} asked={reference(form)} onChoose={choose} />
            <PinLater />
        </>
    );
}
