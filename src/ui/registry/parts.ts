/** What pages tell of images and registries: loaded in one piece, since none of it is needed for the first view. */
import { part } from "../components/part.js";

const load = () => import("./loaded.js");

export const CheckImages = part(async () => ({ default: (await load()).CheckImages }));
export const ImageRemarks = part(async () => ({ default: (await load()).ImageRemarks }));
export const NewerBadge = part(async () => ({ default: (await load()).NewerBadge }));
export const PullFailure = part(async () => ({ default: (await load()).PullFailure }));
export const VersionNotice = part(async () => ({ default: (await load()).VersionNotice }));
