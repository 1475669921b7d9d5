/**
 * Stand-in for `@std/uuid`: validation and version 4. The generators of other versions are left
 * out; a version 4 UUID comes from `crypto.randomUUID()`.
 *
 * @module
 */
export * from "./uuid_text.ts";
export * from "./constants.ts";
export * as v4 from "./v4.ts";
