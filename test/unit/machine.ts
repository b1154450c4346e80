/** A machine for the adapters of src/host: programs that a test answers for. To be imported before any of them. */

/** What a program printed, or how it ended otherwise. */
export type Ending = string | { readonly status: number; readonly complaint: string };

export interface Program {
    readonly argv: readonly string[];
    /** What was written to its standard input. */
    readonly input: string;
}

const programs: Program[] = [];
let answer: (program: Program) => Ending = () => "";

/** Has `answers` tell from now on how programs end; returns the list of those that are run. */
export function machine(answers: (program: Program) => Ending): readonly Program[] {
    programs.length = 0;
    answer = answers;
    return programs;
}

interface Options {
    readonly binary?: boolean;
}

function spawn(argv: readonly string[], { binary = false }: Options = {}): object {
    let input = "";
    let listener: (chunk: string | Uint8Array) => void = () => undefined;
    const run = async (): Promise<string> => {
        // Whoever runs it has not written its input yet.
        await new Promise((resolve) => setTimeout(resolve));
        const program = { argv, input };
        programs.push(program);
        const ending = answer(program);
        if (typeof ending !== "string")
            throw Object.assign(new Error(ending.complaint), { exit_status: ending.status });
        listener(binary ? new TextEncoder().encode(ending) : ending);
        return ending;
    };
    const ended = run();
    return Object.assign(ended, {
        close: () => undefined,
        input: (text: string) => {
            input += text;
        },
        stream: (given: typeof listener) => {
            listener = given;
            return ended;
        },
    });
}

Object.assign(globalThis, { window: globalThis, cockpit: { spawn, message: (problem: string) => problem } });
