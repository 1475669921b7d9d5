/** Query parameter that marks a URL as cacheable for ever, with the build's id as its value. */
export const CACHE_PARAMETER = "__frsh_c";

/** URL path of the folder that holds the browser's scripts of build `buildId`. */
export function scriptFolder(buildId: string): string {
  return `/_fresh/js/${buildId}/`;
}

// In the browser this module is part of a script in the folder above; on the server no build is applied yet.
let currentBuildId = /\/_fresh\/js\/([^/]+)\//.exec(import.meta.url)?.[1] ?? "";

/** Makes `asset()` use the id of the build that the app runs on. */
export function setBuildId(buildId: string): void {
  currentBuildId = buildId;
}

/**
 * Adds the build's id to the path of a static file, so that browsers may keep it for ever. Anything
 * but an absolute path comes back unchanged, and so does everything as long as no build is applied.
 */
export function asset(path: string): string {
  return currentBuildId === "" ? path : versionedPath(path, currentBuildId);
}

/** Adds `buildId` to an absolute path that has none yet, before its fragment. */
export function versionedPath(path: string, buildId: string): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const [, pathname = "", query = "", hash = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(path) ?? [];
  if (new URLSearchParams(query).has(CACHE_PARAMETER)) return path;
  const separator = query === "" ? "?" : "&";
  return `${pathname}${query}${separator}${CACHE_PARAMETER}=${buildId}${hash}`;
}

/** Applies {@linkcode asset} to every candidate of a `srcset` attribute. */
export function assetSrcSet(srcset: string): string {
  if (srcset.includes("(")) return srcset;
  return srcset.split(",").map((candidate) => {
    const [, space = "", url = "", descriptor = ""] = /^(\s*)(\S*)(.*)$/s.exec(candidate) ?? [];
    return space + asset(url) + descriptor;
  }).join(",");
}
