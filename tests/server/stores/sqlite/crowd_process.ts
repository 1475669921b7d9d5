/**
 * One of several processes on one database. Adds its own generations, then claims until all that
 * anyone added is claimed; prints the ids that it claimed as JSON.
 * Arguments: path of the database, name of this process, generations of its own, of all together.
 */
import { openSqliteStores } from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { add, claimOptions } from "../generation_store_contract/samples.ts";

const [path = "", owner = "", own = "0", all = "0"] = Deno.args;
const store = await openSqliteStores({ path });
const claimed: string[] = [];
let added = 0;
for (;;) {
  if (added < Number(own)) {
    await add(store, { visitorId: owner });
    added++;
  }
  const held = await store.queue.claim(claimOptions({ owner }));
  if (held) claimed.push(held.id);
  const { running } = await store.history.count();
  if (running === Number(all)) break;
}
await store.close();
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(claimed)));
