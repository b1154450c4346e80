import { useId } from "react";
import { imageDrift } from "../../../uyuni/drift-image.js";
import { known, type ContainerState, type ImageState, type Known } from "../../../uyuni/host-state.js";
import { allImages, localImage } from "../../../uyuni/local-image.js";
import { parseReference, type ImageReference } from "../../../uyuni/reference.js";
import type { Service } from "../../../uyuni/services.js";
import { isVersioned, versionMatch } from "../../../uyuni/version-skew.js";
import type { OverviewRow } from "../../../uyuni/views.js";
import { ActionButton } from "../../components/action-button.js";
import { Copyable } from "../../components/copyable.js";
import { Fact, FactsCard } from "../../components/facts.js";
import { KnownText } from "../../components/known-text.js";
import { StateText } from "../../components/tone-icon.js";
import { useChangeBlock } from "../../components/use-block.js";
import { useHostState } from "../../host-context.js";
import type { ServiceTabProps } from "../../pages/service-tab-props.js";
import { openSetUp } from "../../pages/set-up-entry.js";
import { mgradmHref } from "../../routes.js";
import { useContainer, useRow } from "../../service-state.js";
import { _, translate } from "../../translate.js";
import { MendButton } from "../files/mend-button.js";
import { ImageFacts } from "./image-facts.js";
import { LocalCopies } from "./local-copies.js";
import { RegistryCard } from "./registry-card.js";
import { SetIn } from "./set-in.js";

/** The image that a service is to run, the one that it does run, and what else of it is on the host. */
export default function ImageTab({ service, unit }: ServiceTabProps) {
    const row = useRow(service, unit);
    const container = useContainer(row);
    const podman = useHostState((state) => state.podman);
    const images = allImages(podman);
    return (
        <div className="uyuni-stack">
            <Compared row={row} container={container} images={images} />
            <RegistryCard row={row} container={container} images={images} />
            <div className="uyuni-columns">
                <ConfiguredImage row={row} images={images} />
                <RunningImage container={container} images={images} />
            </div>
            <LocalCopies row={row} images={images} />
        </div>
    );
}

interface ImagesProps {
    images: Known<readonly ImageState[]>;
}

function Compared({
    row,
    container,
    images,
}: ImagesProps & { row: OverviewRow; container: Known<ContainerState | null> }) {
    const heading = useId();
    const { service, unitState } = row;
    const isUnversioned = useHostState((state) => isVersioned(service) && versionMatch(state) === "unknown");
    const { result, finding, action } = imageDrift(service, { unit: known(unitState), container, images });
    return (
        <section className="uyuni-card" aria-labelledby={heading}>
            <div className="uyuni-card-header">
                <h2 id={heading} className="uyuni-card-title">
                    {_("Image")}
                </h2>
                <div className="uyuni-card-actions">
                    {action === "restart" && <MendButton service={service} unit={row.unit} action={action} />}
                    <ChangeImage service={service} />
                </div>
            </div>
            <div role="status">
                <StateText
                    word={translate(finding)}
                    tone={result === "agrees" ? "good" : result === "differs" ? "warning" : "unknown"}
                />
            </div>
            {result === "differs" && <p>{_("Restart the service to run what is configured.")}</p>}
            {isUnversioned && (
                <p className="uyuni-quiet">
                    {_(
                        "Whether the Uyuni server and the Salt event processor are of one version is not known: neither labels of both images tell it, nor their tags.",
                    )}
                </p>
            )}
            {service.files === null && (
                <p>
                    {_(
                        "This image is changed only through mgradm (mgradm upgrade podman), since data has to migrate with it.",
                    )}{" "}
                    <a href={mgradmHref("upgrade")}>{_("Upgrade through mgradm")}</a>
                </p>
            )}
        </section>
    );
}

function ChangeImage({ service }: { service: Service }) {
    const blocked = useChangeBlock();
    if (service.files === null) return null;
    return (
        <ActionButton
            variant="secondary"
            blocked={blocked}
            onClick={() => {
                openSetUp(service);
            }}
        >
            {_("Change image")}
        </ActionButton>
    );
}

function ConfiguredImage({ row, images }: ImagesProps & { row: OverviewRow }) {
    const { configuredImage } = row;
    const reference = parseReference(configuredImage);
    return (
        <FactsCard title={_("Configured")}>
            <Fact name={_("Reference")}>
                {configuredImage === "" ? (
                    <span className="uyuni-quiet">{_("The unit does not name an image")}</span>
                ) : (
                    <Copyable text={configuredImage} what={_("configured image")} />
                )}
            </Fact>
            <Fact name={_("Set in")}>
                <SetIn row={row} />
            </Fact>
            {"ok" in reference && <OnThisHost reference={reference.ok} images={images} />}
        </FactsCard>
    );
}

function OnThisHost({ reference, images }: ImagesProps & { reference: ImageReference }) {
    const image = images.state === "known" ? localImage(reference, images.value) : undefined;
    if (image !== undefined) return <ImageFacts image={image} />;
    return (
        <Fact name={_("On this host")}>
            <KnownText of={images}>
                {() => <span className="uyuni-quiet">{_("There is no such image on this host")}</span>}
            </KnownText>
        </Fact>
    );
}

function RunningImage({ container, images }: ImagesProps & { container: Known<ContainerState | null> }) {
    const made = container.state === "known" ? container.value : null;
    const image =
        made !== null && images.state === "known"
            ? images.value.find(({ id }) => id === made.imageId)
            : undefined;
    return (
        <FactsCard title={_("Running")}>
            <Fact name={_("Reference")}>
                <KnownText of={container}>
                    {(value) =>
                        value === null ? (
                            <span className="uyuni-quiet">{_("Nothing is running")}</span>
                        ) : (
                            <Copyable text={value.image} what={_("running image")} />
                        )
                    }
                </KnownText>
            </Fact>
            {image !== undefined && <ImageFacts image={image} />}
            {made !== null && image === undefined && images.state === "known" && (
                <Fact name={_("On this host")}>
                    <span className="uyuni-quiet">{_("The image was removed under the container")}</span>
                </Fact>
            )}
        </FactsCard>
    );
}
