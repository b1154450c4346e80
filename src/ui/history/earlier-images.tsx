import { navigate } from "../../host/page.js";
import { ranFor } from "../../uyuni/images/going-back.js";
import type { RanImage } from "../../uyuni/ran-image.js";
import type { HostState, Operation } from "../../uyuni/host-state.js";
import { isServiceId, serviceById, serviceOfContainer } from "../../uyuni/names.js";
import { ActionButton } from "../components/action-button.js";
import { Copyable } from "../components/copyable.js";
import { Phrase } from "../components/phrase.js";
import { useChangeBlock } from "../components/use-block.js";
import { useHostState } from "../host-context.js";
import { shortDigest, splitImage } from "../pages/split-image.js";
import { _ } from "../translate.js";
import { visibleLine } from "../visible-text.js";

/** Whether a container of the service runs from that very image. */
function runsNow({ podman }: HostState, service: string, digest: string): boolean {
    return (
        podman.state === "known" &&
        podman.value.containers.some(
            ({ name, imageDigest, status }) =>
                status === "running" &&
                imageDigest === digest &&
                serviceOfContainer(name)?.service.id === service,
        )
    );
}

interface EarlierImagesProps {
    operation: Operation;
    images: readonly RanImage[];
    /** They ran until then. */
    before?: boolean;
}

/** The images that ran after an operation, or until then, and the way back to them. */
export function EarlierImages({ operation, images, before = false }: EarlierImagesProps) {
    return images.map((image) => (
        <EarlierImage
            key={image.pinned}
            service={ranFor(operation, image) ?? ""}
            image={image}
            before={before}
        />
    ));
}

interface EarlierImageProps {
    service: string;
    image: RanImage;
    before: boolean;
}

function EarlierImage({ service, image, before }: EarlierImageProps) {
    const isCurrent = useHostState((state) => runsNow(state, service, image.digest));
    const blocked = useChangeBlock();
    const mayChange = isServiceId(service) && serviceById(service).files !== null;
    const { name, tag } = splitImage(image.reference);
    return (
        <div className="uyuni-history-image">
            <span>
                <Phrase
                    text={before ? _("Before it: image $0, digest $1") : _("Image $0, digest $1")}
                    values={[
                        <code key="image" className="uyuni-value">
                            {visibleLine(image.reference.includes("@") ? name : `${name}:${tag}`)}
                        </code>,
                        <Copyable
                            key="digest"
                            text={image.pinned}
                            short={shortDigest(image.digest)}
                            what={_("image reference with its digest")}
                        />,
                    ]}
                />
            </span>
            {isCurrent && <span className="uyuni-quiet">{_("This image runs now.")}</span>}
            {!isCurrent && mayChange && (
                <ActionButton
                    variant="secondary"
                    blocked={blocked}
                    onClick={() => {
                        navigate([service], { setup: "1", image: image.pinned });
                    }}
                >
                    {_("Restore this image")}
                </ActionButton>
            )}
        </div>
    );
}
