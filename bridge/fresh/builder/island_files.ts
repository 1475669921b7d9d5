import type { ComponentType } from "preact";
import type { Island } from "../build_cache.ts";
import { stemOf } from "./project_files.ts";

/** An island file. */
export interface IslandSource {
  /** Unique name of the file's script, without ".js". */
  scriptName: string;
  /** Absolute path. */
  path: string;
}

/** Gives every island file a script name of its own. */
export function nameIslands(paths: readonly string[]): IslandSource[] {
  const taken = new Set(["fresh-runtime"]);
  return paths.map((path) => ({
    path,
    scriptName: makeUnique(toIdentifier(stemOf(path)), taken),
  }));
}

/** A loaded island module and the URL path of its script. */
export interface IslandModule {
  scriptName: string;
  url: string;
  module: object;
}

/** Lists the components of all island modules, each under a name of its own. */
export function registerIslands(
  modules: readonly IslandModule[],
): Map<unknown, Island> {
  // "boot" is what the page's script calls the function that hydrates islands.
  const taken = new Set(["boot"]);
  const islands = new Map<unknown, Island>();
  for (const { scriptName, url, module } of modules) {
    for (const [exportName, fn] of Object.entries(module)) {
      if (typeof fn !== "function" || islands.has(fn)) continue;
      const name = makeUnique(exportName === "default" ? scriptName : exportName, taken);
      islands.set(fn, {
        name,
        exportName,
        file: url,
        fn: fn as ComponentType,
        css: [],
      });
    }
  }
  return islands;
}

function toIdentifier(name: string): string {
  const identifier = name.replaceAll(/[^\w$]/g, "_");
  return /^\d/.test(identifier) ? `_${identifier}` : identifier;
}

function makeUnique(name: string, taken: Set<string>): string {
  let unique = name;
  for (let i = 2; taken.has(unique); i++) unique = `${name}_${i}`;
  taken.add(unique);
  return unique;
}
