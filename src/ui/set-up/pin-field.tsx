import { Checkbox } from "@patternfly/react-core/dist/esm/components/Checkbox";
import { _ } from "../translate.js";
import type { ImageForm } from "./fields-props.js";

interface PinFieldProps {
    form: ImageForm;
    /** What the tag means now; "" while that is not known. */
    digest: string;
    onPin: (digest: string) => void;
}

/** Whether the unit names the digest instead of the tag; nothing to decide where the tag's field has one. */
export function PinField({ form, digest, onPin }: PinFieldProps) {
    if (form.tag.includes(":")) return null;
    return (
        <Checkbox
            id="pin-image"
            label={_("Pin to the digest that the tag has now")}
            description={_("The unit names the digest: whatever becomes of the tag, this very image runs.")}
            isChecked={form.pinned !== ""}
            isDisabled={digest === "" && form.pinned === ""}
            onChange={(_event, checked) => {
                onPin(checked ? digest : "");
            }}
        />
    );
}

/** Why there is nothing to pin in an archive. */
export function PinLater() {
    return (
        <p className="uyuni-quiet">
            {_(
                "It cannot be pinned to a digest yet, since an image out of an archive has none before it is loaded: set up again afterwards, with the image “On this host”.",
            )}
        </p>
    );
}
