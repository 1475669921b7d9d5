import { join } from "node:path";

/** A folder of the user for what tests need again in the next run; anyone may delete it. */
export function cacheFolder(name: string): string {
  const home = Deno.env.get("HOME") ?? Deno.cwd();
  return join(Deno.env.get("XDG_CACHE_HOME") ?? join(home, ".cache"), name);
}
