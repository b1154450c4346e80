/** Screens as people see them: in both themes, wide and narrow. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { overflowing, setLook, violations } from "./accessibility.js";
import type { Stage } from "./stage.js";

const RESULTS = path.join(process.cwd(), "test-results", "screens");

/** Looks at what is shown in both themes and at both widths, and keeps a picture of it. */
export async function look({ assert, session }: Stage, screen: string): Promise<void> {
    await mkdir(RESULTS, { recursive: true });
    for (const width of [1280, 400])
        for (const dark of [false, true]) {
            await setLook(session, width, dark);
            const what = `${screen}-${dark ? "dark" : "light"}-${width}`;
            assert.deepEqual(await violations(session), [], what);
            assert.deepEqual(await overflowing(session.root), [], `${what}: no scrolling sideways`);
            await session.page.screenshot({ path: path.join(RESULTS, `${what}.png`), fullPage: true });
        }
    await setLook(session, 1280, false);
}
