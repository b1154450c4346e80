import { FormGroup, FormHelperText } from "@patternfly/react-core/dist/esm/components/Form";
import { HelperText, HelperTextItem } from "@patternfly/react-core/dist/esm/components/HelperText";
import { TextInput } from "@patternfly/react-core/dist/esm/components/TextInput";
import { useId, type ReactNode } from "react";
import type { Message } from "../../uyuni/message.js";
import { _, translate } from "../translate.js";

interface FieldNoteProps {
    id: string;
    problem: Message | undefined;
    children?: ReactNode;
}

/** What is wrong with a field, or else what it means; tied to the field by its id. */
export function FieldNote({ id, problem, children }: FieldNoteProps) {
    return (
        <FormHelperText>
            <HelperText id={id} isLiveRegion>
                <HelperTextItem
                    variant={problem === undefined ? "default" : "error"}
                    screenReaderText={_("not valid")}
                    className="uyuni-machine-text"
                >
                    {problem === undefined ? children : translate(problem)}
                </HelperTextItem>
            </HelperText>
        </FormHelperText>
    );
}

interface TextFieldProps {
    label: string;
    value: string;
    onChange: (value: string) => void;
    onBlur?: (() => void) | undefined;
    problem?: Message | undefined;
    /** It is part of something that is not valid, which the element `describedBy` says. */
    isInvalid?: boolean;
    describedBy?: string;
    inputMode?: "text" | "numeric" | "url";
    children?: ReactNode;
}

/** A line of text, checked as it is typed. */
export function TextField({ label, value, problem, inputMode = "text", children, ...field }: TextFieldProps) {
    const id = useId();
    const note = useId();
    const { isInvalid = problem !== undefined, describedBy, onChange, onBlur } = field;
    return (
        <FormGroup label={label} fieldId={id}>
            <TextInput
                id={id}
                value={value}
                type="text"
                dir="ltr"
                inputMode={inputMode}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                validated={isInvalid ? "error" : "default"}
                aria-describedby={describedBy === undefined ? note : `${note} ${describedBy}`}
                onChange={(_event, text) => {
                    onChange(text);
                }}
                {...(onBlur !== undefined && { onBlur })}
            />
            <FieldNote id={note} problem={problem}>
                {children}
            </FieldNote>
        </FormGroup>
    );
}
