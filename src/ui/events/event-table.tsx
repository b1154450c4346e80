import { useState } from "react";
import { ratesAt, type EventPoint } from "../../uyuni/events/rates.js";
import { count } from "../time.js";
import { _ } from "../translate.js";
import { clock, rate } from "./formats.js";

const MINUTE = 60_000;

/** The last point of each minute, the newest first. */
function minutes(points: readonly EventPoint[]): number[] {
    const last = new Map<number, number>();
    for (const [index, { time }] of points.entries()) last.set(Math.floor(time / MINUTE), index);
    return [...last.values()].reverse();
}

/** The curves as text, one row a minute. */
export function EventTable({ points }: { points: readonly EventPoint[] }) {
    const [isOpen, setOpen] = useState(false);
    return (
        <details
            className="uyuni-event-details"
            onToggle={({ currentTarget }) => {
                setOpen(currentTarget.open);
            }}
        >
            <summary>{_("The last hour as a table")}</summary>
            {isOpen && (
                <table className="uyuni-queues">
                    <thead>
                        <tr>
                            <th scope="col">{_("Time")}</th>
                            <th scope="col">{_("Waiting")}</th>
                            <th scope="col">{_("Arriving a second")}</th>
                            <th scope="col">{_("Processed a second")}</th>
                        </tr>
                    </thead>
                    <tbody>{minutes(points).map((index) => row(points, index))}</tbody>
                </table>
            )}
        </details>
    );
}

function row(points: readonly EventPoint[], index: number) {
    const point = points[index];
    if (point === undefined) return null;
    const now = ratesAt(points, index);
    return (
        <tr key={Math.floor(point.time / MINUTE)}>
            <th scope="row">{clock(point.time)}</th>
            <td>{count(point.waiting)}</td>
            <td>{now === null ? "–" : rate(now.in)}</td>
            <td>{now === null ? "–" : rate(now.out)}</td>
        </tr>
    );
}
