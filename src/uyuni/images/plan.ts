/** From the images that go to a plan, and what that frees. */
import type { HostState } from "../host-state.js";
import { message, type Message } from "../message.js";
import { noMgradm } from "../no-mgradm.js";
import { noRecovery } from "../no-recovery.js";
import { IMAGES_PAGE, type Plan } from "../plan.js";
import { checkOperationId } from "../set-up-plan.js";
import type { Choices, Freed } from "../uninstall/choice.js";
import type { FoundImage } from "../uninstall/inventory.js";
import { freedBytes } from "../uninstall/layers.js";
import { imageSteps, measureSteps, noteSteps, uninstallChecks } from "../uninstall/plan.js";
import { stays } from "../uninstall/report.js";
import type { Survey } from "../uninstall/survey.js";
import type { ImageRow } from "./rows.js";

/** Rows that go: by default, and as a person chose otherwise by the image's id; never from under an image that stays. */
export function goingRows(rows: readonly ImageRow[], choices: Choices): readonly ImageRow[] {
    const going = new Set<string>();
    for (const row of inOrder(rows)) {
        const { image, mayGo, byDefault } = row;
        if (mayGo && (choices.get(image.id) ?? byDefault) && heldBy(row, going).length === 0)
            going.add(image.id);
    }
    return rows.filter(({ image }) => going.has(image.id));
}

/** Images that were built on this one and stay. */
export function heldBy({ under }: ImageRow, going: ReadonlySet<string>): readonly FoundImage[] {
    return under.filter(({ id }) => !going.has(id));
}

export function imageName({ id, names, history }: FoundImage): string {
    return names.length > 0 ? names.join(", ") : `${history[0] ?? ""} (${id.slice(0, 12)})`.trim();
}

/** What is free when all of them go: layers that stay count for nothing, others once. */
export function freedByRows({ inventory }: Survey, going: readonly ImageRow[]): Freed {
    return {
        bytes: freedBytes(inventory.images, new Set(going.map(({ image }) => image.id))),
        complete: going.every(({ alone }) => alone !== null),
    };
}

/**
 * The plan that removes the images of `going`, and nothing else.
 *
 * @param id twelve random hexadecimal digits
 * @throws RangeError if the id is not that
 */
export function planCleanUp(
    found: Survey,
    state: HostState,
    rows: readonly ImageRow[],
    going: readonly ImageRow[],
    id: string,
): Plan {
    checkOperationId(id);
    const images = inOrder(going).map(({ image }) => image);
    const ids = new Set(images.map((image) => image.id));
    const kept = rows.filter((row) => !going.includes(row));
    return {
        id,
        kind: "clean-up",
        service: IMAGES_PAGE,
        services: [...new Set(going.flatMap(({ service }) => (service === null ? [] : [service.id])))],
        title: title(going),
        fingerprint: JSON.stringify(images.map((image) => [image.id, image.names])),
        checks: uninstallChecks(found, state),
        files: [],
        staged: [{ name: "stays", text: stays(kept.map((row) => line(row, ids))) }],
        guards: [noRecovery("note"), noMgradm("note")],
        steps: [...noteSteps(found, id), ...images.flatMap(imageSteps), ...measureSteps(found)],
        rollback: [],
    };
}

function title(going: readonly ImageRow[]): Message {
    const [only] = going;
    return only !== undefined && going.length === 1
        ? message("Remove the image $0", imageName(only.image))
        : message("Remove $0 images of Uyuni", String(going.length));
}

function line(row: ImageRow, going: ReadonlySet<string>) {
    return {
        kind: "image" as const,
        name: imageName(row.image),
        usedBy: [...row.usedBy, ...heldBy(row, going).map(imageName)],
        note: row.note,
        choice: row.standing === "superseded" && row.mayGo ? ("free" as const) : ("stays" as const),
    };
}

/** An image before those that it was built on. */
function inOrder(going: readonly ImageRow[]): readonly ImageRow[] {
    return [...going].sort((a, b) => b.image.layers.length - a.image.layers.length);
}
