import { ExpandableSection } from "@patternfly/react-core/dist/esm/components/ExpandableSection";
import { FormGroup } from "@patternfly/react-core/dist/esm/components/Form";
import { Radio } from "@patternfly/react-core/dist/esm/components/Radio";
import { useMemo, useState } from "react";
import { allImages, namedImages, type NamedImage } from "../../uyuni/local-image.js";
import type { Service } from "../../uyuni/services.js";
import { KnownText } from "../components/known-text.js";
import { Since } from "../components/since.js";
import { useHostState } from "../host-context.js";
import { bytes, count } from "../time.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";
import type { FieldsProps, ImageForm } from "./fields-props.js";
import { splitReference } from "./form.js";
import { PinField } from "./pin-field.js";

/** Of a digest, as much as podman shows of one. */
const SHORT = "sha256:".length + 12;

/** The images that are on this host, those of the service first, each under each of its names. */
export function LocalImages<Form extends ImageForm>({
    form,
    service,
    onChange,
}: FieldsProps<Form> & { service: Service }) {
    const podman = useHostState((state) => state.podman);
    const images = useMemo(() => allImages(podman), [podman]);
    const { own, others } = useMemo(
        () => namedImages(service.imageName, images.state === "known" ? images.value : []),
        [service, images],
    );
    const [opened, setOpened] = useState(false);
    const asked = `${form.repository}:${form.tag}`;
    const isAsked = ({ name }: NamedImage) => name === asked;
    const choose = (name: string) => {
        onChange({ ...form, ...splitReference(name), pinned: "" });
    };
    return (
        <>
            {own.length === 0 ? (
                <p>
                    <KnownText of={images}>
                        {() =>
                            format(
                                _("There is no image with the name $0 on this host."),
                                visibleLine(service.imageName),
                            )
                        }
                    </KnownText>
                </p>
            ) : (
                <Images label={_("Images on this host")} images={own} asked={asked} onChoose={choose} />
            )}
            {others.length > 0 && (
                <ExpandableSection
                    toggleText={format(_("Images with other names ($0)"), count(others.length))}
                    // What is chosen must not be hidden.
                    isExpanded={opened || others.some(isAsked)}
                    isIndented
                    onToggle={(_event, expanded) => {
                        setOpened(expanded);
                    }}
                >
                    {(opened || others.some(isAsked)) && (
                        <Images
                            label={_("Images with other names")}
                            images={others}
                            asked={asked}
                            onChoose={choose}
                        />
                    )}
                </ExpandableSection>
            )}
            <PinField
                form={form}
                digest={[...own, ...others].find(isAsked)?.digest ?? ""}
                onPin={(pinned) => {
                    onChange({ ...form, pinned });
                }}
            />
        </>
    );
}

interface ImagesProps {
    label: string;
    images: readonly NamedImage[];
    /** Name of the one that is chosen. */
    asked: string;
    onChoose: (name: string) => void;
}

function Images({ label, images, asked, onChoose }: ImagesProps) {
    return (
        <FormGroup role="radiogroup" label={label} isStack>
            {images.map((one) => (
                <Radio
                    key={one.name}
                    id={`local-image-${one.name}`}
                    name="local-image"
                    label={<span className="uyuni-value">{visibleLine(one.name)}</span>}
                    description={<Details named={one} />}
                    isChecked={one.name === asked}
                    onChange={() => {
                        onChoose(one.name);
                    }}
                />
            ))}
        </FormGroup>
    );
}

function Details({ named: { digest, image } }: { named: NamedImage }) {
    return (
        <span className="uyuni-tag-details">
            {image.createdAt > 0 && <Since time={image.createdAt} />}
            <span>{bytes(image.size)}</span>
            {digest !== "" && <code title={digest}>{visibleLine(digest.slice(0, SHORT))}</code>}
        </span>
    );
}
