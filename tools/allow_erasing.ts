/** Lifts the day of grace after a jump of the clock or a shorter retention; see docs/operating.md. */
// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
import { join } from "node:path";
import { loadConfig } from "../server/config.ts";
import { openSqliteStores } from "../server/stores/sqlite/sqlite_stores.ts";

const { DATA_DIR } = await loadConfig();
const stores = await openSqliteStores({ path: join(DATA_DIR, "lounge.sqlite") });
const wasHeld = await stores.upkeep.release();
await stores.close();
console.log(
  wasHeld
    ? "What is over its time goes with the next sweep."
    : "Nothing is held back from erasing.",
);
