import { FormHelperText } from "@patternfly/react-core/dist/esm/components/Form";
import { HelperText, HelperTextItem } from "@patternfly/react-core/dist/esm/components/HelperText";
import { RegistryError } from "../../host/registry-error.js";
import type { AnsweredSource } from "../../uyuni/answered-source.js";
import { registrySentence } from "../../uyuni/registry-answer.js";
import { ActionButton } from "../components/action-button.js";
import { errorText } from "../components/error-alert.js";
import { answeredByWords } from "../registry/answered-by.js";
import { usePause } from "../registry/use-pause.js";
import type { orderedByAge } from "../../uyuni/tag-order.js";
import { count } from "../time.js";
import { _, format, ngettext, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { TagsFailed } from "./tags-failed.js";
import type { Missing } from "./use-tag-details.js";
import type { Tags } from "./use-tags.js";

interface TagNoteProps {
    id: string;
    repository: string;
    tags: Tags;
    matching: number;
    shown: number;
    isFiltered: boolean;
    /** Of how many of them the age is known, by which they are ordered. */
    ordered: ReturnType<typeof orderedByAge>;
    /** Why only names are known, of some or of all; null if more may be. */
    missing: Missing | null;
    /** More than names is known of some. */
    hasDetails: boolean;
    /** Asks for what is missing. */
    onDetails: () => void;
    onAgain: () => void;
}

/** What the registry said about its tags. */
export function TagNote({ id, repository, tags, ordered, onAgain, ...more }: TagNoteProps) {
    const { missing, hasDetails, onDetails, ...counts } = more;
    const registry = repository.slice(0, Math.max(0, repository.indexOf("/")));
    return (
        <FormHelperText>
            <HelperText id={id} isLiveRegion>
                {tags.state === "failed" ? (
                    <TagsFailed
                        registry={registry}
                        repository={repository}
                        error={tags.error}
                        onAgain={onAgain}
                    />
                ) : (
                    <HelperTextItem>{noteText(registry, tags, counts)}</HelperTextItem>
                )}
                {tags.state === "ready" && ordered === "some" && (
                    <HelperTextItem>{_("The newest first, as far as their age is known.")}</HelperTextItem>
                )}
                {tags.state === "ready" && <From from={tags.from} />}
                {tags.state === "ready" && missing !== null && (
                    <DetailsMissing missing={missing} isSome={hasDetails} onAgain={onDetails} />
                )}
            </HelperText>
        </FormHelperText>
    );
}

interface DetailsMissingProps {
    missing: Missing;
    isSome: boolean;
    onAgain: () => void;
}

/** Why there is no more than names, and asking once more. */
function DetailsMissing({ missing, isSome, onAgain }: DetailsMissingProps) {
    const failed = "error" in missing && missing.error instanceof RegistryError ? missing.error : null;
    const paused = usePause([failed?.registry ?? null]);
    const why =
        failed !== null
            ? translate(registrySentence(failed.registry, failed.failure))
            : "error" in missing
              ? errorText(missing.error)
              : translate(missing.reason);
    return (
        <>
            <HelperTextItem variant="warning" screenReaderText={_("warning")}>
                {format(
                    isSome
                        ? _("Age, size and digest of some tags are not known: $0")
                        : _("Age, size and digest of the tags are not known: $0"),
                    visibleLine(why),
                )}
            </HelperTextItem>
            <ActionButton variant="link" isInline blocked={paused} onClick={onAgain}>
                {_("Ask again")}
            </ActionButton>
        </>
    );
}

/** Which mirror has told the tags, and which have not. */
function From({ from }: { from: AnsweredSource }) {
    const { mirror, passed } = answeredByWords(from);
    return (
        <>
            {mirror !== "" && <HelperTextItem>{mirror}</HelperTextItem>}
            {passed.map((words) => (
                <HelperTextItem key={words} variant="warning" screenReaderText={_("warning")}>
                    {words}
                </HelperTextItem>
            ))}
        </>
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
