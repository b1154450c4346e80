import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { Radio } from "@patternfly/react-core/dist/esm/components/Radio";
import { useId } from "react";
import { pullPolicies, type PullPolicy } from "../../uyuni/set-up-intent.js";
import { Phrase } from "../components/phrase.js";
import { _ } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { FieldNote, TextField } from "./field.js";
import { reference, splitReference } from "./form.js";
import type { FieldsProps, ImageForm } from "./fields-props.js";
import { TagPicker } from "./tag-picker.js";
import { useTagDetails } from "./use-tag-details.js";
import { useTags } from "./use-tags.js";

/** Which image, and when it is pulled. */
export function ImageFields<Form extends ImageForm>({ form, problems, onChange }: FieldsProps<Form>) {
    const { tags, again } = useTags(form.repository);
    const details = useTagDetails(form.repository, tags.state === "ready");
    const note = useId();
    const registry = form.repository.slice(0, Math.max(0, form.repository.indexOf("/")));
    // A pasted reference has its tag with it.
    const split = () => {
        const parts = splitReference(form.repository);
        if (parts.tag !== "") onChange({ ...form, ...parts });
    };
    return (
        <fieldset className="uyuni-fields">
            <legend>{_("Image")}</legend>
            <div className="uyuni-fields-row">
                <TextField
                    label={_("Registry and name")}
                    value={form.repository}
                    inputMode="url"
                    isInvalid={problems["image"] !== undefined}
                    describedBy={note}
                    onChange={(repository) => {
                        onChange({ ...form, repository });
                    }}
                    onBlur={split}
                >
                    {_("A whole reference can be pasted here, too.")}
                </TextField>
                <TagPicker
                    registry={registry}
                    value={form.tag}
                    tags={tags}
                    details={details}
                    isInvalid={problems["image"] !== undefined}
                    describedBy={note}
                    onChange={(tag) => {
                        onChange({ ...form, tag });
                    }}
                    onAgain={again}
                />
            </div>
            <div>
                <p>
                    <Phrase
                        text={_("The image is going to be: $0")}
                        values={[
                            <code key="reference" className="uyuni-value">
                                {visibleLine(reference(form))}
                            </code>,
                        ]}
                    />
                </p>
                <FieldNote id={note} problem={problems["image"]} />
            </div>
            <FormGroup role="radiogroup" fieldId="pull-policy" label={_("When the image is pulled")} isStack>
                {pullPolicies.map((policy) => (
                    <Radio
                        key={policy}
                        id={`pull-policy-${policy}`}
                        name="pull-policy"
                        label={policyTitle(policy)}
                        description={policyText(policy)}
                        isChecked={form.pullPolicy === policy}
                        onChange={() => {
                            onChange({ ...form, pullPolicy: policy });
                        }}
                    />
                ))}
            </FormGroup>
        </fieldset>
    );
}

function policyTitle(policy: PullPolicy): string {
    switch (policy) {
        case "Always":
            return _("Always");
        case "IfNotPresent":
            return _("If not present");
        case "Never":
            return _("Never");
    }
}

function policyText(policy: PullPolicy): string {
    switch (policy) {
        case "Always":
            return _("Ask the registry, so that what it now has under this tag is used.");
        case "IfNotPresent":
            return _("Use the image that is on this host, and ask the registry only when there is none.");
        case "Never":
            return _("Use the image that is on this host. For hosts without a way to the registry.");
    }
}
