import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { Radio } from "@patternfly/react-core/dist/esm/components/Radio";
import { useId } from "react";
import type { Service } from "../../uyuni/services.js";
import { Phrase } from "../components/phrase.js";
import { _ } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import { ArchiveFields } from "./archive-fields.js";
import { FieldNote } from "./field.js";
import type { FieldsProps, ImageForm, ImagePlace } from "./fields-props.js";
import { policyFor, reference } from "./form.js";
import { LocalImages } from "./local-images.js";
import { RegistryFields } from "./registry-fields.js";
import { RpmFields } from "./rpm-fields.js";

/** Which image, and where it comes from. */
export function ImageFields<Form extends ImageForm>(props: FieldsProps<Form> & { service: Service }) {
    const { form, problems } = props;
    const note = useId();
    return (
        <fieldset className="uyuni-fields">
            <legend>{_("Image")}</legend>
            <PlaceField {...props} />
            {form.place === "registry" && <RegistryFields {...props} note={note} />}
            {form.place === "host" && <LocalImages {...props} />}
            {form.place === "archive" && <ArchiveFields {...props} />}
            {form.place === "rpm" && <RpmFields {...props} />}
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
        </fieldset>
    );
}

const PLACES: readonly ImagePlace[] = ["registry", "host", "archive", "rpm"];

function PlaceField<Form extends ImageForm>({ form, onChange }: FieldsProps<Form>) {
    return (
        <FormGroup role="radiogroup" fieldId="image-place" label={_("Where the image comes from")} isInline>
            {PLACES.map((place) => (
                <Radio
                    key={place}
                    id={`image-place-${place}`}
                    name="image-place"
                    label={placeTitle(place)}
                    isChecked={form.place === place}
                    onChange={() => {
                        const image = { ...form, place, pinned: "", archive: "" };
                        onChange({ ...image, pullPolicy: policyFor(image) });
                    }}
                />
            ))}
        </FormGroup>
    );
}

function placeTitle(place: ImagePlace): string {
    switch (place) {
        case "registry":
            return _("Registry");
        case "host":
            return _("On this host");
        case "archive":
            return _("Archive on the server");
        case "rpm":
            return _("From an RPM");
    }
}
