import * as v from "valibot";
import { podmanRequest } from "./podman-socket.js";

const Volume = v.object({ Mountpoint: v.string() });

/** Where the files of a volume are. Rejects with HostError, `http-404` where there is no such volume. */
export async function volumeFolder(name: string): Promise<string> {
    return v.parse(Volume, await podmanRequest("GET", `/volumes/${name}/json`)).Mountpoint;
}
