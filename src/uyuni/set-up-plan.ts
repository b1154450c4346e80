/** From the parts of a set-up to its plan: the same for every service. */
import { environmentOf } from "./environment.js";
import type { HostState, ImageState, SetUpFacts } from "./host-state.js";
import { hasHealthCheck } from "./image-choice.js";
import { imageId, loadSource, pullSource, type ImageSource } from "./image-moves.js";
import { localImage, pinnedName } from "./local-image.js";
import { generatedConfPath, serviceById, serviceOfContainer, unitName } from "./names.js";
import type { Plan, StagedFile } from "./plan.js";
import { canWaitForHealth } from "./preflight-podman.js";
import { recoverUnit } from "./recover-unit.js";
import { ranImage, type RanImage } from "./ran-image.js";
import type { ImageReference } from "./reference.js";
import type { AnyService } from "./services.js";
import type { SetUpFile } from "./set-up-files.js";
import type { PullPolicy } from "./set-up-intent.js";
import { recoverySteps, rollbackSteps } from "./set-up-rollback.js";
import { changedFiles, type SetUp } from "./set-up-parts.js";
import { setUpGuards, setUpSteps } from "./set-up-steps.js";
import { parseUnitFile, values } from "./unit-file.js";

/** @throws RangeError if it is not twelve hexadecimal digits */
export function checkOperationId(id: string): void {
    if (!/^[0-9a-f]{12}$/.test(id))
        throw new RangeError("An operation is named by twelve hexadecimal digits");
}

export interface ImageIntent {
    readonly image: ImageReference;
    readonly pullPolicy: PullPolicy;
    readonly archive?: string;
}

/** What a service without any instance needs of its image. */
export const noSource: ImageSource = { pull: null, load: null, moves: [], point: null };

/** Where the image comes from. */
export function imageSource(
    { image, pullPolicy, archive }: ImageIntent,
    images: readonly ImageState[],
    facts: Pick<SetUpFacts, "image" | "archive">,
): ImageSource {
    // Without an archive that has been looked at there is no plan: its check says so.
    if (archive !== undefined) return facts.archive ? loadSource(image, facts.archive, images) : noSource;
    const isPulled =
        pullPolicy === "Always" || (pullPolicy === "IfNotPresent" && localImage(image, images) === undefined);
    return isPulled ? pullSource(image, images, facts) : noSource;
}

/** podman's own choice for root. */
const STORE = "/var/lib/containers/storage";

type ImageParts = ImageSource &
    Pick<SetUp, "image" | "keep" | "localId" | "store" | "health" | "replacesImage">;

/** The parts of a set-up that depend on podman and its images. */
export function imageParts(
    service: AnyService,
    intent: ImageIntent,
    files: readonly SetUpFile[],
    state: HostState,
    facts: Pick<SetUpFacts, "image" | "archive">,
): ImageParts {
    const { image } = intent;
    const podman = state.podman.state === "known" ? state.podman.value : null;
    const local = localImage(image, podman?.images ?? []);
    const source = imageSource(intent, podman?.images ?? [], facts);
    const isHere = source.pull === null && source.load === null;
    const configured = configuredImage(service, files);
    return {
        ...source,
        image,
        keep: isHere ? keptName(image, local) : null,
        localId: isHere ? imageId(local?.id) : null,
        store: podman?.storage.path.startsWith("/") === true ? podman.storage.path : STORE,
        health: healthWait(hasHealthCheck(intent, facts), podman?.version ?? ""),
        replacesImage: configured !== "" && configured !== image.text,
    };
}

function healthWait(hasCheck: boolean | null, version: string): SetUp["health"] {
    if (hasCheck === false) return "none";
    if (!canWaitForHealth(version)) return "sleep";
    return hasCheck === true ? "wait" : "try";
}

/** Images that containers of a service run from, those that a digest finds again. */
export function runningImages(service: AnyService, { podman }: HostState): readonly RanImage[] {
    if (podman.state !== "known") return [];
    const found = podman.value.containers
        .filter(
            ({ name, status }) => status === "running" && serviceOfContainer(name)?.service.id === service.id,
        )
        .map(({ image, imageDigest }) => ranImage(image, imageDigest))
        .filter((image) => image !== null);
    return [...new Map(found.map((image) => [image.pinned, image])).values()];
}

/** The plan of a set-up; what is the service's own stands in `head`. */
export function assemblePlan(
    setUp: SetUp,
    head: Pick<Plan, "service" | "title" | "replaced" | "fingerprint" | "checks">,
): Plan {
    return {
        id: setUp.id,
        kind: "set-up",
        ...head,
        files: changedFiles(setUp).map(({ path, mode, before, after }) => ({ path, mode, before, after })),
        staged: stagedFiles(setUp),
        guards: setUpGuards(setUp),
        steps: setUpSteps(setUp),
        rollback: rollbackSteps(setUp),
    };
}

/** The image that the old generated.conf names; "" if there is none. */
function configuredImage(service: AnyService, files: readonly SetUpFile[]): string {
    const text = files.find(({ path }) => path === generatedConfPath(service))?.before ?? "";
    const environment = environmentOf(values(parseUnitFile(text), "Service", "Environment"));
    return environment.get(service.imageVariable) ?? "";
}

/** A pull by digest gives the name by itself. */
function keptName(image: ImageReference, local: ImageState | undefined): SetUp["keep"] {
    const name = pinnedName(image);
    const id = imageId(local?.id);
    return name === null || id === null || local?.references.includes(name) === true ? null : { id, name };
}

function stagedFiles(setUp: SetUp): StagedFile[] {
    const changed = changedFiles(setUp);
    return [
        ...changed.map(({ number, after }) => ({ name: `new/${number}`, text: after })),
        ...setUp.files.flatMap(({ number, before }) =>
            before === null ? [] : [{ name: `before/${number}`, text: before }],
        ),
        {
            name: "recover.service",
            text: recoverUnit(setUp.id, recoverySteps(setUp), [
                ...(["db", "server"] as const).map((service) => unitName(serviceById(service))),
                ...[...setUp.instances, ...setUp.surplus].map(({ unit }) => unit),
            ]),
        },
    ];
}
