import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { Radio } from "@patternfly/react-core/dist/esm/components/Radio";
import type { ImageArchive } from "../../uyuni/archive-facts.js";
import { ErrorAlert } from "../components/error-alert.js";
import { bytes, list } from "../time.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import type { ArchiveLook } from "./use-archive.js";

interface ArchiveContentProps {
    /** Null while nobody has looked. */
    look: ArchiveLook | null;
    /** Name of the image that is chosen. */
    asked: string;
    onChoose: (name: string) => void;
}

/** What was seen in an archive, and which of its images is meant. */
export function ArchiveContent({ look, asked, onChoose }: ArchiveContentProps) {
    if (look === null) return null;
    const { archive, error } = look;
    if (archive === null)
        return <ErrorAlert title={_("The archive could not be looked into")} error={error} />;
    const names = archive.content?.agree === true ? archive.content.names : [];
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

function foundText({ asked, path, parts, content, fault, bytes: size }: ImageArchive): string {
    const own = parts.find((part) => part.path === path);
    if (own === undefined) return format(_("There is no file $0."), visibleLine(asked));
    if (own.kind !== "file") return format(_("$0 is no file."), visibleLine(path));
    if (fault) return translate(fault);
    if (content === null) return format(_("$0 is no archive of an image."), visibleLine(path));
    if (!content.agree)
        return format(_("$0 has two lists of its images, which do not say the same."), visibleLine(path));
    if (content.names.length === 0)
        return format(_("$0 does not say the name of its image."), visibleLine(path));
    const architectures = [...new Set(content.images.flatMap((image) => image.architectures))];
    return architectures.length > 0
        ? format(_("The archive has $0, for $1."), bytes(size), list(architectures.map(visibleLine)))
        : format(_("The archive has $0."), bytes(size));
}
