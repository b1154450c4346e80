/** What the tools use of packages that bring no types of their own. */
declare module "gettext-parser" {
    export interface Translation {
        readonly msgctxt?: string;
        readonly msgid: string;
        readonly msgid_plural?: string;
        readonly msgstr: readonly string[];
        readonly comments?: {
            readonly reference?: string;
            readonly flag?: string;
            readonly extracted?: string;
        };
    }
    export interface Catalogue {
        readonly charset?: string;
        readonly headers: Readonly<Record<string, string | undefined>>;
        readonly translations: Readonly<Record<string, Readonly<Record<string, Translation>>>>;
    }
    const gettext: {
        readonly po: {
            parse(text: Uint8Array): Catalogue;
            compile(catalogue: Catalogue, options?: { foldLength?: number; sort?: boolean }): Uint8Array;
        };
    };
    export default gettext;
}

declare module "eslint-plugin-jsx-a11y" {
    import type { Linter } from "eslint";
    const plugin: { readonly flatConfigs: { readonly strict: Linter.Config } };
    export default plugin;
}
