import { assert, assertEquals, assertRejects } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { StorageError } from "../../../../server/errors.ts";
import { SqliteDatabase } from "../../../../server/stores/sqlite/sqlite_database.ts";
import { insert, testSqlDatabase, titles } from "../sql_database_contract.ts";
import { temporaryFolder } from "./temporary_folder.ts";

async function openDatabase(options: { patienceMs?: number } = {}) {
  const folder = await temporaryFolder();
  const path = `${folder.path}/books.sqlite`;
  const database = await SqliteDatabase.open(path, options);
  await database.write((tx) => tx.script("create table books (title text primary key)"));
  const other = await SqliteDatabase.open(path);
  return {
    path,
    database,
    other,
    async [Symbol.asyncDispose]() {
      await database.close();
      await other.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

testSqlDatabase("SqliteDatabase", openDatabase);

/** The write lock of a file, as another process holds it, until it is disposed. */
function lock(path: string): Disposable {
  const connection = new DatabaseSync(path);
  connection.exec("begin immediate");
  return { [Symbol.dispose]: () => connection.close() };
}

async function turnOfTheLoop(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, 0);
  await promise;
}

/** Something outside, which happens only after `let()`. */
interface Outside extends Disposable {
  happens(): Promise<unknown>;
  let(): void;
}

const OUTSIDE: Readonly<Record<string, () => Outside>> = {
  "a timer"() {
    const timer = Promise.withResolvers<void>();
    return {
      happens: () => timer.promise,
      let: () => void setTimeout(timer.resolve, 0),
      [Symbol.dispose]() {},
    };
  },
  "a file"() {
    const path = Deno.makeTempFileSync();
    const [held, wanted] = [Deno.openSync(path, { write: true }), Deno.openSync(path)];
    held.lockSync(true);
    return {
      happens: () => wanted.lock(),
      let: () => held.unlockSync(),
      [Symbol.dispose]() {
        held.close();
        wanted.close();
        Deno.removeSync(path);
      },
    };
  },
  "the network"() {
    const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = server.addr;
    return {
      happens: async () => (await server.accept()).close(),
      let: () =>
        void Deno.connect({ hostname: "127.0.0.1", port }).then((client) => client.close()),
      [Symbol.dispose]: () => server.close(),
    };
  },
};

for (const [what, open] of Object.entries(OUTSIDE)) {
  Deno.test(`a transaction that waits for ${what} is refused`, async () => {
    await using opened = await openDatabase();
    const { database } = opened;
    using outside = open();
    const late = Promise.withResolvers<unknown>();
    await assertRejects(
      () =>
        database.write(async (tx) => {
          await insert(tx, "Emma");
          await outside.happens();
          await insert(tx, "Persuasion").catch(late.resolve);
        }),
      Error,
      "waited for something other than its statements",
    );
    outside.let();
    assert(await late.promise instanceof Error, "it went on");
    await database.write((tx) => insert(tx, "Sanditon"));
    assertEquals(await titles(database), ["Sanditon"]);
  });
}

Deno.test("reading outside is refused within a transaction", async () => {
  await using opened = await openDatabase();
  const { database } = opened;
  const write = () => database.write(() => database.rows("select title from books"));
  await assertRejects(write, Error, "Within a transaction");
});

Deno.test("while another process writes, reads are answered and writes wait for it", async () => {
  await using opened = await openDatabase();
  const { database, path } = opened;
  let isWritten = false;
  let writing: Promise<void>;
  {
    using _lock = lock(path);
    writing = database.write((tx) => insert(tx, "Emma")).then(() => {
      isWritten = true;
    });
    for (let turn = 0; turn < 20; turn++) await turnOfTheLoop();
    assertEquals([await titles(database), isWritten], [[], false]);
  }
  await writing;
  assertEquals(await titles(database), ["Emma"]);
});

Deno.test("a lock that is held for too long is told, with when to come again, once for all who wait", async () => {
  await using opened = await openDatabase({ patienceMs: 60 });
  const { database, path } = opened;
  {
    using _lock = lock(path);
    const startedAt = performance.now();
    const writes = ["Emma", "Persuasion", "Sanditon"].map((title) =>
      assertRejects(() => database.write((tx) => insert(tx, title)), StorageError)
    );
    const errors = await Promise.all(writes);
    assertEquals(errors.map(({ code }) => code), errors.map(() => "storage-busy"));
    assert(errors.every(({ retryAfterSeconds }) => (retryAfterSeconds ?? 0) > 0));
    const waitedMs = performance.now() - startedAt;
    assert(waitedMs >= 60, `the first waited ${waitedMs} ms`);
  }
  await database.write((tx) => insert(tx, "Emma"));
  assertEquals(await titles(database), ["Emma"]);
});

Deno.test("closing does not wait for a lock, and lets what was begun end", async () => {
  await using opened = await openDatabase();
  const { database, other, path } = opened;
  const begun = database.write((tx) => insert(tx, "Emma"));
  await database.close();
  await begun;
  using _lock = lock(path);
  const waiting = assertRejects(() => other.write((tx) => insert(tx, "Persuasion")), StorageError);
  await other.close();
  await waiting;
});

Deno.test("commits are synced, and every reference is checked", async () => {
  await using opened = await openDatabase();
  const { database } = opened;
  const setting = (name: string) =>
    database.write(async (tx) => (await tx.row(`pragma ${name}`))?.[name]);
  assertEquals(await setting("journal_mode"), "wal");
  // 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
  assertEquals(await setting("synchronous"), 2);
  assertEquals(await setting("foreign_keys"), 1);
});

Deno.test("writeSoon leaves the sync out for its own change only, failed or not", async () => {
  await using opened = await openDatabase();
  const { database } = opened;
  const synchronous = async (way: "write" | "writeSoon") =>
    await database[way](async (tx) => (await tx.row("pragma synchronous"))?.["synchronous"]);
  // 1 is NORMAL, 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
  const each = [synchronous("writeSoon"), synchronous("write"), synchronous("writeSoon")];
  assertEquals(await Promise.all(each), [1, 2, 1]);
  await assertRejects(() => database.writeSoon((tx) => tx.run("no statement")), StorageError);
  assertEquals(await synchronous("write"), 2);
});

Deno.test("a value that is missing or left over is refused, not taken for null", async () => {
  await using opened = await openDatabase();
  const { database } = opened;
  const sql = "select title from books where title = $title";
  await assertRejects(() => database.rows(sql), TypeError, "missing or left over");
  await assertRejects(() => database.rows(sql, { title: "Emma", year: 1815 }), TypeError);
  await assertRejects(() => database.rows(sql, { name: "Emma" }), StorageError);
});

Deno.test("a database without room is storage-full and stays whole", async () => {
  await using opened = await openDatabase();
  const { database } = opened;
  await database.write((tx) => tx.script("create table ballast (bytes blob)"));
  // SQLite's own limit answers as a full disk does.
  const pages = Number((await database.row("pragma page_count"))?.["page_count"]);
  await database.write((tx) => tx.script(`pragma max_page_count = ${pages + 4}`));
  const fill = (bytes: number) =>
    database.write(async (tx) => {
      await tx.run("insert into ballast values (randomblob($bytes))", { bytes: 1 });
      await tx.run("insert into ballast values (randomblob($bytes))", { bytes });
    });
  const error = await assertRejects(() => fill(1_000_000), StorageError);
  assertEquals([error.code, error.retryable], ["storage-full", true]);
  const count = async () => (await database.row("select count(*) as rows from ballast"))?.["rows"];
  assertEquals(await count(), 0);
  await fill(1);
  assertEquals(await count(), 2);
});
