import { Button } from "@patternfly/react-core/dist/esm/components/Button";
import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { FormSelect, FormSelectOption } from "@patternfly/react-core/dist/esm/components/FormSelect";
import { TextInput } from "@patternfly/react-core/dist/esm/components/TextInput";
import { useEffect, useState } from "react";
import { hostNow } from "../../../host/clock.js";
import { _ } from "../../translate.js";
import { asLocalTime, priorities, spans, type LogFilters, type Span } from "./log-filters.js";
import { priorityLabel } from "./log-words.js";

/** After the last key, before the journal is searched. */
const TYPING_MS = 400;
const BETWEEN = "between";

interface FilterProps {
    filters: LogFilters;
    onChange: (filters: LogFilters) => void;
}

/** Chooses lines; what is chosen is in the page's address. */
export function LogFilterBar({ filters, onChange }: FilterProps) {
    const isAny = filters.priority === null && filters.text === "" && timesOf(filters) === "";
    return (
        <div className="uyuni-log-filters" role="search" aria-label={_("Lines that are shown")}>
            <FormGroup label={_("Priority")} fieldId="log-priority">
                <FormSelect
                    id="log-priority"
                    value={filters.priority ?? ""}
                    onChange={(_event, name) => {
                        onChange({ ...filters, priority: priorities.find((one) => one === name) ?? null });
                    }}
                >
                    <FormSelectOption value="" label={_("All")} />
                    {priorities.map((name) => (
                        <FormSelectOption key={name} value={name} label={priorityLabel(name)} />
                    ))}
                </FormSelect>
            </FormGroup>
            <TimeFilter filters={filters} onChange={onChange} />
            <TextFilter filters={filters} onChange={onChange} />
            {!isAny && (
                <Button
                    variant="link"
                    onClick={() => {
                        onChange({ priority: null, text: "", last: null, since: "", until: "" });
                        document.getElementById("log-priority")?.focus();
                    }}
                >
                    {_("Clear filters")}
                </Button>
            )}
        </div>
    );
}

/** Waits until nobody types any more. */
function TextFilter({ filters, onChange }: FilterProps) {
    const { text } = filters;
    const [typed, setTyped] = useState({ text, of: text });
    // The address changed by itself, for example by going back.
    if (typed.of !== text) setTyped({ text: typed.text === text ? typed.text : text, of: text });
    useEffect(() => {
        if (typed.text === text) return undefined;
        const timer = window.setTimeout(() => {
            onChange({ ...filters, text: typed.text });
        }, TYPING_MS);
        return () => {
            window.clearTimeout(timer);
        };
    }, [typed.text, text, filters, onChange]);
    return (
        <FormGroup label={_("Text")} fieldId="log-text" className="uyuni-log-search">
            <TextInput
                id="log-text"
                type="search"
                value={typed.text}
                autoComplete="off"
                spellCheck={false}
                onChange={(_event, value) => {
                    setTyped({ text: value, of: text });
                }}
            />
        </FormGroup>
    );
}

function timesOf({ last, since, until }: LogFilters): Span | typeof BETWEEN | "" {
    return last ?? (since === "" && until === "" ? "" : BETWEEN);
}

function spanLabel(span: Span): string {
    switch (span) {
        case "hour":
            return _("Last hour");
        case "day":
            return _("Last 24 hours");
        case "week":
            return _("Last 7 days");
    }
}

function TimeFilter({ filters, onChange }: FilterProps) {
    const chosen = timesOf(filters);
    const choose = (value: string) => {
        const cleared = { ...filters, last: null, since: "", until: "" };
        const span = spanNames.find((name) => name === value);
        if (span !== undefined) onChange({ ...cleared, last: span });
        else if (value !== BETWEEN) onChange(cleared);
        else onChange({ ...cleared, since: asLocalTime(hostNow() - spans.day / 1000) });
    };
    return (
        <>
            <FormGroup label={_("Time")} fieldId="log-time">
                <FormSelect
                    id="log-time"
                    value={chosen}
                    onChange={(_event, value) => {
                        choose(value);
                    }}
                >
                    <FormSelectOption value="" label={_("All")} />
                    {spanNames.map((name) => (
                        <FormSelectOption key={name} value={name} label={spanLabel(name)} />
                    ))}
                    <FormSelectOption value={BETWEEN} label={_("From … to …")} />
                </FormSelect>
            </FormGroup>
            {chosen === BETWEEN && (
                <>
                    <TimeField
                        id="log-since"
                        label={_("From")}
                        value={filters.since}
                        onChange={(since) => {
                            onChange({ ...filters, since });
                        }}
                    />
                    <TimeField
                        id="log-until"
                        label={_("To")}
                        value={filters.until}
                        onChange={(until) => {
                            onChange({ ...filters, until });
                        }}
                    />
                </>
            )}
        </>
    );
}

const spanNames: readonly Span[] = ["hour", "day", "week"];

interface TimeFieldProps {
    id: string;
    label: string;
    value: string;
    onChange: (value: string) => void;
}

function TimeField({ id, label, value, onChange }: TimeFieldProps) {
    return (
        <FormGroup label={label} fieldId={id}>
            <TextInput
                id={id}
                type="datetime-local"
                value={value}
                onChange={(_event, next) => {
                    onChange(next);
                }}
            />
        </FormGroup>
    );
}
