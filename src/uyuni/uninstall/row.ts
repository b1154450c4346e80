/** One thing of the host that an uninstall takes away or leaves, with the reasons. */
import type { Message } from "../message.js";
import type { ServiceId } from "../services.js";
import type { Survey } from "./survey.js";

export type RowKind = "unit" | "container" | "file" | "volume" | "image" | "network" | "secret";

/** How the thing is taken away. */
export type Removal =
    | {
          readonly how: "unit";
          readonly unit: string;
          readonly links: readonly string[];
          readonly stop: boolean;
      }
    | { readonly how: "container"; readonly container: string }
    | { readonly how: "file"; readonly path: string }
    | {
          readonly how: "image";
          readonly id: string;
          readonly names: readonly string[];
          readonly depth: number;
      }
    | { readonly how: "volume"; readonly volume: string }
    /** It is a file system of its own: what is in it goes, the volume and the mount stay. */
    | { readonly how: "contents"; readonly volume: string; readonly mountpoint: string }
    | { readonly how: "network"; readonly network: string }
    | { readonly how: "secret"; readonly secret: string };

export interface Row {
    /** Unique among all rows, and the same at each reading. */
    readonly key: string;
    readonly kind: RowKind;
    readonly name: string;
    /** The service with which it is taken away; null for what belongs to several. */
    readonly service: ServiceId | null;
    /** Why it is Uyuni's. */
    readonly ours: Message;
    /** Bytes on disk; null while that is not known. */
    readonly size: number | null;
    /** It is not known yet. */
    readonly measuring?: true;
    /** What else uses it, outside of what is taken away. */
    readonly usedBy: readonly string[];
    /** "free": a person chooses; otherwise why not stands in `note`. */
    readonly choice: "goes" | "stays" | "free";
    /** Whether it goes unless a person chooses otherwise. */
    readonly byDefault: boolean;
    /** What to know before choosing, or why there is no choice. */
    readonly note: Message | null;
    readonly removal: Removal;
}

/** Services that are to be taken away. */
export type Scope = ReadonlySet<ServiceId>;

/** Whether nothing of Uyuni's would be left but what a person keeps. */
export function isEverything({ present }: Survey, scope: Scope): boolean {
    return present.every(({ id }) => scope.has(id));
}
