/** What is longer does not belong into an address or a cookie. */
const MAX_PATH_LENGTH = 256;

/**
 * The path of this site that an address names to go on to, with query and fragment; `undefined` for
 * every other address, whatever it looks like.
 */
export function ownPath(given: string | null, origin: string): string | undefined {
  const url = given?.startsWith("/") ? URL.parse(given, origin) : null;
  // A path that begins with two slashes, as `/..//host` comes to, would name a host.
  if (url?.origin !== origin || url.pathname.startsWith("//")) return undefined;
  const path = url.pathname + url.search + url.hash;
  return path.length <= MAX_PATH_LENGTH ? path : undefined;
}
