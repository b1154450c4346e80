import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { TextInput } from "@patternfly/react-core/dist/esm/components/TextInput";
import CaretIcon from "@patternfly/react-icons/dist/esm/icons/rh-microns-caret-down-icon";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { _ } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { TagNote } from "./tag-note.js";
import type { Tags } from "./use-tags.js";

/** More than this is not scrolled through, but filtered. */
const SHOWN = 200;

interface TagPickerProps {
    registry: string;
    value: string;
    tags: Tags;
    isInvalid: boolean;
    /** Id of the element that says what is wrong. */
    describedBy: string;
    onChange: (tag: string) => void;
    onAgain: () => void;
}

/** Text field with the registry's tags below it: typing filters them, and any other tag may be typed as well. */
export function TagPicker({
    registry,
    value,
    tags,
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
    const all = tags.state === "ready" ? tags.tags : [];
    const matching = all.filter((tag) => tag.toLowerCase().includes(filter.toLowerCase()));
    const shown = matching.slice(0, SHOWN);
    const isOpen = open && shown.length > 0;

    const close = () => {
        setOpen(false);
        setActive(-1);
    };
    const show = () => {
        setFilter("");
        setActive(-1);
        setOpen(true);
    };
    const choose = (tag: string) => {
        onChange(tag);
        setFilter("");
        close();
        input.current?.focus();
    };

    // The dialog closes at Escape by listening further out: the list comes first.
    useEffect(() => {
        const field = input.current;
        if (field === null || !isOpen) return undefined;
        const onEscape = (event: globalThis.KeyboardEvent) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setOpen(false);
            setActive(-1);
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
                    onBlur={close}
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
                    className="uyuni-combobox-list"
                    hidden={!isOpen}
                    dir="ltr"
                >
                    {isOpen &&
                        shown.map((tag, index) => (
                            <TagOption
                                key={tag}
                                id={`${id}option${String(index)}`}
                                tag={tag}
                                isActive={index === active}
                                isChosen={tag === value}
                                onChoose={choose}
                            />
                        ))}
                </div>
            </div>
            <TagNote
                id={`${id}note`}
                registry={registry}
                tags={tags}
                matching={matching.length}
                shown={shown.length}
                isFiltered={filter !== ""}
                onAgain={onAgain}
            />
        </FormGroup>
    );
}

interface TagOptionProps {
    id: string;
    tag: string;
    isActive: boolean;
    isChosen: boolean;
    onChoose: (tag: string) => void;
}

function TagOption({ id, tag, isActive, isChosen, onChoose }: TagOptionProps) {
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
            {visibleLine(tag)}
        </div>
    );
}
