/** Whether the Uyuni server and its event processor, which are released together, are of one version. */
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
    /** Tag of the server's image, where the event processor has another one; null otherwise. */
    readonly tag: string | null;
}

/** Whether the service is one of the two whose versions are compared. */
export function isVersioned({ id }: Service): boolean {
    return COMPARED.some((compared) => compared === id);
}

/**
 * The two versions where they differ; null where they agree, or one of them is
 * not known. Of what runs, or else of what is configured: by the version that
 * the images' labels tell, by their tags where one has no such label.
 */
export function versionSkew(state: HostState): VersionSkew | null {
    const [server, processor] = COMPARED.map((id) => versionOf(rowOf(id, state), state.podman));
    if (!server || !processor) return null;
    const labelled = server.label !== "" && processor.label !== "";
    const differ = labelled ? server.label !== processor.label : server.tag !== processor.tag;
    if (!differ || (!labelled && (server.tag === "" || processor.tag === ""))) return null;
    return {
        server: labelled ? server.label : server.tag,
        processor: labelled ? processor.label : processor.tag,
        tag: server.tag !== "" && server.tag !== processor.tag ? server.tag : null,
    };
}

function rowOf(id: ServiceId, state: HostState): OverviewRow {
    const service = serviceById(id);
    return row(service, unitName(service), state);
}

interface Version {
    /** "" where there is none. */
    readonly label: string;
    readonly tag: string;
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
    return { label: image?.version ?? "", tag: reference.ok.digest === null ? (reference.ok.tag ?? "") : "" };
}
