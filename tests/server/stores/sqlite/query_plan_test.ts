import { assertEquals } from "@std/assert";
import * as changes from "../../../../server/stores/sqlite/change_statements.ts";
import * as claims from "../../../../server/stores/sqlite/claim_statements.ts";
import { migrate } from "../../../../server/stores/sqlite/migrate.ts";
import * as accounts from "../../../../server/stores/sqlite/account_statements.ts";
import * as history from "../../../../server/stores/sqlite/history_statements.ts";
import * as queries from "../../../../server/stores/sqlite/query_statements.ts";
import * as spending from "../../../../server/stores/sqlite/spending_statements.ts";
import { MIGRATIONS } from "../../../../server/stores/sqlite/schema.ts";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** Counting by state walks an index of all rows, and positions and claims walk the line. */
const WALKS = /SCAN generations USING COVERING INDEX|SCAN (w|q|a|others|asked|waiting_visitors)\b/;

Deno.test("no statement reads a whole table or sorts what an index could", async () => {
  await using folder = await temporaryFolder();
  const database = await SqliteDatabase.open(`${folder.path}/plans.sqlite`);
  migrate(database, MIGRATIONS);
  const statements = { ...changes, ...claims, ...queries, ...accounts, ...spending };
  const slow = Object.entries(statements).flatMap(([name, sql]) => {
    const plan = database.rows(`explain query plan ${sql}`, valuesFor(sql));
    return plan.map((row) => `${name}: ${row["detail"]}`)
      .filter((step) => /SCAN|TEMP B-TREE/.test(step) && !WALKS.test(step));
  });
  database.close();
  assertEquals(slow, []);
});

Deno.test("what became of generations is read from one index, over its span of time", async () => {
  await using folder = await temporaryFolder();
  const database = await SqliteDatabase.open(`${folder.path}/plans.sqlite`);
  migrate(database, MIGRATIONS);
  const reads = Object.values(history).map((sql) => {
    const plan = database.rows(`explain query plan ${sql}`, valuesFor(sql));
    return plan.map((row) => String(row["detail"])).filter((step) => step.includes("generations"));
  });
  database.close();
  const search = "SEARCH generations USING COVERING INDEX generations_by_end (ended_at>?)";
  assertEquals(reads, [[search], [search]]);
});

function valuesFor(sql: string): number[] {
  const numbers = [...sql.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number));
  return Array.from({ length: Math.max(0, ...numbers) }, () => 1);
}
