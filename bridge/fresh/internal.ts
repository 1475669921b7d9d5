/**
 * What the files of a build (`_fresh/server.js`, `_fresh/snapshot.js`) import; not for apps.
 *
 * @module
 */
export { setBuildCache } from "./app.ts";
export { createDiskBuildCache, type Snapshot } from "./builder/disk_build_cache.ts";
