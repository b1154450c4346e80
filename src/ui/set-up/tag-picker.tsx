import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { TextInput } from "@patternfly/react-core/dist/esm/components/TextInput";
import CaretIcon from "@patternfly/react-icons/dist/esm/icons/rh-microns-caret-down-icon";
import { useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { ImageState } from "../../uyuni/host-state.js";
import type { TagDetails } from "../../uyuni/told-image.js";
import { newestFirst, orderedByAge } from "../../uyuni/tag-order.js";
import { useHostState } from "../host-context.js";
import { _ } from "../translate.js";
import { TagNote } from "./tag-note.js";
import { TagOption } from "./tag-option.js";
import { useHostArchitecture, type ReadDetails } from "./use-tag-details.js";
import type { Tags } from "./use-tags.js";

/** More than this is not scrolled through, but filtered. */
const SHOWN = 500;
/** Of so many the registry is asked for details ahead of those that can be seen. */
const AHEAD = 24;

interface TagPickerProps {
    repository: string;
    value: string;
    tags: Tags;
    details: ReadDetails;
    isInvalid: boolean;
    /** Id of the element that says what is wrong. */
    describedBy: string;
    onChange: (tag: string) => void;
    onAgain: () => void;
}

/** Tags in the order in which they are shown until the list is closed, or others match. */
interface Held {
    readonly of: readonly string[];
    readonly order: readonly string[];
}

/** Text field with the registry's tags below it: typing filters them, and any other tag may be typed as well. */
export function TagPicker({
    repository,
    value,
    tags,
    details: { details, missing, want, again },
    isInvalid,
    describedBy,
    onChange,
    onAgain,
}: TagPickerProps) {
    const id = useId();
    const input = useRef<HTMLInputElement>(null);
    const list = useRef<HTMLDivElement>(null);
    const [open, setOpen] = useState(false);
    const [active, setActive] = useState(-1);
    // After choosing, all tags are offered again; after typing, those that match.
    const [filter, setFilter] = useState("");
    // What is learnt of them while they are shown moves none from where it is seen.
    const [held, setHeld] = useState<Held | null>(null);
    const all = useMemo(() => (tags.state === "ready" ? tags.tags : []), [tags]);
    const matching = useMemo(
        () => all.filter((tag) => tag.toLowerCase().includes(filter.toLowerCase())),
        [all, filter],
    );
    const sorted = useMemo(() => newestFirst(matching, details), [matching, details]);
    const ordered = useMemo(() => orderedByAge(matching, details), [matching, details]);
    if (open && held?.of !== matching) setHeld({ of: matching, order: sorted });
    const shown = (held?.of === matching ? held.order : sorted).slice(0, SHOWN);
    const architecture = useHostArchitecture();
    const digests = useLocalDigests();
    const isOpen = open && shown.length > 0;

    useEffect(() => {
        want([value, ...matching.slice(0, AHEAD)].filter((tag) => tag !== "" && all.includes(tag)));
    }, [want, value, matching, all]);

    // What was pressed is gone while the registry is asked again: the focus goes where the answer is told.
    const asked = useRef(false);
    const isAnswered = tags.state !== "loading";
    useEffect(() => {
        if (!isAnswered || !asked.current) return;
        asked.current = false;
        if (!(document.activeElement instanceof HTMLInputElement)) input.current?.focus();
    }, [isAnswered]);

    const close = () => {
        setOpen(false);
        setActive(-1);
        setHeld(null);
    };
    const show = () => {
        setFilter("");
        setActive(-1);
        setOpen(true);
    };
    const chosen = useRef(onChange);
    const choose = useCallback((tag: string) => {
        chosen.current(tag);
    }, []);
    useEffect(() => {
        chosen.current = (tag) => {
            onChange(tag);
            setFilter("");
            close();
            input.current?.focus();
        };
    });

    // The dialog closes at Escape by listening further out: the list comes first.
    useEffect(() => {
        const field = input.current;
        if (field === null || !isOpen) return undefined;
        const onEscape = (event: globalThis.KeyboardEvent) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setOpen(false);
            setActive(-1);
            setHeld(null);
        };
        field.addEventListener("keydown", onEscape);
        return () => {
            field.removeEventListener("keydown", onEscape);
        };
    }, [isOpen]);

    useEffect(() => {
        list.current?.children[active]?.scrollIntoView({ block: "nearest" });
    }, [active]);

    const onKeyDown = (event: KeyboardEvent) => {
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step !== 0) {
            event.preventDefault();
            if (!isOpen) show();
            else setActive((active + step + shown.length) % shown.length);
        } else if (event.key === "Enter" && isOpen) {
            const tag = shown[active];
            event.preventDefault();
            if (tag === undefined) close();
            else choose(tag);
        }
    };

    return (
        <FormGroup label={_("Tag")} fieldId={`${id}field`}>
            <div className="uyuni-combobox">
                <TextInput
                    ref={input}
                    id={`${id}field`}
                    value={value}
                    type="text"
                    dir="ltr"
                    role="combobox"
                    autoComplete="off"
                    autoCapitalize="off"
                    spellCheck={false}
                    validated={isInvalid ? "error" : "default"}
                    aria-autocomplete="list"
                    aria-expanded={isOpen}
                    aria-controls={`${id}list`}
                    aria-describedby={`${id}note ${describedBy}`}
                    {...(active >= 0 && { "aria-activedescendant": `${id}option${String(active)}` })}
                    onChange={(_event, text) => {
                        onChange(text);
                        setFilter(text);
                        setActive(-1);
                        setOpen(true);
                    }}
                    onClick={show}
                    onKeyDown={onKeyDown}
                    onBlur={() => {
                        close();
                        if (value !== value.trim()) onChange(value.trim());
                    }}
                />
                <Button
                    variant="plain"
                    className="uyuni-combobox-toggle"
                    tabIndex={-1}
                    aria-label={_("Show the tags")}
                    isDisabled={all.length === 0}
                    icon={<CaretIcon />}
                    onMouseDown={(event) => {
                        event.preventDefault();
                        input.current?.focus();
                        if (isOpen) close();
                        else show();
                    }}
                />
                <div
                    ref={list}
                    id={`${id}list`}
                    role="listbox"
                    aria-label={_("Tags")}
                    tabIndex={-1}
                    className="uyuni-combobox-list"
                    hidden={!isOpen}
                    dir="ltr"
                    onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
                        const last = Math.ceil(((scrollTop + clientHeight) / scrollHeight) * shown.length);
                        want(shown.slice(Math.max(0, last - AHEAD), last + AHEAD));
                    }}
                >
                    {isOpen &&
                        shown.map((tag, index) => (
                            <TagOption
                                key={tag}
                                id={`${id}option${String(index)}`}
                                tag={tag}
                                details={details.get(tag)}
                                architecture={architecture}
                                isHere={isHere(digests, details.get(tag))}
                                isActive={index === active}
                                isChosen={tag === value}
                                onChoose={choose}
                            />
                        ))}
                </div>
            </div>
            <TagNote
                id={`${id}note`}
                repository={repository}
                tags={tags}
                matching={matching.length}
                shown={shown.length}
                isFiltered={filter !== ""}
                ordered={ordered}
                missing={missing}
                hasDetails={details.size > 0}
                onDetails={again}
                onAgain={() => {
                    asked.current = true;
                    onAgain();
                }}
            />
        </FormGroup>
    );
}

const NO_IMAGES: readonly ImageState[] = [];

/** Digests of the images that are on this host. */
function useLocalDigests(): ReadonlySet<string> {
    const images = useHostState(({ podman }) => (podman.state === "known" ? podman.value.images : NO_IMAGES));
    return useMemo(
        () =>
            new Set(
                images.flatMap(({ digests }) => digests.map((name) => name.slice(name.indexOf("@") + 1))),
            ),
        [images],
    );
}

function isHere(digests: ReadonlySet<string>, details: TagDetails | undefined): boolean {
    return details !== undefined && (digests.has(details.digest) || digests.has(details.imageDigest));
}
