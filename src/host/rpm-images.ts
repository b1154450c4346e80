/** Images that RPMs put on the host. */
import { parseRpmImage, RPM_IMAGE_FOLDER, type RpmImage } from "../uyuni/rpm-images.js";
import { asHostError } from "./problem.js";
import { outputAnyway, readText } from "./read-files.js";

const MOST = 100;
/** Of a file that describes an image: real ones have some hundred bytes. */
const LONGEST = "-64k";

/** Empty where no RPM has any. Rejects with HostError. */
export async function readRpmImages(): Promise<readonly RpmImage[]> {
    try {
        const kind = ["-maxdepth", "1", "-name", "*metadata", "-type", "f", "-size", LONGEST];
        const told = await outputAnyway(["find", RPM_IMAGE_FOLDER, ...kind, "-printf", "%f\\0"]);
        const names = told
            .split("\0")
            .filter((name) => name !== "")
            .sort()
            .slice(0, MOST);
        const texts = await Promise.all(names.map((name) => readText(`${RPM_IMAGE_FOLDER}/${name}`)));
        return texts.flatMap((text) => {
            const image = text === null ? null : parseRpmImage(text);
            return image === null ? [] : [image];
        });
    } catch (reason) {
        throw asHostError(reason);
    }
}
