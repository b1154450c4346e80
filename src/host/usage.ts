/**
 * What containers use of the host, from podman's stream of figures.
 *
 * Only while somebody asks and the page can be seen. podman's own percentage is
 * since the container's start in its first answer, so it is computed here, from
 * the difference of two answers. A figure of 0 is what podman says where the
 * cgroup has no such controller: a container that runs has used some of
 * everything, so 0 means "cannot tell".
 */
import cockpit from "cockpit";
import * as v from "valibot";
import { Backoff } from "./backoff.js";
import type { Closeable, Usage, UsageListener } from "./host.js";
import { followAnswer } from "./podman-socket.js";
import { asHostError, HostError } from "./problem.js";
import { Silence } from "./silence.js";

const INTERVAL_SECONDS = 3;
/** For the first answer, and between two of them: a podman that hangs never ends its stream. */
const ANSWER_SECONDS = 20;

const number = v.nullish(v.number(), 0);

const Answer = v.object({
    Stats: v.nullish(
        v.array(
            v.object({
                ContainerID: v.string(),
                Name: v.string(),
                CPUNano: number,
                SystemNano: number,
                MemUsage: number,
                MemLimit: number,
            }),
        ),
        [],
    ),
});

type Figures = v.InferOutput<typeof Answer>["Stats"][number];

export class UsageWatch implements Closeable {
    #last = new Map<string, Figures>();
    #stream: Closeable | null = null;
    #backoff = new Backoff();
    #silence = new Silence(ANSWER_SECONDS, () => {
        this.#lost(new HostError("timeout", cockpit.message("timeout")));
    });
    #closed = false;
    readonly #look = () => {
        this.#visibility();
    };

    /** `containers` by name; podman refuses those that are not there. */
    constructor(
        private readonly containers: readonly string[],
        private readonly listener: UsageListener,
    ) {
        cockpit.addEventListener("visibilitychange", this.#look);
        this.#visibility();
    }

    close(): void {
        this.#closed = true;
        cockpit.removeEventListener("visibilitychange", this.#look);
        this.#stop();
    }

    #visibility(): void {
        if (cockpit.hidden) this.#stop();
        else if (this.#stream === null && this.containers.length > 0) this.#start();
    }

    #stop(): void {
        this.#backoff.close();
        this.#silence.close();
        this.#stream?.close();
        this.#stream = null;
        this.#last.clear();
    }

    #start(): void {
        const params = new URLSearchParams({ stream: "true", interval: String(INTERVAL_SECONDS) });
        for (const name of this.containers) params.append("containers", name);
        this.#silence.heard();
        this.#stream = followAnswer(
            "/containers/stats",
            params,
            () => undefined,
            (answer) => {
                this.#told(answer);
            },
            (error) => {
                this.#lost(error);
            },
        );
    }

    #told(answer: unknown): void {
        const parsed = v.safeParse(Answer, answer);
        if (!parsed.success) {
            this.#lost(asHostError(new Error(parsed.issues[0].message)));
            return;
        }
        this.#backoff.succeeded();
        this.#silence.heard();
        const usage = parsed.output.Stats.map((figures) =>
            usageOf(figures, this.#last.get(figures.ContainerID)),
        );
        this.#last = new Map(parsed.output.Stats.map((figures) => [figures.ContainerID, figures]));
        this.listener.usage(usage);
    }

    #lost(error: HostError): void {
        this.#stop();
        if (this.#closed) return;
        this.listener.problem(error);
        this.#backoff.again(() => {
            this.#visibility();
        });
    }
}

function usageOf(now: Figures, before: Figures | undefined): Usage {
    return {
        container: now.Name,
        cpu: now.CPUNano === 0 ? null : before === undefined ? "measuring" : cpuBetween(before, now),
        memory: orNull(now.MemUsage),
        memoryLimit: now.MemUsage > 0 ? orNull(now.MemLimit) : null,
        time: now.SystemNano / 1e6,
    };
}

function cpuBetween(before: Figures, now: Figures): number | "measuring" {
    const elapsed = now.SystemNano - before.SystemNano;
    // The clock was set back.
    if (elapsed <= 0) return "measuring";
    return Math.max(0, now.CPUNano - before.CPUNano) / elapsed;
}

function orNull(figure: number): number | null {
    return figure > 0 ? figure : null;
}
