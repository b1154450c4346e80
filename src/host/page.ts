/** The page's own surroundings in Cockpit: its address, language and theme. */
import cockpit from "cockpit";
import { createStore, type StoreApi } from "zustand/vanilla";

export interface PageLocation {
    readonly path: readonly string[];
    readonly options: Readonly<Record<string, string>>;
}

function currentLocation(): PageLocation {
    const options: Record<string, string> = {};
    for (const [name, value] of Object.entries(cockpit.location.options)) {
        const first = Array.isArray(value) ? value[0] : value;
        if (first !== undefined) options[name] = first;
    }
    return { path: [...cockpit.location.path], options };
}

/** Where the page is, as its hash says; changes with every navigation. */
export const location: StoreApi<PageLocation> = createStore<PageLocation>()(() => currentLocation());
cockpit.addEventListener("locationchanged", () => {
    location.setState(currentLocation(), true);
});

/** Goes to another view of this page. */
export function navigate(path: readonly string[], options: Readonly<Record<string, string>> = {}): void {
    cockpit.location.go([...path], { ...options });
}

/** Changes the address without a step in the browser's history. */
export function replaceLocation(
    path: readonly string[],
    options: Readonly<Record<string, string>> = {},
): void {
    cockpit.location.replace([...path], { ...options });
}

/** Goes to a page of another Cockpit package: "/system/services#/uyuni-db.service". */
export function jump(path: string): void {
    cockpit.jump(path);
}

/** The machine that the page is about: pages of several share what a browser keeps for them. */
export function machine(): string {
    return cockpit.transport.host;
}

export function gettext(text: string): string {
    return cockpit.gettext(text);
}

export function ngettext(one: string, many: string, n: number): string {
    return cockpit.ngettext(one, many, n);
}

/** Fills $0, $1 … of `template`. */
export function format(template: string, ...args: readonly (string | number)[]): string {
    return cockpit.format(template, ...args);
}

/** The user's language as a BCP 47 tag, for dates and numbers. */
export function language(): string {
    return cockpit.language.replace("_", "-");
}

/**
 * Keeps PatternFly's dark class in step with the shell's style menu: the choice
 * is in localStorage "shell:style" (auto, light, dark), told to open pages by
 * the "cockpit-style" event, and auto follows the system.
 */
export function followTheme(): void {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = (style: string) => {
        const dark = style === "dark" || (style === "auto" && system.matches);
        document.documentElement.classList.toggle("pf-v6-theme-dark", dark);
    };
    const stored = () => window.localStorage.getItem("shell:style") ?? "auto";
    apply(stored());
    window.addEventListener("storage", (event) => {
        if (event.key === "shell:style") apply(stored());
    });
    window.addEventListener("cockpit-style", (event) => {
        const detail: unknown = event instanceof CustomEvent ? event.detail : null;
        if (
            typeof detail === "object" &&
            detail !== null &&
            "style" in detail &&
            typeof detail.style === "string"
        ) {
            apply(detail.style);
        }
    });
    system.addEventListener("change", () => {
        apply(stored());
    });
}
