// SPDX-License-Identifier: LGPL-2.1-or-later
/** The arrows between the rooms, over the real import graph (types included). */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

interface Import {
    readonly from: string;
    /** A file of this project, or the name of a package. */
    readonly to: string;
}

/** Which rooms and which packages each room may import. */
const rooms: Readonly<Record<string, { rooms: readonly string[]; packages: RegExp }>> = {
    uyuni: { rooms: ["uyuni", "templates"], packages: /^(valibot|diff)$/ },
    host: { rooms: ["host", "uyuni", "types"], packages: /^(cockpit|valibot|zustand)$/ },
    ui: { rooms: ["ui", "host", "uyuni", "types"], packages: /^(?!cockpit$)/ },
    types: { rooms: ["types"], packages: /^(?!cockpit$)/ },
    // The entry point puts the rooms together.
    src: { rooms: ["ui", "host", "uyuni"], packages: /^(react|react-dom)$/ },
};

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join("src", name));

function roomOf(file: string): string {
    const [top = "", room = ""] = file.split("/");
    return top === "src" ? (room.includes(".") ? "src" : room) : top;
}

function packageOf(specifier: string): string {
    return specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/");
}

/** Every module that the source names: imports, re-exports, import() and import types. */
function specifiersIn(file: string): string[] {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
        if (
            (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
            node.moduleSpecifier !== undefined
        )
            found.push((node.moduleSpecifier as ts.StringLiteral).text);
        if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
            const [target] = node.arguments;
            if (target === undefined || !ts.isStringLiteralLike(target))
                throw new Error(`${file}: import() of a name that is made at run time`);
            found.push(target.text);
        }
        if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
            found.push((node.argument.literal as ts.StringLiteral).text);
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true));
    return found;
}

function resolve(file: string, specifier: string): string {
    if (!specifier.startsWith(".")) return packageOf(specifier);
    const target = path.join(path.dirname(file), specifier);
    const candidates = [
        target,
        target.replace(/\.js$/, ".ts"),
        target.replace(/\.js$/, ".tsx"),
        `${target}.ts`,
    ];
    return candidates.find((candidate) => files.includes(candidate)) ?? target;
}

const imports: readonly Import[] = files.flatMap((from) =>
    specifiersIn(from).map((specifier) => ({ from, to: resolve(from, specifier) })),
);

/** A way from some file back to itself, or null. */
function cycle(): readonly string[] | null {
    const done = new Set<string>();
    const visit = (file: string, way: readonly string[]): readonly string[] | null => {
        const before = way.indexOf(file);
        if (before !== -1) return [...way.slice(before), file];
        if (done.has(file)) return null;
        for (const { to } of imports.filter(({ from }) => from === file)) {
            const found = visit(to, [...way, file]);
            if (found !== null) return found;
        }
        done.add(file);
        return null;
    };
    for (const file of files) {
        const found = visit(file, []);
        if (found !== null) return found;
    }
    return null;
}

QUnit.module("Rooms", () => {
    QUnit.test("there are sources to look at, all of them in a known room", (assert) => {
        assert.true(imports.length > 0);
        assert.deepEqual(
            files.filter((file) => !Object.hasOwn(rooms, roomOf(file))),
            [],
        );
    });

    for (const [room, allowed] of Object.entries(rooms))
        QUnit.test(`${room} imports only what it may know`, (assert) => {
            const wrong = imports
                .filter(({ from }) => roomOf(from) === room)
                .filter(({ to }) =>
                    to.includes("/") && !to.startsWith("@")
                        ? !allowed.rooms.includes(roomOf(to)) && roomOf(to) !== room
                        : !allowed.packages.test(to),
                )
                .map(({ from, to }) => `${from} → ${to}`);
            assert.deepEqual(wrong, []);
        });

    QUnit.test("no file imports itself, by whatever way", (assert) => {
        assert.deepEqual(cycle(), null);
    });

    QUnit.test("every template is used", (assert) => {
        const used = new Set(imports.map(({ to }) => to));
        const templates = readdirSync("templates").map((name) => `templates/${name}`);
        assert.deepEqual(
            templates.filter((template) => !used.has(template)),
            [],
        );
    });
});
