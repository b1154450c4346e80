/** A person without a mouse. */
import type { Locator } from "playwright-core";
import { accessKnown } from "./uyuni.js";

/** More than any screen has that takes the focus. */
const MOST = 150;

/** Presses Tab, or Shift and Tab, until `target` has the focus. */
export async function tabTo(target: Locator, direction: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    const { keyboard } = target.page();
    await target.waitFor();
    const seen: string[] = [];
    for (let presses = 0; presses < MOST; presses++) {
        if (await hasFocus(target)) return;
        await keyboard.press(direction);
        seen.push(await focused(target));
    }
    throw new Error(`Tab does not reach ${String(target)}, but ${seen.join(" | ")}`);
}

/** Goes there and presses a key. */
export async function press(target: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
    await tabTo(target);
    // Unlike a click, a key does not wait until the button can be pressed.
    await accessKnown(target);
    await target.page().keyboard.press(key);
}

export function hasFocus(target: Locator): Promise<boolean> {
    // The editor is in a shadow tree, which has an active element of its own.
    return target.evaluateAll(([element]) => {
        const root = element?.getRootNode();
        return (root instanceof Document || root instanceof ShadowRoot) && root.activeElement === element;
    });
}

/** What has the focus, and whether it can be seen that it has. */
function focused(target: Locator): Promise<string> {
    return target.page().evaluate(() => {
        const element = document.activeElement;
        if (element === null) return "";
        const name = element.getAttribute("aria-label") ?? element.textContent;
        return `${element.tagName} ${name.trim().slice(0, 40)}`;
    });
}
