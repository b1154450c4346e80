import type { ImageState } from "../../../uyuni/host-state.js";
import { Copyable } from "../../components/copyable.js";
import { Fact } from "../../components/facts.js";
import { Since } from "../../components/since.js";
import { shortDigest, shortId } from "../../pages/split-image.js";
import { bytes } from "../../time.js";
import { _ } from "../../translate.js";

/** Digests of an image, each once, without the names before them. */
export function digestsOf({ digests }: ImageState): readonly string[] {
    return [...new Set(digests.map((digest) => digest.slice(digest.indexOf("@") + 1)))];
}

export function ImageId({ id }: { id: string }) {
    const plain = id.replace(/^sha256:/, "");
    return <Copyable text={plain} short={shortId(plain)} what={_("image ID")} />;
}

export function Digests({ image }: { image: ImageState }) {
    const digests = digestsOf(image);
    if (digests.length === 0)
        return <span className="uyuni-quiet">{_("podman knows no digest: the image was built here")}</span>;
    return (
        <ul>
            {digests.map((digest) => (
                <li key={digest}>
                    <Copyable text={digest} short={shortDigest(digest)} what={_("digest of the image")} />
                </li>
            ))}
        </ul>
    );
}

/** What podman has of an image. */
export function ImageFacts({ image }: { image: ImageState }) {
    return (
        <>
            <Fact name={_("Image ID")}>
                <ImageId id={image.id} />
            </Fact>
            <Fact name={_("Digest")}>
                <Digests image={image} />
            </Fact>
            <Fact name={_("Created")}>
                <Since time={image.createdAt} />
            </Fact>
            <Fact name={_("Size")}>{bytes(image.size)}</Fact>
        </>
    );
}
