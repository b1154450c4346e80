import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { TextInput } from "@patternfly/react-core/dist/esm/components/TextInput";
import { useState } from "react";
import { FieldNote } from "../set-up/field.js";
import { _ } from "../translate.js";
import { isKeptCount, MOST_KEPT } from "../../uyuni/images/going-back.js";
import { message } from "../../uyuni/message.js";

interface KeepFieldProps {
    count: number;
    onChange: (count: number) => void;
}

/** How many images of each service are kept for going back; what is no such number changes nothing. */
export function KeepField({ count, onChange }: KeepFieldProps) {
    const [text, setText] = useState(String(count));
    const isValid = isKeptCount(text);
    return (
        <FormGroup
            className="uyuni-images-keep"
            label={_("Kept for going back, of each service")}
            fieldId="images-keep"
        >
            <TextInput
                id="images-keep"
                type="number"
                min={0}
                max={MOST_KEPT}
                value={text}
                validated={isValid ? "default" : "error"}
                aria-describedby="images-keep-note"
                onChange={(_event, typed) => {
                    setText(typed);
                    if (isKeptCount(typed)) onChange(Number(typed));
                }}
            />
            <FieldNote
                id="images-keep-note"
                problem={isValid ? undefined : message("A number from 0 to $0", String(MOST_KEPT))}
            >
                {_("The last ones that ran; where the history knows too few, the newest ones.")}
            </FieldNote>
        </FormGroup>
    );
}
