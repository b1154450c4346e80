import { Label } from "@patternfly/react-core/dist/esm/components/Label";
import { useStore } from "zustand";
import { registryVerdict, type RegistryVerdict } from "../../uyuni/drift-registry.js";
import { known } from "../../uyuni/host-state.js";
import type { OverviewRow } from "../../uyuni/views.js";
import { Phrase } from "../components/phrase.js";
import { Since } from "../components/since.js";
import { useHostState } from "../host-context.js";
import { serviceHref } from "../routes.js";
import { useContainer } from "../service-state.js";
import { _ } from "../translate.js";
import { answers } from "./answers.js";

const MOVED: ReadonlySet<RegistryVerdict> = new Set(["newer", "older", "other"]);

interface NewerBadgeProps {
    row: OverviewRow;
}

/** That the registry had another image under the configured tag, if it was asked; nothing is asked for it. */
export function NewerBadge({ row }: NewerBadgeProps) {
    const reading = useStore(answers, (all) => all[row.configuredImage]);
    const container = useContainer(row);
    const images = useHostState(({ podman }) => (podman.state === "known" ? podman.value.images : null));
    const answer = reading?.asked?.answer;
    if (reading === undefined || answer === undefined || !("digest" in answer) || images === null)
        return null;
    const verdict = registryVerdict(row.service, {
        unit: known(row.unitState),
        container,
        images: known(images),
        registryDigest: known(answer.digest),
        registryImage: reading.asked?.image ?? null,
    });
    if (!MOVED.has(verdict)) return null;
    return (
        <span>
            <Label isCompact color="blue" href={`${serviceHref(row.service.id)}?tab=image`}>
                {verdict === "newer" ? _("Newer image") : _("Tag has moved")}
            </Label>{" "}
            <span className="uyuni-quiet">
                <Phrase text={_("asked $0")} values={[<Since key="time" time={reading.time} />]} />
            </span>
        </span>
    );
}
