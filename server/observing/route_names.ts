/** The first parts of all addresses that routes answer. */
const PLACES: ReadonlySet<string> = new Set([
  ...["account", "board", "compare", "cookies", "enter", "examples", "generate", "healthz"],
  ...["library", "manifest.webmanifest", "metrics", "models", "oembed", "own-server", "panel"],
  "problems",
  ...["readyz", "robots.txt", "sitemap.xml", "status", "still", "v", "videos", ".well-known"],
]);
/** Below them stand ids and names. */
const NAMED: ReadonlySet<string> = new Set(["v", "videos", "examples", "problems"]);
/** Below `/v/<id>`. */
const ACTS: ReadonlySet<string> = new Set([
  ...["cancel", "delete", "embed", "events", "look", "receipt", "retry", "share"],
]);
/** Files of the site's own and whatever nobody answers. */
const OTHER = "other";

/**
 * The route that an address belongs to, such as `/v/:id/events`: there are few of them, and none holds an
 * id, a name, a key or anything that a client made up.
 */
export function routeName(pathname: string): string {
  const [place = "", name, act] = pathname.split("/").filter(Boolean);
  if (place === "") return "/";
  if (!PLACES.has(place)) return OTHER;
  if (name === undefined) return `/${place}`;
  if (!NAMED.has(place)) return `/${place}/:part`;
  if (act === undefined) return `/${place}/:id`;
  return place === "v" && ACTS.has(act) ? `/v/:id/${act}` : OTHER;
}
