/**
 * What podman holds of Uyuni's, live.
 *
 * The protocol: first the event stream is opened, then everything is read once;
 * afterwards each event has only the object it names read again, one reading of
 * an object at a time, so that answers cannot overtake each other. When the
 * stream ends, it is opened again at once: podman's service ends whenever nobody
 * has asked it anything for a few seconds, and a connection that comes in just then is
 * cut. If that fails, too, everything is unknown until it is open again; that is tried
 * with growing pauses, and at once when somebody says that the socket is back.
 *
 * Only containers named uyuni-… or made from Uyuni's images are looked at: a host
 * may hold hundreds of others. For the first view the images they use are enough;
 * until all are listed, what is not among them is not known.
 *
 * A service that hangs says nothing, as one with nothing to say does. So it is asked for a sign of life when there is
 * reason to doubt: something happened, or no health check was told of for longer than they take to come again.
 */
import cockpit from "cockpit";
import type { Closeable } from "./host.js";
import type { ContainerState, ImageState, PodmanState } from "../uyuni/host-state.js";
import {
    parseContainerList,
    parseEvent,
    parseImages,
    parseNetworks,
    parseSecrets,
    type PodmanInfo,
} from "./podman-answers.js";
import { inspectContainer, inspectImage, isNews, isOurImage } from "./podman-objects.js";
import { readInfo, refreshedInfo, UNREAD } from "./podman-info.js";
import { Revival } from "./podman-revival.js";
import { followEvents, podmanRequest } from "./podman-socket.js";
import { asHostError, type HostError } from "./problem.js";
import { Silence } from "./silence.js";

const OURS = "^uyuni-";
const ALIVE_SECONDS = 20;
/** Health checks come every 30 seconds as a rule. */
const SILENCE_SECONDS = 75;

export interface PodmanListener {
    changed(state: PodmanState): void;
    lost(error: HostError): void;
}

export class PodmanWatch implements Closeable {
    #containers = new Map<string, ContainerState>();
    #images = new Map<string, ImageState>();
    #hasAllImages = false;
    #secrets: readonly string[] = [];
    #networks: readonly string[] = [];
    #info: PodmanInfo = UNREAD;
    /** The first view was told. */
    #ready = false;
    #events: Closeable | null = null;
    #reading = new Map<string, boolean>();
    #closed = false;
    readonly #revival = new Revival(
        () => {
            this.#connect();
        },
        (error) => {
            this.listener.lost(error);
        },
    );
    #checking = false;
    readonly #look = () => void this.check();
    readonly #silence = new Silence(SILENCE_SECONDS, () => {
        const isChecked = ({ health, status }: ContainerState) => health !== "none" && status === "running";
        if ([...this.#containers.values()].some(isChecked)) void this.check();
    });

    constructor(private readonly listener: PodmanListener) {
        cockpit.addEventListener("visibilitychange", this.#look);
        this.#connect();
    }

    close(): void {
        this.#closed = true;
        cockpit.removeEventListener("visibilitychange", this.#look);
        this.#silence.close();
        this.#revival.close();
        this.#events?.close();
        this.#events = null;
    }

    /** Tries again now instead of after the pause. */
    retry(): void {
        if (!this.#closed && this.#events === null) this.#connect();
    }

    /** Looks whether podman still answers. Something happened, or the page comes into view: it should have said more than it did. */
    async check(): Promise<void> {
        const events = this.#events;
        if (events === null || this.#checking || cockpit.hidden) return;
        this.#checking = true;
        try {
            await podmanRequest("GET", "/version", {}, ALIVE_SECONDS);
        } catch (reason) {
            if (this.#events === events) this.#lost(asHostError(reason));
        } finally {
            this.#checking = false;
        }
    }

    /** Reads free space and every image again: what a plan has to be made from. Rejects with HostError. */
    async refresh(): Promise<void> {
        const [info, images] = await Promise.all([
            refreshedInfo(this.#info),
            podmanRequest("GET", "/images/json"),
        ]);
        // Before the first view, and while the connection is lost, the containers are not known.
        if (!this.#ready) return;
        this.#info = info;
        this.#takeImages(parseImages(images));
        this.#tell();
    }

    #connect(): void {
        this.#revival.connecting();
        const events: Closeable = followEvents(
            { type: ["container", "image", "secret", "network"] },
            () => {
                if (this.#events === events) void this.#readAll(events);
            },
            (answer) => {
                if (this.#events !== events) return;
                this.#silence.heard();
                this.#event(answer);
            },
            (error) => {
                if (this.#events === events) this.#lost(error);
            },
        );
        this.#events = events;
    }

    #lost(error: HostError): void {
        this.#events?.close();
        this.#events = null;
        this.#info = UNREAD;
        this.#ready = false;
        this.#containers.clear();
        this.#images.clear();
        this.#hasAllImages = false;
        this.#reading.clear();
        if (!this.#closed) this.#revival.lost(error);
    }

    async #readAll(events: Closeable): Promise<void> {
        try {
            const named = JSON.stringify({ name: [OURS] });
            const [list, secrets, networks] = await Promise.all([
                podmanRequest("GET", "/containers/json", { all: "true", filters: named }),
                podmanRequest("GET", "/secrets/json"),
                podmanRequest("GET", "/networks/json"),
            ]);
            const containers = await Promise.all(
                parseContainerList(list).map(({ id }) => inspectContainer(id)),
            );
            const images = await Promise.all(
                [...new Set(containers.map((c) => c?.imageId ?? ""))].map(inspectImage),
            );
            if (this.#events !== events) return;
            this.#ready = true;
            this.#revival.ready();
            this.#silence.heard();
            this.#secrets = parseSecrets(secrets);
            this.#networks = parseNetworks(networks);
            this.#containers = new Map(containers.filter((c) => c !== null).map((c) => [c.id, c]));
            this.#images = new Map(
                images.filter((image) => image !== null).map((image) => [image.id, image]),
            );
            this.#tell();
            await this.#update("images", () => this.#readImages());
            await this.#readInfo(events);
            await this.#readOthers(events);
            if (this.#events === events) this.#revival.succeeded();
        } catch (reason) {
            if (this.#events === events) this.#lost(asHostError(reason));
        }
    }

    /** Takes podman longer than all of the first view. */
    async #readInfo(events: Closeable): Promise<void> {
        const info = await readInfo();
        if (this.#events !== events) return;
        this.#info = info;
        this.#tell();
    }

    /**
     * Containers of Uyuni's images under other names. For these every container
     * has to be listed, of which there may be hundreds: after the first view.
     */
    async #readOthers(events: Closeable): Promise<void> {
        const list = await podmanRequest("GET", "/containers/json", { all: "true" });
        for (const { id, image } of parseContainerList(list)) {
            if (this.#events !== events) return;
            if (isOurImage(image) && !this.#containers.has(id))
                void this.#update(`container ${id}`, () => this.#readOther(id));
        }
    }

    #event(answer: unknown): void {
        const event = parseEvent(answer);
        if (event.type === "container") {
            if (
                (event.name.startsWith("uyuni-") || isOurImage(event.image)) &&
                isNews(event, this.#containers.get(event.id))
            )
                void this.#update(`container ${event.id}`, () => this.#readContainer(event.id));
        } else if (event.type === "image") {
            if (/^(?:remove|untag|tag|pull|loadfromarchive|build)$/.test(event.action)) {
                void this.#update(`image ${event.id}`, () => this.#readImage(event.id));
                // A list of all of them that is on its way may be from before.
                if (this.#reading.has("images")) this.#reading.set("images", true);
            }
        } else if (event.type === "secret") {
            void this.#update("secrets", async () => {
                this.#secrets = parseSecrets(await podmanRequest("GET", "/secrets/json"));
            });
        } else if (event.type === "network" && /^(?:create|remove)$/.test(event.action)) {
            void this.#update("networks", async () => {
                this.#networks = parseNetworks(await podmanRequest("GET", "/networks/json"));
            });
        }
    }

    /** Reads one thing again; when it is being read already, once more afterwards. */
    async #update(key: string, read: () => Promise<void>): Promise<void> {
        if (this.#reading.has(key)) {
            this.#reading.set(key, true);
            return;
        }
        const events = this.#events;
        try {
            do {
                this.#reading.set(key, false);
                await read();
                if (this.#events !== events) return;
                this.#tell();
            } while (this.#reading.get(key) === true);
        } catch (reason) {
            if (this.#events === events) this.#lost(asHostError(reason));
        } finally {
            if (this.#events === events) this.#reading.delete(key);
        }
    }

    async #readContainer(id: string): Promise<void> {
        const container = await inspectContainer(id);
        if (container === null) {
            this.#containers.delete(id);
            return;
        }
        this.#containers.set(id, container);
        if (!this.#images.has(container.imageId)) await this.#readImage(container.imageId);
    }

    /** One that podman cannot inspect must not hide the others: it is nobody's service. */
    async #readOther(id: string): Promise<void> {
        try {
            await this.#readContainer(id);
        } catch (reason) {
            if (asHostError(reason).problem !== "http-500") throw reason;
        }
    }

    async #readImages(): Promise<void> {
        this.#takeImages(parseImages(await podmanRequest("GET", "/images/json")));
    }

    /** What containers use is among them but for images without a name of which others are made. */
    #takeImages(listed: readonly ImageState[]): void {
        const used = new Set([...this.#containers.values()].map(({ imageId }) => imageId));
        const others = [...this.#images.values()].filter(({ id }) => used.has(id));
        this.#images = new Map([...others, ...listed].map((image) => [image.id, image]));
        this.#hasAllImages = true;
    }

    async #readImage(id: string): Promise<void> {
        const image = await inspectImage(id);
        if (image === null) this.#images.delete(id);
        else this.#images.set(image.id, image);
    }

    #tell(): void {
        if (!this.#ready) return;
        this.listener.changed({
            ...this.#info,
            containers: [...this.#containers.values()],
            images: [...this.#images.values()],
            hasAllImages: this.#hasAllImages,
            secrets: this.#secrets,
            networks: this.#networks,
        });
    }
}
