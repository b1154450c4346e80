import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { FormHelperText } from "@patternfly/react-core/dist/esm/components/Form";
import { HelperText, HelperTextItem } from "@patternfly/react-core/dist/esm/components/HelperText";
import { errorText } from "../components/error-alert.js";
import { count } from "../time.js";
import { _, format, ngettext } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import type { Tags } from "./use-tags.js";

interface TagNoteProps {
    id: string;
    registry: string;
    tags: Tags;
    matching: number;
    shown: number;
    isFiltered: boolean;
    onAgain: () => void;
}

/** What the registry said about its tags. */
export function TagNote({ id, registry, tags, onAgain, ...counts }: TagNoteProps) {
    return (
        <FormHelperText>
            <HelperText id={id} isLiveRegion>
                {tags.state === "failed" ? (
                    <>
                        <HelperTextItem
                            variant="warning"
                            screenReaderText={_("warning")}
                            className="uyuni-machine-text"
                        >
                            {format(
                                _("The tags could not be listed, but you can type one. $0 said: $1"),
                                visibleLine(registry),
                                errorText(tags.error),
                            )}
                        </HelperTextItem>
                        <Button variant="link" isInline onClick={onAgain}>
                            {_("Ask again")}
                        </Button>
                    </>
                ) : (
                    <HelperTextItem>{noteText(registry, tags, counts)}</HelperTextItem>
                )}
            </HelperText>
        </FormHelperText>
    );
}

function noteText(
    registry: string,
    tags: Exclude<Tags, { state: "failed" }>,
    { matching, shown, isFiltered }: Pick<TagNoteProps, "matching" | "shown" | "isFiltered">,
): string {
    switch (tags.state) {
        case "none":
            return _("Enter the image first: then its registry is asked for tags.");
        case "loading":
            return format(_("Asking $0 for tags …"), visibleLine(registry));
        case "ready":
            if (tags.tags.length === 0)
                return format(_("$0 has no tags of this image."), visibleLine(registry));
            if (isFiltered && matching === 0)
                return _("No tag of the registry matches. It is used as typed.");
            if (shown < matching) {
                return format(
                    _("The first $0 of $1 tags: type to filter them."),
                    count(shown),
                    count(matching),
                );
            }
            return format(
                ngettext("$0 tag to choose from.", "$0 tags to choose from.", matching),
                count(matching),
            );
    }
}
