/**
 * One of several processes that spend from one day's limit. Adds videos of 10 cents each until it
 * is refused; prints how many it could add. Arguments: path of the database, millionths of a dollar
 * that all may spend together.
 */
import { openSqliteStores } from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { NOON, sample } from "../generation_store_contract/samples.ts";

const [path = "", maxMicroUsd = "0"] = Deno.args;
const store = await openSqliteStores({ path });
const spend = { since: NOON, maxMicroUsd: Number(maxMicroUsd) };
let added = 0;
for (;;) {
  const addition = sample({ estimatedMicroUsd: 100_000 });
  const outcome = await store.admissions.add(addition, { maxQueued: 10_000, spend });
  if (outcome.kind === "spend-limit") break;
  added++;
}
await store.close();
Deno.stdout.writeSync(new TextEncoder().encode(String(added)));
