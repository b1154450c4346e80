import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import { ratesAt, type EventPoint } from "../../uyuni/events/rates.js";
import { count } from "../time.js";
import { _ } from "../translate.js";
import { clock, rate, shortCount } from "./formats.js";

const HEIGHT = 170;
const HOUR_SECONDS = 3600;
/** Steps of the time axis, in seconds. */
const MINUTES = [60, 120, 300, 600, 900, 1800, 3600];

/** One line: dashes tell it from the others without colour. */
interface Line {
    readonly label: string;
    readonly colour: string;
    readonly dash?: number[];
    readonly fill?: boolean;
}

/** A custom property of the page's theme, as the canvas wants it. */
function token(name: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(width: number, lines: readonly Line[], write: (value: number) => string): uPlot.Options {
    const text = token("--pf-t--global--text--color--subtle");
    const grid = token("--pf-t--global--border--color--default");
    const font = `12px ${token("--pf-t--global--font--family--body")}`;
    const axis = { font, stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
    return {
        width,
        height: HEIGHT,
        cursor: { sync: { key: "uyuni-events" }, drag: { x: false, y: false } },
        legend: {
            markers: { dash: (_plot, series) => (lines[series - 1]?.dash ? "dashed" : "solid") },
        },
        scales: {
            x: { time: true },
            y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.1)] },
        },
        axes: [
            {
                ...axis,
                values: (_plot, times) => times.map((time) => clock(time * 1000)),
                space: 70,
                incrs: MINUTES,
            },
            {
                ...axis,
                size: 64,
                values: (_plot, ticks) => ticks.map((tick) => shortCount(tick)),
            },
        ],
        series: [
            {
                label: _("Time"),
                value: (_plot, time: number | null) => (time === null ? "–" : clock(time * 1000, true)),
            },
            ...lines.map(({ label, colour, dash, fill }) => ({
                label,
                stroke: token(colour),
                width: 2,
                points: { show: false },
                ...(dash !== undefined && { dash }),
                ...(fill === true && { fill: `color-mix(in srgb, ${token(colour)} 15%, transparent)` }),
                value: (_plot: uPlot, value: number | null) => (value === null ? "–" : write(value)),
            })),
        ],
    };
}

const backlogLines = (): Line[] => [
    { label: _("Waiting"), colour: "--pf-t--global--icon--color--brand--default", fill: true },
];
const rateLines = (): Line[] => [
    { label: _("Arriving a second"), colour: "--pf-t--global--icon--color--status--warning--default" },
    {
        label: _("Processed a second"),
        colour: "--pf-t--global--icon--color--status--success--default",
        dash: [6, 4],
    },
];

/** Times in seconds; null where nobody looked, so that no line leads across. */
function curves(points: readonly EventPoint[]): { backlog: uPlot.AlignedData; speed: uPlot.AlignedData } {
    const times: number[] = [];
    const waiting: (number | null)[] = [];
    const arriving: (number | null)[] = [];
    const processed: (number | null)[] = [];
    for (const [index, point] of points.entries()) {
        if (point.gap) {
            times.push(point.time / 1000 - 1);
            for (const line of [waiting, arriving, processed]) line.push(null);
        }
        const now = ratesAt(points, index);
        times.push(point.time / 1000);
        waiting.push(point.waiting);
        arriving.push(now?.in ?? null);
        processed.push(now?.out ?? null);
    }
    return { backlog: [times, waiting], speed: [times, arriving, processed] };
}

/** Backlog and rates of the last hour. The same is in the table below for those who cannot see it. */
export default function EventChart({ points }: { points: readonly EventPoint[] }) {
    const place = useRef<HTMLDivElement>(null);
    const plots = useRef<readonly [uPlot, uPlot] | null>(null);
    const shown = useRef(points);

    useEffect(() => {
        const element = place.current;
        if (element === null) return;
        const draw = () => {
            plots.current?.forEach((plot) => {
                plot.destroy();
            });
            const { backlog, speed } = curves(shown.current);
            const width = Math.max(240, element.clientWidth);
            plots.current = [
                new uPlot(options(width, backlogLines(), count), backlog, element),
                new uPlot(options(width, rateLines(), rate), speed, element),
            ];
            keepHour(plots.current, shown.current);
        };
        draw();
        const resized = new ResizeObserver(() => {
            const width = Math.max(240, element.clientWidth);
            plots.current?.forEach((plot) => {
                if (plot.width !== width) plot.setSize({ width, height: HEIGHT });
            });
        });
        resized.observe(element);
        // The theme is a class of the document.
        const themed = new MutationObserver(draw);
        themed.observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
        return () => {
            resized.disconnect();
            themed.disconnect();
            plots.current?.forEach((plot) => {
                plot.destroy();
            });
            plots.current = null;
        };
    }, []);

    useEffect(() => {
        shown.current = points;
        if (plots.current === null) return;
        const { backlog, speed } = curves(points);
        plots.current[0].setData(backlog, false);
        plots.current[1].setData(speed, false);
        keepHour(plots.current, points);
    }, [points]);

    return <div ref={place} className="uyuni-event-chart" dir="ltr" />;
}

/** Five minutes at least, an hour at most. */
function keepHour(plots: readonly uPlot[], points: readonly EventPoint[]): void {
    const last = (points.at(-1)?.time ?? Date.now()) / 1000;
    const first = (points[0]?.time ?? Date.now()) / 1000;
    const length = Math.min(HOUR_SECONDS, Math.max(300, last - first));
    for (const plot of plots)
        plot.batch(() => {
            plot.setScale("x", { min: last - length, max: last });
        });
}
