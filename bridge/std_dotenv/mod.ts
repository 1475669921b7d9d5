/**
 * Stand-in for `@std/dotenv`: reads and writes `.env` files by the same rules.
 *
 * @module
 */
import { parse } from "./parse.ts";

export { parse } from "./parse.ts";
export { stringify } from "./stringify.ts";

/** Where the file is and what happens with its values. */
export interface LoadOptions {
  /** Path of the file, or `null` for none. Default `"./.env"`. */
  envPath?: string | URL | null;
  /** Whether values go into the process environment, where they are not set yet. Default `false`. */
  export?: boolean;
}

/**
 * The variables of the file; none when there is no such file. Values that the process environment
 * already has are never overridden.
 *
 * @throws {Deno.errors.NotCapable} when the file may not be read
 */
export async function load(
  options: LoadOptions = {},
): Promise<Record<string, string>> {
  const path = pathOf(options);
  if (path === null) return {};
  try {
    return finish(await Deno.readTextFile(path), options);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/** Does what `load` does, at once. */
export function loadSync(options: LoadOptions = {}): Record<string, string> {
  const path = pathOf(options);
  if (path === null) return {};
  try {
    return finish(Deno.readTextFileSync(path), options);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

function pathOf(options: LoadOptions): string | URL | null {
  return options.envPath === undefined ? "./.env" : options.envPath;
}

function finish(text: string, options: LoadOptions): Record<string, string> {
  const variables = parse(text);
  if (!options.export) return variables;
  for (const [key, value] of Object.entries(variables)) {
    if (Deno.env.get(key) === undefined) Deno.env.set(key, value);
  }
  return variables;
}
