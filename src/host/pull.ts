/**
 * Bytes of the operation's pull: its first step prints podman's progress stream
 * (one JSON line a second for each layer), and so the journal has it, from
 * whatever browser it is read.
 */
import { ImageProgress } from "../uyuni/image-progress.js";
import { OPERATION_UNIT } from "../uyuni/operation-record.js";
import type { Closeable, PullProgress } from "./host.js";
import { followJournal } from "./journal-follower.js";

const LINES = 2000;

/** Follows the pull of an operation; what cannot be read is not told. */
export function followPull(operation: string, onProgress: (progress: PullProgress) => void): Closeable {
    const progress = new ImageProgress();
    return followJournal(
        { unit: OPERATION_UNIT, operation, lines: LINES },
        (entries) => {
            for (const entry of entries) progress.push(`${entry.text}\n`);
            onProgress(progress.current());
        },
        () => undefined,
    );
}
