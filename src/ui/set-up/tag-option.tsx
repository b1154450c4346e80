import { memo } from "react";
import { hostNow } from "../../host/clock.js";
import { isFor, type TagDetails } from "../../uyuni/told-image.js";
import { absoluteTime, bytes, list, relativeTime } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";

/** Of a digest, as much as podman shows of one. */
const SHORT = "sha256:".length + 12;

interface TagOptionProps {
    id: string;
    tag: string;
    details: TagDetails | undefined;
    /** Of this host, "" if it is not known. */
    architecture: string;
    isHere: boolean;
    isActive: boolean;
    isChosen: boolean;
    onChoose: (tag: string) => void;
}

/** A tag, and what is known of the image behind it. */
export const TagOption = memo(function TagOption(props: TagOptionProps) {
    const { id, tag, isActive, isChosen, onChoose } = props;
    return (
        <div
            id={id}
            role="option"
            tabIndex={-1}
            aria-selected={isChosen}
            className={isActive ? "uyuni-combobox-active" : undefined}
            // Before the field loses the focus.
            onMouseDown={(event) => {
                event.preventDefault();
                onChoose(tag);
            }}
        >
            <div className="uyuni-tag-name">{visibleLine(tag)}</div>
            <OptionDetails {...props} />
        </div>
    );
});

function OptionDetails({ details, architecture, isHere }: TagOptionProps) {
    if (details === undefined) return null;
    const { created, size, digest, imageDigest } = details;
    const shown = digest === "" ? imageDigest : digest;
    return (
        <div className="uyuni-tag-details">
            {created > 0 && (
                <time dateTime={new Date(created).toISOString()} title={absoluteTime(created)}>
                    {relativeTime(created, Math.max(created, hostNow()))}
                </time>
            )}
            {size > 0 && <span>{bytes(size)}</span>}
            {shown !== "" && <code title={shown}>{shown.slice(0, SHORT)}</code>}
            {isHere && <span className="uyuni-tag-here">{_("on this host")}</span>}
            {!isFor(architecture, details) && (
                <span className="uyuni-tag-other">{otherArchitecture(architecture, details)}</span>
            )}
        </div>
    );
}

/** That an image is for others than this host. */
export function otherArchitecture(
    architecture: string,
    { architectures }: Pick<TagDetails, "architectures">,
): string {
    return format(
        _("not for this host’s architecture ($0), but for $1"),
        visibleLine(architecture),
        list(architectures),
    );
}
