import { assertEquals } from "@std/assert";
import { migrate } from "../../../../server/stores/sqlite/migrate.ts";
import { MIGRATIONS } from "../../../../server/stores/sqlite/schema.ts";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import { openSqliteStores } from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { claim, NOON, sentTo, tokenOf, VIDEO } from "../generation_store_contract/samples.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const ROUTE = JSON.stringify(sentTo("fal-ai", { microUsd: 5 }).route);
const CROP = { x: 0.25, y: 1, zoom: 1.5 };

/** Rows as schema 3 has them: a video that was made, and one that waits. */
const ROWS = `
insert into generations (id, visitor_id, provider_id, model_id, seed, is_seed_explicit,
  picture_sha256, picture_bytes, created_at, attempt, last_seq, is_cached, state, started_at,
  ended_at, film, charged, settings, crop, route, reserved_micro_usd)
values
  ('made', 'anna', 'inference-providers', 'wan', 7, 1, 'ab', 3, ${NOON}, 1, 1, 0, 'succeeded',
    ${NOON}, ${NOON + 5000}, '${JSON.stringify(VIDEO)}', 'yes', '{"fps":7}', null, '${ROUTE}', 9),
  ('queued', 'ben', 'raw-endpoint', 'svd', 10, 0, 'ef', 3, ${NOON + 1}, 0, 1, 0, 'queued',
    null, null, null, null, '{}', '${JSON.stringify(CROP)}', null, null);
insert into events (generation_id, seq, at, event)
  select id, 1, created_at, '{"type":"queued"}' from generations;
insert into waiting_visitors (visitor_id, turn) values ('ben', 1);
insert into spending (generation_id, visitor_id, at, micro_usd) values ('made', 'anna', ${NOON}, 5);
`;

Deno.test("a database of schema 3 opens: its videos are there, and what waits is run", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  const database = await SqliteDatabase.open(path);
  await migrate(database, MIGRATIONS.slice(0, 3));
  await database.write((tx) => tx.script(ROWS));
  await database.close();

  const stores = await openSqliteStores({ path });
  const made = await stores.library.find("made");
  assertEquals(made?.picture, { sha256: "ab", bytes: 3 });
  assertEquals([made?.route?.microUsd, made?.reservedMicroUsd], [5, 9]);
  const held = await claim(stores);
  assertEquals([held.id, held.recipe.crop, held.picture], [
    "queued",
    CROP,
    { sha256: "ef", bytes: 3 },
  ]);
  const settled = await stores.queue.settle(
    tokenOf(held),
    { type: "canceled", charged: "no" },
    NOON,
  );
  assertEquals([settled, await stores.history.count()], [
    true,
    { queued: 0, running: 0, total: 2 },
  ]);
  await stores.close();
});
