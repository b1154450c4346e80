/** The parts themselves. */
export { CheckImages } from "./check-images.js";
export { ImageRemarks } from "./image-remarks.js";
export { NewerBadge } from "./newer-badge.js";
export { PullFailure } from "./pull-failure.js";
export { VersionNotice } from "./version-notice.js";
