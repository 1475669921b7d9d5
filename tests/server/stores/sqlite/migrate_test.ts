import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { StorageError } from "../../../../server/errors.ts";
import { migrate, type Migration } from "../../../../server/stores/sqlite/migrate.ts";
import { MIGRATIONS } from "../../../../server/stores/sqlite/schema.ts";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import { openSqliteStores } from "../../../../server/stores/sqlite/sqlite_stores.ts";
import { addFinished, eventTypes } from "../generation_store_contract/samples.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const BOOKS: Migration = {
  name: "books",
  sql: "create table books (title text); insert into books values ('Emma');",
};
const PAGES: Migration = {
  name: "pages",
  sql: "alter table books add column pages integer; update books set pages = 474;",
};
const BROKEN: Migration = {
  name: "broken",
  sql: "delete from books; insert into shelves values (1);",
};

async function openDatabase() {
  const folder = await temporaryFolder();
  const path = `${folder.path}/test.sqlite`;
  const database = await SqliteDatabase.open(path);
  return {
    path,
    database,
    schema: async () => (await database.row("pragma user_version"))?.["user_version"],
    async [Symbol.asyncDispose]() {
      await database.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Everything that the schema consists of, as SQL. */
async function definitions(database: SqliteDatabase): Promise<unknown[]> {
  const rows = await database.rows("select type, name, sql from sqlite_master order by type, name");
  return rows.map((row) => ({ ...row }));
}

Deno.test("migrate applies each step once, in order, and keeps what is there", async () => {
  await using opened = await openDatabase();
  const { database, schema } = opened;
  await migrate(database, [BOOKS]);
  await database.write((tx) => tx.run("insert into books values ('Persuasion')"));
  assertEquals(await schema(), 1);
  await migrate(database, [BOOKS, PAGES]);
  await migrate(database, [BOOKS, PAGES]);
  assertEquals(await schema(), 2);
  assertEquals((await database.rows("select * from books")).map((row) => ({ ...row })), [
    { title: "Emma", pages: 474 },
    { title: "Persuasion", pages: 474 },
  ]);
});

Deno.test("migrate takes a step that fails back as a whole", async () => {
  await using opened = await openDatabase();
  const { database, schema } = opened;
  await assertRejects(() => migrate(database, [BOOKS, BROKEN, PAGES]), StorageError);
  assertEquals(await schema(), 1);
  assertEquals((await database.rows("select title from books")).length, 1);
  await migrate(database, [BOOKS, PAGES]);
  assertEquals(await schema(), 2);
});

Deno.test("migrate refuses a database that a newer version wrote and leaves it alone", async () => {
  await using opened = await openDatabase();
  const { database, schema } = opened;
  await migrate(database, [BOOKS, PAGES]);
  const error = await assertRejects(() => migrate(database, [BOOKS]), StorageError);
  assertStringIncludes(error.message, "schema 2");
  assertStringIncludes(error.message, "up to 1");
  assertEquals(await schema(), 2);
});

Deno.test("a database that a newer version wrote is not opened", async () => {
  await using opened = await openDatabase();
  await opened.database.write((tx) => tx.script("pragma user_version = 9999"));
  const error = await assertRejects(() => openSqliteStores({ path: opened.path }), StorageError);
  assertStringIncludes(error.message, "schema 9999");
});

for (let schema = 0; schema < MIGRATIONS.length; schema++) {
  Deno.test(`a database of schema ${schema} comes to the newest`, async () => {
    await using fresh = await openDatabase();
    await migrate(fresh.database, MIGRATIONS);
    await using old = await openDatabase();
    await migrate(old.database, MIGRATIONS.slice(0, schema));
    const stores = await openSqliteStores({ path: old.path });
    assertEquals(await old.schema(), MIGRATIONS.length);
    assertEquals(await definitions(old.database), await definitions(fresh.database));
    const id = await addFinished(stores);
    assertEquals((await eventTypes(stores, id)).at(-1), "succeeded");
    await stores.close();
  });
}
