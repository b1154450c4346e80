/** Rows for images. An image is never taken away from anything else that uses it. */
import { message, type Message } from "../message.js";
import { serviceOfContainer } from "../names.js";
import type { Service } from "../services.js";
import { foreignNames, readOnlyNote, type ImageUse } from "./belongings.js";
import { builtOn } from "./layers.js";
import type { Row, Scope } from "./row.js";
import type { Survey } from "./survey.js";

export function imageRows(found: Survey, scope: Scope): readonly Row[] {
    const concerned = found.images.filter((use) => servicesOf(use).some(({ id }) => scope.has(id)));
    const ids = new Set(concerned.map(({ image }) => image.id));
    return concerned
        .map((use) => imageRow(found, scope, use, ids))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function servicesOf({ configured, running, named }: ImageUse): readonly Service[] {
    return [...configured, ...running, ...(named === null ? [] : [named])];
}

function imageRow(found: Survey, scope: Scope, use: ImageUse, concerned: ReadonlySet<string>): Row {
    const { image } = use;
    const users = usersOf(found, scope, use, concerned);
    const foreign = foreignNames(use, found.units, found.inventory);
    const built = image.names.length > 0 && image.names.every((name) => name.startsWith("localhost/"));
    const short = image.id.slice(0, 12);
    return {
        key: `image ${image.id}`,
        kind: "image",
        name: image.names.length > 0 ? image.names.join(", ") : `${image.history[0] ?? ""} (${short})`.trim(),
        service: servicesOf(use).find(({ id }) => scope.has(id))?.id ?? null,
        ours: reason(use),
        size: image.size,
        usedBy: users,
        choice: users.length > 0 || foreign.length > 0 || image.readOnly ? "stays" : "free",
        byDefault: users.length === 0 && foreign.length === 0 && !built && !image.readOnly,
        note:
            users.length > 0
                ? null
                : image.readOnly
                  ? readOnlyNote
                  : foreign.length > 0
                    ? message(
                          "Somebody gave it the name $0 as well, for a purpose of their own.",
                          foreign.join(", "),
                      )
                    : built
                      ? message("It was made on this host: no registry has it.")
                      : null,
        removal: { how: "image", id: image.id, names: image.names, depth: image.layers.length },
    };
}

function reason({ image, configured, running, named }: ImageUse): Message {
    const [first] = configured;
    if (first !== undefined) return message("The unit of $0 names it", first.unitFile);
    const [user] = running;
    if (user !== undefined) return message("A container of $0 was made from it", user.unitFile);
    const unit = named?.unitFile ?? "";
    return image.names.length > 0
        ? message("Another image of $0", unit)
        : message("An earlier image of $0, whose tag has moved on", unit);
}

function usersOf(
    { inventory, installed, images }: Survey,
    scope: Scope,
    { image, configured }: ImageUse,
    concerned: ReadonlySet<string>,
): readonly string[] {
    const containers = inventory.containers.filter(({ imageId, name }) => {
        const owner = serviceOfContainer(name)?.service;
        return imageId === image.id && (owner === undefined || !scope.has(owner.id));
    });
    const units = configured.filter((service) => !scope.has(service.id) && installed.includes(service));
    const others = builtOn(image, inventory.images).filter(
        ({ id }) => !concerned.has(id) || !images.some((use) => use.image.id === id),
    );
    return [
        ...containers.map(({ name }) => name),
        ...units.map(({ unitFile }) => unitFile),
        ...others.map(({ id, names }) => names[0] ?? id.slice(0, 12)),
    ];
}
