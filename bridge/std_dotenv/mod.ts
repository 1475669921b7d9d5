/**
 * Stand-in for `@std/dotenv`: reads `.env` files by the same rules.
 *
 * @module
 */
import { parse } from "./parse.ts";

export { parse } from "./parse.ts";

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
export async function load(options: LoadOptions = {}): Promise<Record<string, string>> {
  const { envPath = "./.env" } = options;
  const variables = envPath === null ? {} : parse(await readIfThere(envPath));
  if (options.export) {
    for (const [key, value] of Object.entries(variables)) {
      if (Deno.env.get(key) === undefined) Deno.env.set(key, value);
    }
  }
  return variables;
}

async function readIfThere(path: string | URL): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
