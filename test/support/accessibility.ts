/** What axe-core finds on a page by the rules of WCAG 2.2 AA, and whether a page fits its window. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import * as v from "valibot";
import type { Session } from "./browser.js";

const require = createRequire(path.join(process.cwd(), "package.json"));
const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const Findings = v.array(
    v.object({
        id: v.string(),
        help: v.string(),
        nodes: v.array(v.object({ html: v.string(), failureSummary: v.optional(v.string(), "") })),
    }),
);

/** One line for each element that breaks a rule. */
export async function violations({ page }: Session): Promise<string[]> {
    await settle(page);
    await page.evaluate(source);
    const found: unknown = await page.evaluate(
        `axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
            resultTypes: ["violations"],
        }).then(({ violations }) => violations)`,
    );
    return v
        .parse(Findings, found)
        .flatMap(({ id, help, nodes }) =>
            nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`),
        );
}

/** Ends transitions: a colour in the middle of its way to another is nobody's choice. */
async function settle(page: Page): Promise<void> {
    await page.evaluate(() => {
        for (const animation of document.getAnimations())
            if (animation instanceof CSSTransition) animation.finish();
    });
}

/** Shows the page at this width, in this theme. */
export async function setLook({ page, root }: Session, width: number, dark: boolean): Promise<void> {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    await root
        .and(page.locator(dark ? ".pf-v6-theme-dark body" : "html:not(.pf-v6-theme-dark) body"))
        .waitFor();
    await settle(page);
}

/** What makes the page wider than its window, outermost first; nothing when it is not. */
export function overflowing(root: Locator): Promise<string[]> {
    return root.evaluate((body) => {
        if (body.ownerDocument.documentElement.scrollWidth <= window.innerWidth) return [];
        return [...body.querySelectorAll("*")]
            .filter((element) => {
                const { left, right } = element.getBoundingClientRect();
                return right > window.innerWidth + 1 || left < -1;
            })
            .map((element) => {
                const { left, right } = element.getBoundingClientRect();
                return `${element.tagName} ${element.getAttribute("class") ?? ""} ${Math.round(left)}..${Math.round(right)}`;
            });
    });
}
