import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { Radio } from "@patternfly/react-core/dist/esm/components/Radio";
import { pullPolicies, type PullPolicy } from "../../uyuni/set-up-intent.js";
import { _ } from "../translate.js";
import { TextField } from "./field.js";
import type { FieldsProps, ImageForm } from "./fields-props.js";
import { splitReference } from "./form.js";
import { PinField } from "./pin-field.js";
import { TagPicker } from "./tag-picker.js";
import { useTagDetails } from "./use-tag-details.js";
import { useTags } from "./use-tags.js";

type RegistryFieldsProps<Form> = FieldsProps<Form> & {
    /** Id of the element that says what is wrong with the image. */
    note: string;
};

/** An image of a registry: its name, its tag or digest, and when it is pulled. */
export function RegistryFields<Form extends ImageForm>(props: RegistryFieldsProps<Form>) {
    const { form, problems, note, onChange } = props;
    const { tags, again } = useTags(form.repository);
    const details = useTagDetails(form.repository, tags.state === "ready");
    // A pasted reference has its tag with it, and blanks around it.
    const split = () => {
        const parts = splitReference(form.repository.trim());
        if (parts.tag !== "") onChange({ ...form, ...parts, pinned: "" });
        else if (parts.repository !== form.repository)
            onChange({ ...form, repository: parts.repository, pinned: "" });
    };
    return (
        <>
            <div className="uyuni-fields-row">
                <TextField
                    label={_("Registry and name")}
                    value={form.repository}
                    inputMode="url"
                    isInvalid={problems["image"] !== undefined}
                    describedBy={note}
                    onChange={(repository) => {
                        onChange({ ...form, repository, pinned: "" });
                    }}
                    onBlur={split}
                >
                    {_("A whole reference can be pasted here, too.")}
                </TextField>
                <TagPicker
                    repository={form.repository}
                    value={form.tag}
                    tags={tags}
                    details={details}
                    isInvalid={problems["image"] !== undefined}
                    describedBy={note}
                    onChange={(tag) => {
                        onChange({ ...form, tag, pinned: "" });
                    }}
                    onAgain={again}
                />
            </div>
            <PinField
                form={form}
                digest={details.details.get(form.tag)?.digest ?? ""}
                onPin={(pinned) => {
                    onChange({ ...form, pinned });
                }}
            />
            <PolicyField
                policy={form.pullPolicy}
                onChange={(pullPolicy) => {
                    onChange({ ...form, pullPolicy });
                }}
            />
        </>
    );
}

interface PolicyFieldProps {
    policy: PullPolicy;
    onChange: (policy: PullPolicy) => void;
}

function PolicyField({ policy: chosen, onChange }: PolicyFieldProps) {
    return (
        <FormGroup role="radiogroup" fieldId="pull-policy" label={_("When the image is pulled")} isStack>
            {pullPolicies.map((policy) => (
                <Radio
                    key={policy}
                    id={`pull-policy-${policy}`}
                    name="pull-policy"
                    label={policyTitle(policy)}
                    description={policyText(policy)}
                    isChecked={chosen === policy}
                    onChange={() => {
                        onChange(policy);
                    }}
                />
            ))}
        </FormGroup>
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
            return _(
                "Ask the registry, so that what it now has under this tag is used. An RPM of this host that has the tag comes first.",
            );
        case "IfNotPresent":
            return _(
                "Use the image that is on this host, or in an RPM, and ask the registry only when there is none.",
            );
        case "Never":
            return _(
                "Use the image that is on this host, or in an RPM. For hosts without a way to the registry.",
            );
    }
}
