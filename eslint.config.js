// SPDX-License-Identifier: LGPL-2.1-or-later
import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** What no room may import: whole libraries where one module is meant, and a second copy of them. */
const wholeLibraries = [
    {
        regex: "^@patternfly/react-(core|table|icons)(/dist/esm(/(components|deprecated|helpers|icons|layouts))?(/index(\\.js)?)?)?$",
        message: "Import one component or icon: @patternfly/react-core/dist/esm/components/Button.",
    },
    {
        regex: "^@patternfly/react-(core|table|icons)/dist/(js|dynamic|umd)",
        message: "Import from dist/esm: anything else is bundled a second time.",
    },
];

const cockpitOnlyInHost = {
    regex: "^cockpit$",
    message: "Only src/host speaks to Cockpit (src/ui/translate.ts has its words).",
};

/** Arrows between the rooms: which imports each of them may not have. */
const rooms = {
    uyuni: [
        cockpitOnlyInHost,
        {
            regex: "^(react|react-dom|zustand|@patternfly|node:)",
            message: "src/uyuni is pure: values in, values out.",
        },
        { regex: "^(\\.\\./)+(host|ui)(/|$)", message: "src/uyuni knows neither the machine nor the pages." },
    ],
    host: [
        { regex: "^(react|react-dom|@patternfly)(/|$)", message: "src/host shows nothing." },
        { regex: "^(\\.\\./)+ui(/|$)", message: "src/host does not know the pages." },
    ],
};

/**
 * @param {...{ regex: string, message: string }} patterns
 * @returns {import("eslint").Linter.RulesRecord}
 */
function noImports(...patterns) {
    return { "no-restricted-imports": ["error", { patterns: [...wholeLibraries, ...patterns] }] };
}

export default tseslint.config(
    { ignores: ["build/", "dist/", "test-results/", "packaging/**/*.d.ts"] },
    { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" } },
    js.configs.recommended,
    {
        files: ["{src,test}/**/*.{ts,tsx}"],
        extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@typescript-eslint/consistent-type-imports": "error",
            // The only way to the clipboard on a page that came over plain HTTP.
            "@typescript-eslint/no-deprecated": ["error", { allow: [{ from: "lib", name: "execCommand" }] }],
            "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
            "@typescript-eslint/switch-exhaustiveness-check": "error",
        },
    },
    {
        files: ["src/**/*.{ts,tsx}"],
        rules: {
            ...noImports(cockpitOnlyInHost),
            "no-console": ["error", { allow: ["warn", "error"] }],
            // Grammars that refuse control characters have to name them.
            "no-control-regex": "off",
            "no-restricted-syntax": [
                "error",
                {
                    selector:
                        "JSXAttribute[name.name='dangerouslySetInnerHTML'], Property[key.name='dangerouslySetInnerHTML']",
                    message: "Texts of the machine may be hostile: let React escape them.",
                },
                {
                    selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]",
                    message: "Texts of the machine may be hostile: never make HTML of them.",
                },
                {
                    selector: "MemberExpression[object.name='cockpit'][property.name='script']",
                    message: "No shell: cockpit.spawn() with an argv.",
                },
            ],
        },
    },
    { files: ["src/uyuni/**"], rules: noImports(...rooms.uyuni) },
    { files: ["src/host/**"], rules: noImports(...rooms.host) },
    {
        files: ["src/**/*.tsx", "src/ui/**/*.ts"],
        extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.strict],
        rules: { "react-hooks/exhaustive-deps": "error" },
    },
    {
        // Tools that Node runs: tsc checks their names and types.
        files: ["**/*.{js,mjs}"],
        extends: [tseslint.configs.strict],
        rules: { "no-undef": "off" },
    },
);
