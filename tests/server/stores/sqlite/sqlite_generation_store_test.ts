import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { StorageError } from "../../../../server/errors.ts";
import { SqliteGenerationStore } from "../../../../server/stores/sqlite/sqlite_generation_store.ts";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import { testAccountStore } from "../account_store_contract.ts";
import { testGenerationStore } from "../generation_store_contract.ts";
import { add, claim, NO_LIMIT, sample } from "../generation_store_contract/samples.ts";
import { temporaryFolder } from "./temporary_folder.ts";

async function createStores() {
  const folder = await temporaryFolder();
  const path = `${folder.path}/data/generations.sqlite`;
  const store = await SqliteGenerationStore.open({ path });
  const other = await SqliteGenerationStore.open({ path });
  return {
    store,
    other,
    accounts: store.accounts,
    otherAccounts: other.accounts,
    async [Symbol.asyncDispose]() {
      await store.close();
      await other.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

testGenerationStore("SqliteGenerationStore", createStores);
testAccountStore("SqliteAccountStore", createStores);

Deno.test("SqliteGenerationStore has everything again after it was closed", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  const first = await SqliteGenerationStore.open({ path });
  await add(first);
  const held = await claim(first);
  const waiting = await add(first);
  await first.close();
  const second = await SqliteGenerationStore.open({ path });
  assertEquals(await second.find(held.id), held);
  assertEquals(await second.queuePosition(waiting.id), 1);
  await second.close();
  assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name).sort(), [
    "generations.sqlite",
    "generations.sqlite.lock",
  ]);
});

Deno.test("SqliteGenerationStore rejects after it was closed, and closes twice", async () => {
  await using folder = await temporaryFolder();
  const store = await SqliteGenerationStore.open({ path: `${folder.path}/generations.sqlite` });
  await store.close();
  await store.close();
  await assertRejects(() => store.count(), StorageError);
  await assertRejects(() => store.add(sample(), NO_LIMIT), StorageError);
});

Deno.test("SqliteGenerationStore says when its file is no database", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  await Deno.writeTextFile(path, "This is a diary.\n".repeat(500));
  const error = await assertRejects(() => SqliteGenerationStore.open({ path }), StorageError);
  assertEquals(error.code, "storage-failed");
  assertEquals(error.message, `The database ${path}: file is not a database.`);
  assertStringIncludes(await Deno.readTextFile(path), "diary");
});

Deno.test("SqliteGenerationStore has commits synced and every reference checked", async () => {
  await using folder = await temporaryFolder();
  const database = await SqliteDatabase.open(`${folder.path}/generations.sqlite`);
  const setting = (name: string) => database.row(`pragma ${name}`)?.[name];
  assertEquals(setting("journal_mode"), "wal");
  // 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
  assertEquals(setting("synchronous"), 2);
  assertEquals(setting("foreign_keys"), 1);
  database.close();
});

Deno.test("SqliteDatabase leaves the sync out for one change only, failed or not", async () => {
  await using folder = await temporaryFolder();
  const database = await SqliteDatabase.open(`${folder.path}/generations.sqlite`);
  const synchronous = () => database.row("pragma synchronous")?.["synchronous"];
  // 1 is NORMAL, 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
  assertEquals(database.writeSoon(synchronous), 1);
  assertEquals(database.write(synchronous), 2);
  assertThrows(() => database.writeSoon(() => database.run("no statement")), StorageError);
  assertEquals(database.write(synchronous), 2);
  database.close();
});

Deno.test("SqliteGenerationStore calls a database without room storage-full and stays whole", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  await (await SqliteGenerationStore.open({ path })).close();
  const database = await SqliteDatabase.open(path);
  database.script("create table ballast (bytes blob)");
  // SQLite's own limit answers as a full disk does.
  const pages = Number(database.row("pragma page_count")?.["page_count"]);
  database.script(`pragma max_page_count = ${pages + 4}`);
  const fill = (bytes: number) => () => {
    database.run("insert into ballast values (randomblob(?1))", [1]);
    database.run("insert into ballast values (randomblob(?1))", [bytes]);
  };
  const error = await assertRejects(
    () => Promise.resolve().then(() => database.write(fill(1_000_000))),
    StorageError,
  );
  assertEquals(error.code, "storage-full");
  assertEquals(error.retryable, true);
  const count = () => database.row("select count(*) as rows from ballast")?.["rows"];
  assertEquals(count(), 0);
  database.write(fill(1));
  assertEquals(count(), 2);
  database.close();
});

Deno.test("SqliteGenerationStore works with the permissions that tasks give it", async () => {
  await using folder = await temporaryFolder();
  const module = import.meta.resolve(
    "../../../../server/stores/sqlite/sqlite_generation_store.ts",
  );
  const script = `${folder.path}/count.ts`;
  const path = `${folder.path}/data/generations.sqlite`;
  await Deno.writeTextFile(
    script,
    `import { SqliteGenerationStore } from ${JSON.stringify(module)};
     const store = await SqliteGenerationStore.open({ path: ${JSON.stringify(path)} });
     console.log(JSON.stringify(await store.count()));
     await store.close();`,
  );
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-lock",
      "--no-prompt",
      "--allow-read",
      `--allow-write=${folder.path}/data`,
      script,
    ],
    stderr: "inherit",
  }).output();
  const answer = new TextDecoder().decode(stdout).trim();
  assertEquals(answer, '{"queued":0,"running":0,"total":0}');
});

Deno.test("SqliteGenerationStore says at the start that a part of its file is damaged", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  const store = await SqliteGenerationStore.open({ path });
  await add(store);
  await store.close();
  const bytes = await Deno.readFile(path);
  // The first page holds what opening needs.
  bytes.fill(0xff, 4096);
  await Deno.writeFile(path, bytes);
  const error = await assertRejects(() => SqliteGenerationStore.open({ path }), StorageError);
  assertStringIncludes(error.message, `The database ${path}: `);
  assertEquals(await Deno.readFile(path), bytes);
});
