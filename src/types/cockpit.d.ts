/**
 * The part of Cockpit's own cockpit.js that this module uses (the documented
 * base1 API; cockpit 337 and newer). It is loaded from the host
 * (../base1/cockpit.js) and never bundled.
 */
declare module "cockpit" {
    type Superuser = "require" | "try";

    /** Rejection of every channel: a problem code (access-denied, not-found, …) or a D-Bus error name. */
    interface Problem {
        readonly problem?: string | null;
        readonly name?: string;
        readonly message?: string;
        readonly exit_status?: number | null;
        readonly status?: number;
    }

    interface Variant {
        readonly t: string;
        readonly v: unknown;
    }

    interface Streaming<T> extends Promise<T> {
        stream(callback: (chunk: T) => void): Streaming<T>;
        close(problem?: string): void;
    }

    /** The body of a refused request comes as a second argument, which `await` loses. */
    interface HttpReply extends Promise<Uint8Array> {
        fail(callback: (reason: Problem, body?: Uint8Array | string | null) => void): HttpReply;
    }

    /** Messages are bytes of a binary channel, text of any other. */
    interface Channel<T = Uint8Array> {
        addEventListener(event: "message", listener: (event: Event, chunk: T) => void): void;
        addEventListener(event: "close", listener: (event: Event, options: Problem) => void): void;
        send(chunk: T): void;
        close(problem?: string): void;
    }

    interface Process<T> extends Streaming<T> {
        input(text: T, more?: boolean): Process<T>;
        stream(callback: (chunk: T) => void): Process<T>;
    }

    interface SpawnOptions {
        superuser?: Superuser;
        err?: "message" | "out" | "ignore";
        environ?: string[];
    }

    interface Match {
        path?: string;
        path_namespace?: string;
        interface?: string;
        member?: string;
        arg0?: string;
    }

    interface DBusClient {
        call(
            path: string,
            iface: string,
            method: string,
            args?: readonly unknown[],
            options?: { type?: string; timeout?: number },
        ): Promise<unknown[]>;
        subscribe(
            match: Match,
            callback: (path: string, iface: string, signal: string, args: unknown[]) => void,
        ): { remove(): void };
        proxy(iface: string, path: string): DBusProxy;
        addEventListener(event: "close", listener: (event: Event, options: Problem) => void): void;
        addEventListener(event: "owner", listener: (event: Event, owner: string | null) => void): void;
        close(): void;
    }

    interface DBusProxy {
        readonly valid: boolean;
        readonly Current?: unknown;
        wait(callback: () => void): Promise<void>;
        addEventListener(event: "changed", listener: () => void): void;
    }

    interface HttpRequest {
        path: string;
        method: string;
        params?: Record<string, string>;
        body?: string;
        headers?: Record<string, string>;
    }

    interface HttpClient {
        request(options: HttpRequest): HttpReply;
        close(problem?: string): void;
    }

    /** Contents (null: no such file). The tag, "-" for a missing file, comes as a second argument, which `await` loses. */
    interface FileReading<T> extends Promise<T> {
        done(callback: (contents: T, tag: string) => void): FileReading<T>;
        fail(callback: (reason: Problem) => void): FileReading<T>;
    }

    interface FileHandle<T = string> {
        read(): FileReading<T | null>;
        /**
         * Resolves with the new tag. With a tag it is refused (`change-conflict`) when the file has another one, and
         * keeps owner and mode; the tag "-" stands for a file that must not exist.
         */
        replace(contents: T | null, tag?: string): Promise<string>;
        close(): void;
    }

    interface FileOptions {
        superuser?: Superuser;
        max_read_size?: number;
        /** Of the file that replace() leaves. */
        attrs?: { mode: number };
    }

    /** An icon at the page's entry in the shell's menu, with its tooltip. */
    interface PageStatus {
        type: "info" | "warning" | "error";
        title: string;
    }

    interface Location {
        readonly path: string[];
        readonly options: Record<string, string | string[]>;
        go(path: string[], options?: Record<string, string>): void;
        replace(path: string[], options?: Record<string, string>): void;
    }

    interface Cockpit {
        readonly location: Location;
        readonly hidden: boolean;
        readonly language: string;
        readonly transport: {
            /** Of the machine that the page is about. */
            readonly host: string;
            wait(callback: () => void): void;
            control(command: "notify", options: { page_status: PageStatus | null }): void;
        };
        addEventListener(event: "locationchanged" | "visibilitychange", listener: () => void): void;
        removeEventListener(event: "locationchanged" | "visibilitychange", listener: () => void): void;
        spawn(argv: readonly string[], options: SpawnOptions & { binary: true }): Process<Uint8Array>;
        spawn(argv: readonly string[], options: SpawnOptions): Process<string>;
        dbus(name: null, options: { bus: "internal" }): DBusClient;
        dbus(name: string, options: { bus: "none"; address: string; superuser?: Superuser }): DBusClient;
        http(endpoint: string, options: { superuser?: Superuser; binary: true }): HttpClient;
        channel(options: { payload: "stream"; unix: string; superuser?: Superuser; binary: true }): Channel;
        /** Messages are JSON merge patches (RFC 7396) of {info, error, partial}. */
        channel(options: {
            payload: "fsinfo";
            path: string;
            attrs: readonly string[];
            fnmatch?: string;
            watch: boolean;
            superuser?: Superuser;
        }): Channel<string>;
        file(path: string, options: FileOptions & { binary: true }): FileHandle<Uint8Array>;
        file(path: string, options?: FileOptions & { binary?: false }): FileHandle;
        variant(type: string, value: unknown): Variant;
        user(): Promise<{ readonly name: string }>;
        message(problem: string | Problem): string;
        gettext(text: string): string;
        ngettext(one: string, many: string, n: number): string;
        format(template: string, ...args: readonly (string | number)[]): string;
        jump(path: string): void;
    }

    const cockpit: Cockpit;
    export default cockpit;
    export type {
        Problem,
        Variant,
        Streaming,
        Channel,
        Process,
        SpawnOptions,
        Match,
        DBusClient,
        HttpClient,
        FileHandle,
        PageStatus,
        Superuser,
    };
}
