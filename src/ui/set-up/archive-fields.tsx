import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { Radio } from "@patternfly/react-core/dist/esm/components/Radio";
import type { ImageArchive } from "../../uyuni/archive-facts.js";
import { checkArchivePath } from "../../uyuni/archive-path.js";
import { bestName } from "../../uyuni/image-archive.js";
import type { Service } from "../../uyuni/services.js";
import { ErrorAlert } from "../components/error-alert.js";
import { bytes, list } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { TextField } from "./field.js";
import type { FieldsProps, ImageForm } from "./fields-props.js";
import { reference, splitReference } from "./form.js";
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
            {look !== null &&
                (look.archive === null ? (
                    <ErrorAlert title={_("The archive could not be looked into")} error={look.error} />
                ) : (
                    <Found archive={look.archive} asked={reference(form)} onChoose={choose} />
                ))}
        </>
    );
}

interface FoundProps {
    archive: ImageArchive;
    /** Name of the one that is chosen. */
    asked: string;
    onChoose: (name: string) => void;
}

function Found({ archive, asked, onChoose }: FoundProps) {
    const names = archive.content?.names ?? [];
    return (
        <>
            <p role="status">{foundText(archive)}</p>
            {names.length > 0 && (
                <FormGroup
                    role="radiogroup"
                    fieldId="archive-image"
                    label={_("Images in the archive")}
                    isStack
                >
                    {names.map((name) => (
                        <Radio
                            key={name}
                            id={`archive-image-${name}`}
                            name="archive-image"
                            label={<span className="uyuni-value">{visibleLine(name)}</span>}
                            isChecked={asked === name}
                            onChange={() => {
                                onChoose(name);
                            }}
                        />
                    ))}
                </FormGroup>
            )}
        </>
    );
}

function foundText({ asked, path, parts, content, bytes: size }: ImageArchive): string {
    const own = parts.find((part) => part.path === path);
    if (own === undefined) return format(_("There is no file $0."), visibleLine(asked));
    if (own.kind !== "file") return format(_("$0 is no file."), visibleLine(path));
    if (content === null) return format(_("$0 is no archive of an image."), visibleLine(path));
    if (content.names.length === 0)
        return format(_("$0 does not say the name of its image."), visibleLine(path));
    return content.architectures.length > 0
        ? format(_("The archive has $0, for $1."), bytes(size), list(content.architectures.map(visibleLine)))
        : format(_("The archive has $0."), bytes(size));
}
