/**
 * The part of `@fresh/core` that components and islands use, on the server and in the browser.
 *
 * @module
 */
export { asset, assetSrcSet } from "./assets.ts";
export { Head, IS_BROWSER } from "./head.ts";
export { HttpError } from "./http_error.ts";
