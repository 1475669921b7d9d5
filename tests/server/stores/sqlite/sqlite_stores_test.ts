import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { StorageError } from "../../../../server/errors.ts";
import { openSqliteStores } from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { testAccountStore } from "../account_store_contract.ts";
import { testGenerationStore } from "../generation_store_contract.ts";
import { add, claim, NO_LIMIT, sample } from "../generation_store_contract/samples.ts";
import { temporaryFolder } from "./temporary_folder.ts";

async function createStores() {
  const folder = await temporaryFolder();
  const path = `${folder.path}/data/generations.sqlite`;
  const store = await openSqliteStores({ path });
  const other = await openSqliteStores({ path });
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

testGenerationStore("SQLite", createStores);
testAccountStore("SQLite", createStores);

Deno.test("a database has everything again after it was closed", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  const first = await openSqliteStores({ path });
  await add(first);
  const held = await claim(first);
  const waiting = await add(first);
  await first.close();
  const second = await openSqliteStores({ path });
  assertEquals(await second.library.find(held.id), held);
  assertEquals((await second.library.queueOrder())[0], waiting.id);
  await second.close();
  assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name).sort(), [
    "generations.sqlite",
    "generations.sqlite.lock",
  ]);
});

Deno.test("a database rejects after it was closed, and closes twice", async () => {
  await using folder = await temporaryFolder();
  const store = await openSqliteStores({ path: `${folder.path}/generations.sqlite` });
  await store.close();
  await store.close();
  await assertRejects(() => store.history.count(), StorageError);
  await assertRejects(() => store.admissions.add(sample(), NO_LIMIT), StorageError);
});

Deno.test("a database says when its file is no database", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  await Deno.writeTextFile(path, "This is a diary.\n".repeat(500));
  const error = await assertRejects(() => openSqliteStores({ path }), StorageError);
  assertEquals(error.code, "storage-failed");
  assertEquals(error.message, `The database ${path}: file is not a database.`);
  assertStringIncludes(await Deno.readTextFile(path), "diary");
});

Deno.test("a database works with the permissions that tasks give it", async () => {
  await using folder = await temporaryFolder();
  const module = import.meta.resolve(
    "../../../../server/stores/sqlite/sqlite_stores.ts",
  );
  const script = `${folder.path}/count.ts`;
  const path = `${folder.path}/data/generations.sqlite`;
  await Deno.writeTextFile(
    script,
    `import { openSqliteStores } from ${JSON.stringify(module)};
     const store = await openSqliteStores({ path: ${JSON.stringify(path)} });
     console.log(JSON.stringify(await store.history.count()));
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

Deno.test("a database says at the start that a part of its file is damaged", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/generations.sqlite`;
  const store = await openSqliteStores({ path });
  await add(store);
  await store.close();
  const bytes = await Deno.readFile(path);
  // The first page holds what opening needs.
  bytes.fill(0xff, 4096);
  await Deno.writeFile(path, bytes);
  const error = await assertRejects(() => openSqliteStores({ path }), StorageError);
  assertStringIncludes(error.message, `The database ${path}: `);
  assertEquals(await Deno.readFile(path), bytes);
});
