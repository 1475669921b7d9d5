import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { StorageError } from "../../../../server/errors.ts";
import { migrate, type Migration } from "../../../../server/stores/sqlite/migrate.ts";
import { MIGRATIONS } from "../../../../server/stores/sqlite/schema.ts";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import { SqliteGenerationStore } from "../../../../server/stores/sqlite/sqlite_generation_store.ts";
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
    schema: () => database.row("pragma user_version")?.["user_version"],
    async [Symbol.asyncDispose]() {
      database.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Everything that the schema consists of, as SQL. */
function definitions(database: SqliteDatabase): unknown[] {
  return database.rows("select type, name, sql from sqlite_master order by type, name")
    .map((row) => ({ ...row }));
}

Deno.test("migrate applies each step once, in order, and keeps what is there", async () => {
  await using opened = await openDatabase();
  const { database, schema } = opened;
  migrate(database, [BOOKS]);
  database.run("insert into books values ('Persuasion')");
  assertEquals(schema(), 1);
  migrate(database, [BOOKS, PAGES]);
  migrate(database, [BOOKS, PAGES]);
  assertEquals(schema(), 2);
  assertEquals(database.rows("select * from books").map((row) => ({ ...row })), [
    { title: "Emma", pages: 474 },
    { title: "Persuasion", pages: 474 },
  ]);
});

Deno.test("migrate takes a step that fails back as a whole", async () => {
  await using opened = await openDatabase();
  const { database, schema } = opened;
  assertThrows(() => migrate(database, [BOOKS, BROKEN, PAGES]), StorageError);
  assertEquals(schema(), 1);
  assertEquals(database.rows("select title from books").length, 1);
  migrate(database, [BOOKS, PAGES]);
  assertEquals(schema(), 2);
});

Deno.test("migrate refuses a database that a newer version wrote and leaves it alone", async () => {
  await using opened = await openDatabase();
  const { database, schema } = opened;
  migrate(database, [BOOKS, PAGES]);
  const error = assertThrows(() => migrate(database, [BOOKS]), StorageError);
  assertStringIncludes(error.message, "schema 2");
  assertStringIncludes(error.message, "up to 1");
  assertEquals(schema(), 2);
});

Deno.test("SqliteGenerationStore refuses a newer database and closes it", async () => {
  await using opened = await openDatabase();
  opened.database.script("pragma user_version = 9999");
  const error = await assertRejects(
    () => SqliteGenerationStore.open({ path: opened.path }),
    StorageError,
  );
  assertStringIncludes(error.message, "schema 9999");
});

for (let schema = 0; schema < MIGRATIONS.length; schema++) {
  Deno.test(`SqliteGenerationStore comes from schema ${schema} to the newest`, async () => {
    await using fresh = await openDatabase();
    migrate(fresh.database, MIGRATIONS);
    await using old = await openDatabase();
    migrate(old.database, MIGRATIONS.slice(0, schema));
    const store = await SqliteGenerationStore.open({ path: old.path });
    assertEquals(old.schema(), MIGRATIONS.length);
    assertEquals(definitions(old.database), definitions(fresh.database));
    const id = await addFinished(store);
    assertEquals((await eventTypes(store, id)).at(-1), "succeeded");
    await store.close();
  });
}
