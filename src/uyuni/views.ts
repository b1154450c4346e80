/** What the pages ask of a `HostState`. */
export { overviewRows, row, type OverviewRow, type RowStatus } from "./overview.js";
export { uyuniPresence, type UyuniPresence } from "./presence.js";
export {
    eventProcessorView,
    type EventProcessorSetUp,
    type EventProcessorView,
    type ImageDifference,
} from "./processor-view.js";
export { otherProcessors, type OtherProcessor } from "./singleton.js";
