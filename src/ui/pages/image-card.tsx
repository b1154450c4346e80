import { known, type ContainerState, type Known } from "../../uyuni/host-state.js";
import { imageDrift } from "../../uyuni/drift-image.js";
import { allImages } from "../../uyuni/local-image.js";
import type { OverviewRow } from "../../uyuni/views.js";
import { Copyable } from "../components/copyable.js";
import { Fact, FactsCard } from "../components/facts.js";
import { KnownText } from "../components/known-text.js";
import { StateText } from "../components/tone-icon.js";
import { useHostState } from "../host-context.js";
import { mgradmHref } from "../routes.js";
import { _, translate } from "../translate.js";
import { shortDigest, shortId } from "./split-image.js";

interface ImageCardProps {
    row: OverviewRow;
    container: Known<ContainerState | null>;
}

/** The image that the unit is to run, and the one that runs. */
export function ImageCard({ row, container }: ImageCardProps) {
    const { configuredImage, containerState: running, service, unitState } = row;
    const podman = useHostState((state) => state.podman);
    const images = allImages(podman);
    const { result, finding } = imageDrift(service, { unit: known(unitState), container, images });
    return (
        <FactsCard title={_("Image")}>
            <Fact name={_("Configured")}>
                {configuredImage === "" ? (
                    <span className="uyuni-quiet">{_("The unit does not name an image")}</span>
                ) : (
                    <Copyable text={configuredImage} what={_("configured image")} />
                )}
            </Fact>
            <Fact name={_("Running")}>
                <KnownText of={container}>
                    {(value) =>
                        value === null ? (
                            <span className="uyuni-quiet">{_("Nothing is running")}</span>
                        ) : (
                            <Copyable text={value.image} what={_("running image")} />
                        )
                    }
                </KnownText>
                <div role="status">
                    {result === "differs" && running !== null && (
                        <StateText word={translate(finding)} tone="warning" />
                    )}
                </div>
            </Fact>
            <Fact name={_("Digest")}>
                <KnownText of={container}>
                    {(value) =>
                        value === null ? (
                            <span className="uyuni-quiet">{_("Nothing is running")}</span>
                        ) : value.imageDigest === "" ? (
                            <span className="uyuni-quiet">
                                {_("podman knows no digest: the image was built here")}
                            </span>
                        ) : (
                            <Copyable
                                text={value.imageDigest}
                                short={shortDigest(value.imageDigest)}
                                what={_("digest of the image")}
                            />
                        )
                    }
                </KnownText>
            </Fact>
            {service.files === null && (
                <Fact name={_("Change")}>
                    {_("Only with mgradm: the data has to migrate with the image.")}{" "}
                    <a href={mgradmHref("upgrade")}>{_("Upgrade through mgradm")}</a>
                </Fact>
            )}
            {running !== null && running.imageId !== "" && (
                <Fact name={_("Image ID")}>
                    <Copyable
                        text={running.imageId}
                        short={shortId(running.imageId.replace(/^sha256:/, ""))}
                        what={_("image ID")}
                    />
                </Fact>
            )}
        </FactsCard>
    );
}
