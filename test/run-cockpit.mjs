// SPDX-License-Identifier: LGPL-2.1-or-later
/** What `import cockpit from "cockpit"` is in Node: whatever the test put in its place. */
export default Reflect.get(globalThis, "cockpit");
