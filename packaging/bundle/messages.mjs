// SPDX-License-Identifier: LGPL-2.1-or-later
/** Finds what is to be translated: in the sources by TypeScript's own parser, which knows JSX and types. */
import ts from "typescript";

/**
 * @typedef {{ text: string, plural?: string, reference: string, comment?: string }} Marked
 * @typedef {{ marked: Marked[], mistakes: string[] }} Found
 */

/** How many of the first arguments are texts: singular, plural. */
const markers = new Map([
    ["_", 1],
    ["N_", 1],
    ["message", 1],
    ["ngettext", 2],
]);

/**
 * The text that is written there, also if it was broken with "+"; undefined if it is made at run time.
 * @param {ts.Expression | undefined} node
 * @returns {string | undefined}
 */
function literal(node) {
    if (node === undefined) return undefined;
    if (ts.isStringLiteralLike(node)) return node.text;
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
    const left = literal(node.left);
    const right = literal(node.right);
    return left === undefined || right === undefined ? undefined : left + right;
}

/**
 * A comment for translators just before `node` or the statement around it.
 * @param {string} source
 * @param {ts.Node} node
 */
function commentOn(source, node) {
    const before = source.slice(0, node.getStart()).split("\n").slice(-2).join("\n");
    return /(?:\/\/|\/\*)\s*Translators:\s*(.*?)\s*(?:\*\/|\n|$)/.exec(before)?.[1];
}

/**
 * @param {string} file
 * @param {string} source
 * @returns {Found}
 */
export function marked(file, source) {
    const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
    /** @type {Found} */
    const found = { marked: [], mistakes: [] };
    const visit = (/** @type {ts.Node} */ node) => {
        if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
            const texts = markers.get(node.expression.text);
            if (texts !== undefined) {
                const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
                const reference = `${file}:${line}`;
                const text = literal(node.arguments[0]);
                const plural = texts === 2 ? literal(node.arguments[1]) : undefined;
                const comment = commentOn(source, node);
                if (text === undefined || text === "" || (texts === 2 && plural === undefined))
                    found.mistakes.push(
                        `${reference}: ${node.expression.text}() needs a text that is written there`,
                    );
                else
                    found.marked.push({
                        text,
                        reference,
                        ...(plural === undefined ? {} : { plural }),
                        ...(comment === undefined ? {} : { comment }),
                    });
            }
        }
        ts.forEachChild(node, visit);
    };
    visit(tree);
    return found;
}

/**
 * Labels and search words of manifest.json.
 * @param {string} file
 * @param {string} source
 * @returns {Marked[]}
 */
export function markedInManifest(file, source) {
    /** @type {{ menu: Record<string, { label: string, docs?: { label: string }[], keywords?: { matches: string[] }[] }> }} */
    const { menu } = JSON.parse(source);
    const texts = Object.values(menu).flatMap(({ label, docs = [], keywords = [] }) => [
        label,
        ...docs.map((entry) => entry.label),
        ...keywords.flatMap(({ matches }) => matches),
    ]);
    return texts.map((text) => ({ text, reference: `${file}:0` }));
}

/**
 * Elements of the page with the attribute translate="yes".
 * @param {string} file
 * @param {string} source
 * @returns {Marked[]}
 */
export function markedInPage(file, source) {
    return Array.from(source.matchAll(/<\w+[^>]*\btranslate="yes"[^>]*>([^<]+)</g), ([, text = ""]) => ({
        text,
        reference: `${file}:0`,
    }));
}
