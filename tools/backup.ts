/** `save <folder>` copies the instance, running or not; `restore <folder>` puts such a copy in place. */
// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { formatBytes } from "../contract/units.ts";
import { loadConfig } from "../server/config.ts";
import { openSqliteStores } from "../server/stores/sqlite/sqlite_stores.ts";
import { CopyError, type Manifest, restoreInstance, saveInstance } from "./instance_copy.ts";

/** What had not been sent when the copy was made may have been since, and must not be paid for again. */
async function cancelUnsent(dataDir: string): Promise<number> {
  const path = join(dataDir, "lounge.sqlite");
  const unsent = unsentIn(path);
  const stores = await openSqliteStores({ path });
  try {
    for (const id of unsent) await stores.library.requestCancel(id, Date.now());
    return unsent.length;
  } finally {
    await stores.close();
  }
}

function unsentIn(path: string): string[] {
  using database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(
    "select id, submission from generations where state in ('queued', 'running')",
  ).all();
  return rows.filter(({ submission }) =>
    submission === null || JSON.parse(String(submission)).kind === "not-sent"
  ).map(({ id }) => String(id));
}

function sentenceOf({ generations, files, madeAt }: Manifest): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return `${generations} generations in ${files.length} files, ${
    formatBytes(bytes)
  }, of ${madeAt}.`;
}

const [command, folder, ...rest] = Deno.args;
if (folder === undefined || rest.length > 0) {
  console.error("Name one folder: deno task backup <folder>, or deno task restore <folder>.");
  Deno.exit(1);
}
try {
  const config = await loadConfig();
  if (command === "save") {
    console.log(`Saved: ${sentenceOf(await saveInstance(config, folder))}`);
  } else {
    console.log(`Restored: ${sentenceOf(await restoreInstance(config, folder))}`);
    const canceled = await cancelUnsent(config.DATA_DIR);
    if (canceled > 0) {
      console.log(`Canceled ${canceled} that were queued: they may have been made since.`);
    }
  }
} catch (error) {
  if (!(error instanceof CopyError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
