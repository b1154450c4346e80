import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import { ExpandableSection } from "@patternfly/react-core/dist/esm/components/ExpandableSection";
import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { FormSelect, FormSelectOption } from "@patternfly/react-core/dist/esm/components/FormSelect";
import { useId, useState } from "react";
import { fieldsOf, isOn, pullPolicyValues, type Field } from "../../uyuni/mgradm/fields.js";
import type { Flags, Task } from "../../uyuni/mgradm/tool.js";
import { FieldNote, TextField } from "../set-up/field.js";
import { TagPicker } from "../set-up/tag-picker.js";
import { useTagDetails } from "../set-up/use-tag-details.js";
import { useTags } from "../set-up/use-tags.js";
import { _, format, translate } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import type { TaskRun } from "./use-task.js";

interface FlagFieldsProps {
    task: Task;
    flags: Flags;
    run: TaskRun;
    /** Where the tags of the server's image are listed from, "" if that is not known. */
    repository: string;
}

/** A field for each flag that this mgradm knows; those that are seldom needed at a press. */
export function FlagFields(props: FlagFieldsProps) {
    const [open, setOpen] = useState(false);
    const fields = fieldsOf(props.task, props.flags);
    const more = fields.filter((field) => field.more);
    return (
        <>
            {fields
                .filter((field) => !field.more)
                .map((field) => (
                    <FlagField key={field.flag} field={field} {...props} />
                ))}
            {more.length > 0 && (
                <ExpandableSection
                    toggleText={_("More flags")}
                    isExpanded={open}
                    onToggle={(_event, wanted) => {
                        setOpen(wanted);
                    }}
                >
                    <div className="uyuni-fields">
                        {more.map((field) => (
                            <FlagField key={field.flag} field={field} {...props} />
                        ))}
                    </div>
                </ExpandableSection>
            )}
        </>
    );
}

type FlagFieldProps = FlagFieldsProps & { field: Field };

function FlagField(props: FlagFieldProps) {
    const { field, flags, run } = props;
    const { flag, words } = field;
    const value = run.values[flag] ?? "";
    const set = (text: string) => {
        run.setValue(flag, text);
    };
    if (field.kind === "switch") {
        return (
            <Checkbox
                id={`mgradm-${flag}`}
                label={translate(words)}
                description={<code dir="ltr">--{flag}</code>}
                isChecked={isOn(run.values, flag)}
                onChange={(_event, on) => {
                    set(on ? "true" : "");
                }}
            />
        );
    }
    if (field.kind === "policy") return <Policy {...props} />;
    if (flag === "tag") return <ServerTag {...props} />;
    return (
        <TextField label={translate(words)} value={value} onChange={set} problem={run.problems[flag]}>
            <FlagNote flag={flag} flags={flags} />
            {field.kind === "volumes" && <> {_("Several are separated by blanks.")}</>}
        </TextField>
    );
}

/** The flag itself, and what mgradm takes when nothing is entered. */
function FlagNote({ flag, flags }: { flag: string; flags: Flags }) {
    const value = flags.get(flag) ?? "";
    return (
        <>
            <code dir="ltr">--{flag}</code>
            {value !== "" && value !== "[]" && (
                <> {format(_("mgradm's own default: $0"), visibleLine(value))}</>
            )}
        </>
    );
}

function Policy({ field: { flag, words }, flags, run }: FlagFieldProps) {
    const id = useId();
    const note = useId();
    return (
        <FormGroup label={translate(words)} fieldId={id}>
            <FormSelect
                id={id}
                value={run.values[flag] ?? ""}
                aria-describedby={note}
                onChange={(_event, value) => {
                    run.setValue(flag, value);
                }}
            >
                <FormSelectOption value="" label={_("As mgradm has it")} />
                {pullPolicyValues.map((value) => (
                    <FormSelectOption key={value} value={value} label={value} />
                ))}
            </FormSelect>
            <FieldNote id={note} problem={run.problems[flag]}>
                <FlagNote flag={flag} flags={flags} />
            </FieldNote>
        </FormGroup>
    );
}

function ServerTag({ field: { flag }, flags, run, repository }: FlagFieldProps) {
    const { tags, again } = useTags(repository);
    const details = useTagDetails(repository, tags.state === "ready");
    const note = useId();
    return (
        <div>
            <TagPicker
                repository={repository}
                value={run.values[flag] ?? ""}
                tags={tags}
                details={details}
                isInvalid={run.problems[flag] !== undefined}
                describedBy={note}
                onChange={(tag) => {
                    run.setValue(flag, tag);
                }}
                onAgain={again}
            />
            <FieldNote id={note} problem={run.problems[flag]}>
                <FlagNote flag={flag} flags={flags} />
            </FieldNote>
        </div>
    );
}
