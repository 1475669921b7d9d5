/** Prints the folders that the server may write to, for `--allow-write` of the start task. */
import { ConfigError, loadConfig, parseConfig } from "../server/config.ts";

const config = await loadConfig().catch((error) => {
  // The server itself reports the faults; until then the defaults will do.
  if (error instanceof ConfigError) return parseConfig({});
  throw error;
});
// deno-lint-ignore no-console -- this tool's answer
console.log([config.VIDEOS_DIR, config.DATA_DIR].join(","));
