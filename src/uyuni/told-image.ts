/** What a registry tells of an image, read; reading it is registry-image.ts. */

/** What is known of the image behind a tag. */
export interface TagDetails {
    /** Of what the tag names: a manifest, or an index; "" if the registry does not tell. */
    readonly digest: string;
    /** Of the manifest for the host; the same where there is no index, "" where there is none for it. */
    readonly imageDigest: string;
    /** Digest of its configuration, which is podman's ID of the image; "" if not told. */
    readonly config: string;
    /** Milliseconds since the epoch; 0 if not told. */
    readonly created: number;
    /** Bytes of its layers as they are pulled; 0 if not told. */
    readonly size: number;
    /** For which it is, in podman's words (amd64, arm64, …); empty if not told. */
    readonly architectures: readonly string[];
    /** Whether it has a health check; null if not told. */
    readonly healthCheck?: boolean | null;
}

/** What its registry, or this host, tells of the image that a set-up is asked for. */
export interface ChosenImage {
    /** The whole reference. */
    readonly image: string;
    /** Empty if it is not told. */
    readonly architectures: readonly string[];
    /** Whether it has a health check; null if it is not told. */
    readonly healthCheck?: boolean | null;
    /** Behind the reference in its registry, where that was asked. */
    readonly digest?: string;
    /** Bytes of its layers as they are pulled; absent or 0 if that is not told. */
    readonly size?: number;
}

/** Whether an image may run on a host of this architecture; what nothing tells otherwise may. */
export function isFor(host: string, { architectures }: Pick<TagDetails, "architectures">): boolean {
    return host === "" || architectures.length === 0 || architectures.includes(host);
}
