/** Operations that this page has seen running: their results stay open, whichever way the page was left in between. */
const seen = new Set<string>();

export function noteWatched(operation: string): void {
    seen.add(operation);
}

export function wasWatched(operation: string): boolean {
    return seen.has(operation);
}
