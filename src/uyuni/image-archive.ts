/**
 * Which image archives on the host may be loaded. Loading one gives its names to its images, so whoever may write into
 * the archive decides what runs as root.
 */
import { archivedImage, type ImageArchive } from "./archive-facts.js";
import { found, passed } from "./check.js";
import { architectureCheck } from "./image-choice.js";
import { message } from "./message.js";
import { checkArchivePath } from "./archive-path.js";
import type { Check } from "./plan.js";
import { amount } from "./uninstall/export-place.js";

/** What is looked at before `image` is loaded out of an archive on a host of this architecture; the first that fails. */
export function archiveCheck(
    named: Pick<Check, "id" | "title">,
    image: string,
    archive: ImageArchive | null | undefined,
    architecture: string,
): Check {
    const other = message("Choose another archive.");
    const failed = (...[finding, remedy = other]: [Check["finding"], Check["finding"]?]) =>
        found("failed", named, finding, remedy);
    if (!archive)
        return failed(message("The archive has not been looked at."), message("Look again in a moment."));
    const { asked, path, parts, bytes, free, content } = archive;
    const checked = checkArchivePath(path);
    if ("error" in checked) return failed(message("$0 leads to $1.", asked, path), checked.error);
    const own = parts.find((part) => part.path === path);
    if (own === undefined) return failed(message("There is no file $0.", asked));
    if (own.kind !== "file") return failed(message("$0 is no file.", path));
    const open = parts.find(({ owner, mode }) => owner !== 0 || (mode & 0o022) !== 0);
    if (open !== undefined)
        return failed(
            message("Others than root may change $0.", open.path),
            message(
                "What is in an archive is going to run: put it into a folder that is root’s alone, with all folders above it.",
            ),
        );
    if (archive.fault) return failed(archive.fault);
    if (content === null)
        return failed(
            message("$0 is no archive of an image.", path),
            message("An archive is made with $0 on a host that has the image.", "podman save"),
        );
    if (!content.agree)
        return failed(
            message("$0 has two lists of its images, which do not say the same.", path),
            message(
                "Save the image again with $0: podman would take one list, and other programs the other.",
                "podman save",
            ),
        );
    if (!content.names.includes(image))
        return content.names.length === 0
            ? failed(
                  message("$0 does not say the name of its image.", path),
                  message("Save the image under its whole name."),
              )
            : failed(message("$0 has no image $1, but $2.", path, image, content.names.join(", ")));
    const elsewhere = architectureCheck(
        named,
        image,
        { image, architectures: archivedImage(content, image)?.architectures ?? [] },
        { architecture },
    );
    if (elsewhere !== null) return elsewhere;
    const sizes = [amount(bytes), amount(free ?? 0)] as const;
    if (free !== null && bytes >= free)
        return failed(
            message("The archive has $0, and $1 are free for images.", ...sizes),
            message("Make room: remove images that are not used any more."),
        );
    const more = content.names.filter((name) => name !== image);
    if (more.length > 0)
        return found(
            "warning",
            named,
            message("$0 is going to be loaded from $1, and with it: $2", image, path, more.join(", ")),
            message("Make sure that these names may mean the images of the archive from then on."),
        );
    return passed(named, message("$0 is going to be loaded from $1 ($2).", image, path, amount(bytes)));
}

/** Of the archive that is asked for, what makes it another one; for the fingerprint of a plan. */
export function archiveKey(
    { archive: asked }: { readonly archive?: string },
    { archive }: { readonly archive?: ImageArchive | null },
): readonly (string | number)[] | null {
    if (asked === undefined) return null;
    if (!archive) return [asked];
    const { path, inode, bytes, changed, content } = archive;
    const images = (content?.images ?? []).map(({ id, names }) => [id ?? "", ...names].join(" "));
    return [asked, path, inode, bytes, changed, ...images];
}

/** Of the images in an archive, the one that is most likely meant: by its whole name, by that of the service's image. */
export function bestName(names: readonly string[], asked: string, imageName: string): string | null {
    const isOwn = (name: string) =>
        name
            .replace(/[:@][^/]*$/, "")
            .split("/")
            .at(-1) === imageName;
    return names.find((name) => name === asked) ?? names.find(isOwn) ?? names[0] ?? null;
}
