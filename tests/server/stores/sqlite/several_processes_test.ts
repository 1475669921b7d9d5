import { assertEquals } from "@std/assert";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import {
  openSqliteStores,
  type SqliteStores,
} from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { PATIENCE_MS } from "../../../patience.ts";
import { eventTypes, NOON } from "../generation_store_contract/samples.ts";
import { temporaryFolder } from "./temporary_folder.ts";

function start(script: string, args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-read", "--allow-write", script, ...args],
    cwd: new URL(".", import.meta.url),
    stdout: "piped",
    // Ends processes that wait for one that failed.
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).spawn();
}

Deno.test("several processes on one new database claim everything once", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/data/generations.sqlite`;
  const names = ["one", "two", "three"];
  const outputs = await Promise.all(
    names.map((name) => start("crowd_process.ts", [path, name, "40", "120"]).output()),
  );
  assertEquals(outputs.map(({ code }) => code), [0, 0, 0]);
  const claimed = outputs.map(({ stdout }): string[] => {
    return JSON.parse(new TextDecoder().decode(stdout));
  });
  const ids = claimed.flat();
  assertEquals([ids.length, new Set(ids).size], [120, 120]);
  const store = await openSqliteStores({ path });
  for (const [index, name] of names.entries()) {
    for (const id of claimed[index] ?? []) {
      const generation = await store.library.find(id);
      assertEquals(generation?.state === "running" && generation.lease.owner, name);
      assertEquals(await eventTypes(store, id), ["queued", "started"]);
    }
  }
  await store.close();
});

Deno.test("several processes together spend no more than the day's limit", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  const outputs = await Promise.all(
    Array.from({ length: 3 }, () => start("spending_process.ts", [path, "5050000"]).output()),
  );
  assertEquals(outputs.map(({ code }) => code), [0, 0, 0]);
  const added = outputs.map(({ stdout }) => Number(new TextDecoder().decode(stdout)));
  assertEquals(added.reduce((sum, count) => sum + count, 0), 50);
});

Deno.test("kill -9 of a writing process loses nothing that was acknowledged", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < 5; round++) {
    await killAfter(start("doomed_process.ts", [path]), {
      lines: 7 + Math.floor(Math.random() * 150),
      note: (id, seq) => acknowledged.set(id, Math.max(seq, acknowledged.get(id) ?? 0)),
    });
    const store = await openSqliteStores({ path });
    for (const [id, seq] of acknowledged) {
      const generation = await store.library.find(id);
      assertEquals((generation?.lastSeq ?? 0) >= seq, true, `${id} lost event ${seq}`);
      assertEquals((await eventTypes(store, id)).length, generation?.lastSeq);
    }
    await cancelLost(store);
    await store.close();
  }
  const database = await SqliteDatabase.open(path);
  const checked = await database.rows("pragma integrity_check");
  assertEquals(checked.map((row) => row["integrity_check"]), ["ok"]);
  assertEquals(await database.rows("pragma foreign_key_check"), []);
  await database.close();
});

/** Kills the process once it has printed so many lines; notes every line that got out. */
async function killAfter(
  child: Deno.ChildProcess,
  { lines, note }: { readonly lines: number; readonly note: (id: string, seq: number) => void },
): Promise<void> {
  let count = 0;
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    const pieces = (text + chunk).split("\n");
    text = pieces.pop() ?? "";
    for (const [id = "", seq] of pieces.map((line) => line.split(" "))) note(id, Number(seq));
    if (count < lines && count + pieces.length >= lines) child.kill("SIGKILL");
    count += pieces.length;
  }
  await child.status;
}

/** What the killed process held can be taken over and ended. */
async function cancelLost(store: SqliteStores): Promise<void> {
  for (;;) {
    const lost = await store.queue.claimLost({
      owner: "heir",
      now: NOON + 1_000_000,
      leaseMs: 1000,
    });
    if (!lost) break;
    const token = { id: lost.id, owner: "heir", attempt: lost.attempt };
    assertEquals(
      await store.queue.settle(token, { type: "canceled", charged: "unknown" }, NOON),
      true,
    );
  }
  assertEquals((await store.history.count()).running, 0);
}
