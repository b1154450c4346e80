import type { LocatedImage } from "../../host/registry.js";
import type { RegistryMirror } from "../../uyuni/registry-location.js";
import { StateText } from "../components/tone-icon.js";
import { _, format } from "../translate.js";
import { visibleLine } from "../visible-text.js";

interface RegistrySettingsProps {
    place: LocatedImage;
    /** Registry and repository, as the reference has them. */
    name: string;
    /** The registry's answer says that it is blocked. */
    isBlockTold: boolean;
}

/** What registries.conf says of an image's registry, where that is anything out of the ordinary. */
export function RegistrySettings({
    place: { registry, repository, insecure, blocked, mirrors },
    name: asked,
    isBlockTold,
}: RegistrySettingsProps) {
    const name = visibleLine(registry);
    const real = `${registry}/${repository}`;
    return (
        <>
            {real !== asked && (
                <p className="uyuni-quiet">
                    {format(_("registries.conf leads $0 to $1."), visibleLine(asked), visibleLine(real))}
                </p>
            )}
            {blocked && !isBlockTold && (
                <StateText
                    word={format(_("registries.conf blocks $0: podman pulls nothing from it."), name)}
                    tone="warning"
                />
            )}
            {mirrors.length > 0 && (
                <div>
                    {_("registries.conf has mirrors that podman tries first, in this order:")}
                    <ol>
                        {mirrors.map((mirror) => (
                            <li key={mirror.location}>
                                <code className="uyuni-value">{visibleLine(mirror.location)}</code>{" "}
                                <span className="uyuni-quiet">{remarks(mirror).join(" ")}</span>
                            </li>
                        ))}
                    </ol>
                </div>
            )}
            {insecure && (
                <p className="uyuni-quiet">
                    {format(
                        _(
                            "registries.conf calls $0 insecure: podman does not check its certificate, and does without TLS if there is none.",
                        ),
                        name,
                    )}
                </p>
            )}
        </>
    );
}

function remarks({ insecure, blocked, use }: RegistryMirror): readonly string[] {
    return [
        ...(insecure ? [_("(insecure)")] : []),
        ...(blocked ? [_("(blocked)")] : []),
        ...(use === "digest" ? [_("(for images by digest only)")] : []),
        ...(use === "tag" ? [_("(for images by tag only)")] : []),
    ];
}
