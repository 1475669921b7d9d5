import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { migrate } from "../../../../server/stores/sqlite/migrate.ts";
import { MIGRATIONS } from "../../../../server/stores/sqlite/schema.ts";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import { listFiles, ROOT } from "../../../source_files.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** Counting by state walks an index of all rows, and positions and claims walk the queue. */
const WALKS =
  /SCAN generations USING COVERING INDEX|SCAN (w|l|q|a|others|asked|waiting_visitors|waiting_lines)\b/;
/** What is asked of a span of time may group and sort what it finds there. */
const HISTORY = "server/stores/sql/history_store.ts";
const SPAN = "generations_by_end (ended_at>?)";

interface Statement {
  readonly file: string;
  readonly sql: string;
}

/** Every statement of the stores: each is one string that begins with its verb. */
function statements(): Statement[] {
  return listFiles("server/stores/sql").flatMap((file) =>
    [
      ...Deno.readTextFileSync(join(ROOT, file))
        .matchAll(/(["`])((?:select|insert|update|delete|with)\s[^"`]+)\1/g),
    ]
      .map(([, , sql = ""]) => ({ file, sql }))
  );
}

async function planOf(database: SqliteDatabase, sql: string): Promise<string[]> {
  const names = new Set(sql.match(/\$\w+/g)).values().map((name) => [name.slice(1), 1]);
  const rows = await database.rows(`explain query plan ${sql}`, Object.fromEntries(names));
  return rows.map((row) => String(row["detail"]));
}

async function withDatabase(use: (database: SqliteDatabase) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder();
  const database = await SqliteDatabase.open(`${folder.path}/plans.sqlite`);
  try {
    await migrate(database, MIGRATIONS);
    await use(database);
  } finally {
    await database.close();
  }
}

Deno.test("no statement reads a whole table or sorts what an index could", async () => {
  const all = statements();
  assert(all.length > 50, `only ${all.length} statements were found`);
  await withDatabase(async (database) => {
    const slow: string[] = [];
    for (const { file, sql } of all) {
      const plan = await planOf(database, sql);
      const isSpan = file === HISTORY && plan.some((step) => step.includes(SPAN));
      const steps = plan.filter((step) => /SCAN|TEMP B-TREE/.test(step) && !WALKS.test(step));
      if (!isSpan) slow.push(...steps.map((step) => `${sql}: ${step}`));
    }
    assertEquals(slow, []);
  });
});

Deno.test("what became of generations is read from one index, over its span of time", async () => {
  const spans = statements().filter(({ sql }) => sql.includes("ended_at >= $since"));
  assertEquals(spans.map(({ file }) => file), [HISTORY, HISTORY]);
  await withDatabase(async (database) => {
    for (const { sql } of spans) {
      const reads = (await planOf(database, sql)).filter((step) => step.includes("generations"));
      assertEquals(reads, [`SEARCH generations USING COVERING INDEX ${SPAN}`]);
    }
  });
});
