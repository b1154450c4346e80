/** What was measured; exceeding its limit is a failure. */
export interface Figure {
    readonly name: string;
    readonly value: number;
    readonly unit: string;
    readonly limit?: number;
}
