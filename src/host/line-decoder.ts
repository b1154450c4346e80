/** Cuts a stream of chunks into lines of UTF-8; a line or a character may be split anywhere. */
export class LineDecoder {
    #decoder = new TextDecoder();
    #rest = "";

    /** The lines that `chunk` completes, without their line feeds. */
    push(chunk: Uint8Array | string): string[] {
        const text = typeof chunk === "string" ? chunk : this.#decoder.decode(chunk, { stream: true });
        const lines = (this.#rest + text).split("\n");
        this.#rest = lines.pop() ?? "";
        return lines;
    }
}
