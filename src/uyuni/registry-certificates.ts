/**
 * Certificates that podman has for single registries (containers-certs.d(5)), looked up as podman does it, and
 * what curl has to be told to use the same.
 */

export interface RegistryCertificates {
    /** Files of authorities that are trusted beside those of the whole host. */
    readonly authorities: readonly string[];
    /** With which this host says who it is; null where there is none. */
    readonly client: { readonly certificate: string; readonly key: string } | null;
}

export const NO_CERTIFICATES: RegistryCertificates = { authorities: [], client: null };

export function hasCertificates({ authorities, client }: RegistryCertificates): boolean {
    return authorities.length > 0 || client !== null;
}

/** In podman's order, of which podman 5 knows the first, the third and the last. */
const PLACES = [
    "/root/.config/containers/certs.d",
    "/etc/containers/certs.rootful.d",
    "/etc/containers/certs.d",
    "/usr/share/containers/certs.rootful.d",
    "/usr/share/containers/certs.d",
    "/etc/docker/certs.d",
];

/** Where those of `registry` (host and port, after registries.conf) may be. Of the folders that there are, only the first counts. */
export function certificateFolders(registry: string): readonly string[] {
    return PLACES.map((place) => `${place}/${registry}`);
}

/** @param paths the folders of `certificateFolders` that there are, and the files in them */
export function certificatesAt(registry: string, paths: readonly string[]): RegistryCertificates {
    const folder = certificateFolders(registry).find((path) => paths.includes(path));
    if (folder === undefined) return NO_CERTIFICATES;
    const names = paths
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1))
        .sort();
    const ending = (end: string) => names.filter((name) => name.endsWith(end));
    // Where one of the two is missing podman gives up; so does curl, which says that it is missing.
    const [client] = names.flatMap((name) => /^(.*)\.(?:cert|key)$/s.exec(name)?.[1] ?? []);
    return {
        authorities: ending(".crt").map((name) => `${folder}/${name}`),
        client:
            client === undefined
                ? null
                : { certificate: `${folder}/${client}.cert`, key: `${folder}/${client}.key` },
    };
}

/** Where the distributions have the authorities that the whole host trusts, each by its hash. */
const HOST_AUTHORITIES = "/etc/ssl/certs";

/**
 * Arguments of curl to be tried one after the other, until the other side is trusted: curl takes one file of
 * authorities at a time, and podman all of them. The last trusts what the whole host does, as podman does where
 * a file has no certificate in it.
 */
export function curlTrusts(
    { authorities, client }: RegistryCertificates,
    insecure: boolean,
): readonly (readonly string[])[] {
    const own =
        client === null
            ? []
            : // After a colon there would be a password.
              ["--cert", client.certificate.replace(/[\\:]/g, "\\$&"), "--key", client.key];
    const trusted = insecure ? [] : authorities;
    return [...trusted.map((file) => ["--cacert", file, "--capath", HOST_AUTHORITIES, ...own]), own];
}
