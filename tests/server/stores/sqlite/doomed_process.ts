/**
 * Adds, claims and ends generations until it is killed. After each write that was acknowledged it
 * prints the generation's id and the number of its latest event.
 * Argument: path of the database.
 */
import { openSqliteStores } from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { add, claim, NOON, SUCCEEDED, tokenOf } from "../generation_store_contract/samples.ts";

const [path = ""] = Deno.args;
const store = await openSqliteStores({ path });
const encoder = new TextEncoder();

function acknowledge(id: string, lastSeq: number): void {
  Deno.stdout.writeSync(encoder.encode(`${id} ${lastSeq}\n`));
}

for (;;) {
  const { id } = await add(store);
  acknowledge(id, 1);
  const held = await claim(store, { leaseMs: 1 });
  const token = tokenOf(held);
  acknowledge(held.id, held.lastSeq);
  const progress = { stage: "waiting", message: "Waiting." } as const;
  await store.queue.noteProgress(token, { type: "progress", progress }, NOON);
  acknowledge(held.id, held.lastSeq + 1);
  await store.queue.noteSaving(token, NOON);
  acknowledge(held.id, held.lastSeq + 2);
  await store.queue.settle(token, SUCCEEDED, NOON);
  acknowledge(held.id, held.lastSeq + 3);
}
