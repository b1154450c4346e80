/** Whether the Uyuni server and its event processor, which are released together, are of one version. */
import { isOwn } from "./drift-registry.js";
import type { HostState, Known, PodmanState } from "./host-state.js";
import { localImage } from "./local-image.js";
import { serviceById, unitName } from "./names.js";
import { row, type OverviewRow } from "./overview.js";
import { parseReference } from "./reference.js";
import type { Service, ServiceId } from "./services.js";

const COMPARED = ["server", "event-processor"] as const satisfies readonly ServiceId[];

export interface VersionSkew {
    /** Version that the image's label tells, or else the tag. */
    readonly server: string;
    readonly processor: string;
    /** Tag of the server's image, where the event processor has another one that it could have, too; null otherwise. */
    readonly tag: string | null;
}

/** Whether the service is one of the two whose versions are compared. */
export function isVersioned({ id }: Service): boolean {
    return COMPARED.some((compared) => compared === id);
}

/** Null where there are not both, or not all of their images are listed yet. */
export type VersionMatch = VersionSkew | "same" | "unknown" | null;

/**
 * The two versions against each other. Of what runs, or else of what is configured: by the version that
 * the images' labels tell, by their tags where one has no such label and both tags are versions.
 */
export function versionMatch(state: HostState): VersionMatch {
    const [server, processor] = COMPARED.map((id) => versionOf(rowOf(id, state), state.podman));
    if (!server || !processor) return null;
    const labelled = server.label !== "" && processor.label !== "";
    const match = labelled
        ? server.label === processor.label
            ? "same"
            : "differ"
        : compareTags(server.tag, processor.tag);
    if (match !== "differ") return match;
    return {
        server: labelled ? server.label : server.tag,
        processor: labelled ? processor.label : processor.tag,
        // What was built on this host says nothing of the tags of a registry.
        tag: server.tag !== "" && server.tag !== processor.tag && !server.isOwn ? server.tag : null,
    };
}

/** The two versions where they are known to differ; null otherwise. */
export function versionSkew(state: HostState): VersionSkew | null {
    const match = versionMatch(state);
    return typeof match === "string" ? null : match;
}

/** Words, such as `latest`, tell no version, not even if both are the same; nor does `5.2`, which may be 5.2.0. */
function compareTags(one: string, other: string): "same" | "differ" | "unknown" {
    const [first, second] = [one, other].map((tag) => /^v?([0-9].*)$/.exec(tag)?.[1] ?? "");
    if (!first || !second) return "unknown";
    if (first === second) return "same";
    const isPart = first.startsWith(`${second}.`) || second.startsWith(`${first}.`);
    return isPart ? "unknown" : "differ";
}

function rowOf(id: ServiceId, state: HostState): OverviewRow {
    const service = serviceById(id);
    return row(service, unitName(service), state);
}

interface Version {
    /** "" where there is none. */
    readonly label: string;
    readonly tag: string;
    readonly isOwn: boolean;
}

function versionOf(
    { status, containerState, runningImage, configuredImage }: OverviewRow,
    podman: Known<PodmanState>,
): Version | null {
    const reference = parseReference(runningImage === "" ? configuredImage : runningImage);
    if (status === "not-set-up" || "error" in reference) return null;
    const images = podman.state === "known" ? podman.value.images : [];
    // Of what is not listed yet the label may be told in a moment.
    if (containerState === null && podman.state === "known" && !podman.value.hasAllImages) return null;
    const image =
        containerState === null
            ? localImage(reference.ok, images)
            : images.find(({ id }) => id === containerState.imageId);
    // A tag beside a digest is a remark of whoever wrote it.
    const tag = reference.ok.digest === null ? (reference.ok.tag ?? "") : "";
    return { label: image?.version ?? "", tag, isOwn: isOwn(reference.ok) };
}
