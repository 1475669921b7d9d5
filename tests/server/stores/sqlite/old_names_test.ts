import { assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { MIGRATIONS } from "../../../../server/stores/sqlite/schema.ts";
import {
  openSqliteStores,
  type SqliteStores,
} from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { NOON, VIDEO } from "../generation_store_contract/samples.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** Its schema called videos films. */
const LAST_SCHEMA = 3;

const PICTURE = { sha256: "ab".repeat(32), bytes: 3 };
const RECIPE = { modelId: "svd", seed: 7, isSeedExplicit: true, settings: {} };
const SUCCEEDED = { type: "succeeded", film: VIDEO, charged: "yes" };
const ROUTES = ["per-film", "per-film-by", "per-second"].map((priceKind) => ({
  provider: "fal-ai",
  priceKind,
  microUsd: 50_000,
  unused: [],
}));

/** A database as the last version left it: three videos, each over a route of another price. */
function writeOld(path: string): void {
  const database = new DatabaseSync(path);
  for (const { sql } of MIGRATIONS.slice(0, LAST_SCHEMA)) database.exec(sql);
  database.exec(`pragma user_version = ${LAST_SCHEMA}`);
  const insert = database.prepare(`
    insert into generations (id, visitor_id, provider_id, model_id, seed, is_seed_explicit,
      picture_sha256, picture_bytes, created_at, attempt, last_seq, is_cached, state, started_at,
      ended_at, film, charged, route, payer)
    values (?, 'anna', 'inference-providers', 'svd', 7, 1, ?, 3, ?, 1, 2, 0, 'succeeded', ?, ?, ?,
      'yes', ?, 'instance')`);
  const note = database.prepare(
    "insert into events (generation_id, seq, at, event) values (?, ?, ?, ?)",
  );
  for (const [index, route] of ROUTES.entries()) {
    const [id, at] = [`made-${index}`, NOON + index];
    const values = [id, PICTURE.sha256, at, at, at + 5000];
    insert.run(...values, JSON.stringify(VIDEO), JSON.stringify(route));
    note.run(id, 1, at, JSON.stringify({ type: "queued" }));
    note.run(id, 2, at + 5000, JSON.stringify(SUCCEEDED));
  }
  database.close();
}

async function open(path: string): Promise<SqliteStores & AsyncDisposable> {
  const stores = await openSqliteStores({ path });
  return { ...stores, [Symbol.asyncDispose]: () => stores.close() };
}

Deno.test("a database of the last version opens, and its films are videos, in rows and events", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  writeOld(path);
  for (const _ of ["the first time", "and again"]) {
    await using stores = await open(path);
    const found = await Promise.all(ROUTES.map((_, index) => stores.library.find(`made-${index}`)));
    assertEquals(
      found.map((made) => made?.state === "succeeded" && [made.video, made.route?.priceKind]),
      [[VIDEO, "per-video"], [VIDEO, "per-video-by"], [VIDEO, "per-second"]],
    );
    assertEquals((await stores.library.eventsOf("made-0", 0)).map(({ event }) => event), [
      { type: "queued" },
      { type: "succeeded", charged: "yes", video: VIDEO },
    ]);
    assertEquals(
      (await stores.admissions.findSameVideo({
        visitorId: "anna",
        picture: PICTURE,
        recipe: RECIPE,
      }))?.id,
      "made-2",
    );
  }
});
