import { assertEquals } from "@std/assert";
import { migrate } from "../../../../server/stores/sqlite/migrate.ts";
import { MIGRATIONS } from "../../../../server/stores/sqlite/schema.ts";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import { openSqliteStores } from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { claim, FAILED, NOON, sample, VIDEO } from "../generation_store_contract/samples.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const PICTURE = { sha256: "ab".repeat(32), bytes: 3 };

/** Rows as version 1 wrote them: one in each state, of two visitors. */
const ROWS = `
insert into generations (id, visitor_id, provider_id, model_id, seed, is_seed_explicit,
  picture_sha256, picture_bytes, created_at, attempt, last_seq, is_cached, state, started_at,
  lease_owner, lease_until, submission, ended_at, film, failure, charged)
values
  ('made', 'anna', 'raw-endpoint', 'svd', 7, 1, '${PICTURE.sha256}', 3, ${NOON}, 1, 1, 0,
    'succeeded', ${NOON}, null, null, null, ${NOON + 5000}, '${
  JSON.stringify(VIDEO)
}', null, 'yes'),
  ('drawn', 'anna', 'local-engine', 'local', 7, 1, '${PICTURE.sha256}', 3, ${NOON + 1}, 1, 1, 0,
    'succeeded', ${NOON}, null, null, null, ${NOON + 10}, '${JSON.stringify(VIDEO)}', null, 'no'),
  ('failed', 'anna', 'raw-endpoint', 'svd', 8, 0, 'cd', 3, ${NOON + 2}, 1, 1, 0,
    'failed', ${NOON}, null, null, null, ${NOON + 6}, null, '${
  JSON.stringify(FAILED.failure)
}', null),
  ('running', 'ben', 'raw-endpoint', 'svd', 9, 0, 'ef', 3, ${NOON + 3}, 1, 1, 0,
    'running', ${NOON}, 'dead', ${NOON}, '{"kind":"sent","at":1}', null, null, null, null),
  ('queued', 'ben', 'raw-endpoint', 'svd', 10, 0, 'ef', 3, ${NOON + 4}, 0, 1, 0,
    'queued', null, null, null, null, null, null, null, null);
insert into events (generation_id, seq, at, event)
  select id, 1, created_at, '{"type":"queued"}' from generations;
insert into waiting_visitors (visitor_id, turn) values ('ben', 1);
insert into idempotency_keys (visitor_id, idempotency_key, fingerprint, generation_id)
  values ('anna', 'key', 'print', 'made');
insert into tombstones (id, visitor_id, erased_at) values ('gone', 'anna', ${NOON});
`;

async function openOld() {
  const folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  const database = await SqliteDatabase.open(path);
  await migrate(database, MIGRATIONS.slice(0, 1));
  await database.write((tx) => tx.script(ROWS));
  await database.close();
  const store = await openSqliteStores({ path });
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

Deno.test("generations of version 1 are all there, paid for by whom they must have been", async () => {
  await using old = await openOld();
  const found = await Promise.all(
    ["made", "drawn", "failed", "running", "queued"].map((id) => old.store.library.find(id)),
  );
  assertEquals(found.map((generation) => [generation?.state, generation?.payer]), [
    ["succeeded", "instance"],
    ["succeeded", "nobody"],
    ["failed", "instance"],
    ["running", "instance"],
    ["queued", "instance"],
  ]);
  const [made, , failed] = found;
  assertEquals(made?.recipe, { modelId: "svd", seed: 7, isSeedExplicit: true, settings: {} });
  assertEquals(failed?.state === "failed" && failed.failure, FAILED.failure);
  assertEquals((await old.store.library.eventsOf("made", 0)).length, 1);
  assertEquals((await old.store.library.findTombstone("gone"))?.visitorId, "anna");
});

const OF_ANNA = { visitorId: "anna", picture: PICTURE };

Deno.test("videos and keys of version 1 are found again", async () => {
  await using old = await openOld();
  const recipe = { modelId: "svd", seed: 7, isSeedExplicit: true, settings: {} };
  assertEquals((await old.store.admissions.findSameVideo({ ...OF_ANNA, recipe }))?.id, "made");
  const changed = { ...recipe, settings: { fps: 30 } };
  assertEquals(
    await old.store.admissions.findSameVideo({ ...OF_ANNA, recipe: changed }),
    undefined,
  );
  const idempotency = { key: "key", fingerprint: "print" };
  const again = sample({ visitorId: "anna", idempotency });
  const outcome = await old.store.admissions.add(again, { maxQueued: 0 });
  assertEquals(outcome.kind === "key-used" && outcome.generation.id, "made");
});

Deno.test("work of version 1 goes on", async () => {
  await using old = await openOld();
  const { store } = old;
  const lost = await store.queue.claimLost({ owner: "heir", now: NOON + 1, leaseMs: 1000 });
  assertEquals([lost?.id, lost?.submission], ["running", { kind: "sent", at: 1 }]);
  assertEquals((await claim(store)).id, "queued");
});

Deno.test("what version 1 may have spent counts, and its videos have a history", async () => {
  await using old = await openOld();
  const { store } = old;
  const spend = { since: NOON - 1, maxVideosPerVisitor: 2 };
  const outcome = await store.admissions.add(sample({ visitorId: "anna" }), {
    maxQueued: 9,
    spend,
  });
  assertEquals(outcome.kind, "spend-limit");
  const outcomes = await store.history.outcomesSince(NOON);
  assertEquals(outcomes.map(({ provider, state, code }) => [provider, state, code]).sort(), [
    ["local-engine", "succeeded", undefined],
    ["raw-endpoint", "failed", "bad-output"],
    ["raw-endpoint", "succeeded", undefined],
  ]);
});
