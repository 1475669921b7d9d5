import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../server/errors.ts";
import type { SqlDatabase, SqlTransaction } from "../../../server/stores/sql/sql_database.ts";

/** A database for one test, disposed of when the test ends. */
export interface TestedDatabase extends AsyncDisposable {
  /** With the empty table `books (title text primary key)`. */
  readonly database: SqlDatabase;
  /** The same, as another process has it. */
  readonly other: SqlDatabase;
}

/** How often a transaction asks whether something has happened elsewhere. */
const MOST_LOOKS = 10_000;

/** Titles in order, as everyone sees them. */
export async function titles(database: SqlDatabase): Promise<unknown[]> {
  const rows = await database.rows("select title from books order by title");
  return rows.map((row) => row["title"]);
}

/** Inserts a book within a transaction. */
export async function insert(tx: SqlTransaction, title: string): Promise<void> {
  await tx.run("insert into books (title) values ($title)", { title });
}

/** Keeps a transaction open, busy with its own statements, until something happens elsewhere. */
async function stayOpen(tx: SqlTransaction, hasHappened: () => boolean): Promise<void> {
  for (let looks = 0; !hasHappened(); looks++) {
    if (looks > MOST_LOOKS) throw new Error("Nothing happened elsewhere.");
    await tx.rows("select title from books");
  }
}

/** The promises of `SqlDatabase`, checked on one implementation. */
export function testSqlDatabase(name: string, create: () => Promise<TestedDatabase>): void {
  const test = (title: string, run: (tested: TestedDatabase) => Promise<void>) => {
    Deno.test(`${name} ${title}`, async () => {
      await using tested = await create();
      await run(tested);
    });
  };

  test("keeps all of a transaction, which reads what it has written", async ({ database, other }) => {
    const count = await database.write(async (tx) => {
      await insert(tx, "Emma");
      await insert(tx, "Persuasion");
      return (await tx.rows("select title from books")).length;
    });
    assertEquals([count, await titles(other)], [2, ["Emma", "Persuasion"]]);
  });

  for (const way of ["write", "writeSoon"] as const) {
    test(`keeps nothing of a ${way} that throws`, async ({ database }) => {
      const fault = new Error("no more paper");
      const thrown = await assertRejects(() =>
        database[way](async (tx) => {
          await insert(tx, "Emma");
          throw fault;
        })
      );
      assertEquals([thrown === fault, await titles(database)], [true, []]);
      await database[way]((tx) => insert(tx, "Persuasion"));
      assertEquals(await titles(database), ["Persuasion"]);
    });
  }

  test("keeps nothing of a transaction with a statement that fails", async ({ database }) => {
    await database.write((tx) => insert(tx, "Emma"));
    await assertRejects(() =>
      database.write(async (tx) => {
        await insert(tx, "Persuasion");
        await insert(tx, "Emma");
      }), StorageError);
    assertEquals(await titles(database), ["Emma"]);
  });

  test("keeps what others insert while a transaction is rolled back", async ({ database, other }) => {
    const begun = Promise.withResolvers<void>();
    let isAsked = false;
    const doomed = assertRejects(
      () =>
        database.write(async (tx) => {
          await insert(tx, "Sanditon");
          begun.resolve();
          await stayOpen(tx, () => isAsked);
          throw new Error("unfinished");
        }),
      Error,
      "unfinished",
    );
    await begun.promise;
    const foreign = [
      database.write((tx) => insert(tx, "Emma")),
      other.write((tx) => insert(tx, "Persuasion")),
    ];
    isAsked = true;
    await Promise.all([doomed, ...foreign]);
    assertEquals(await titles(database), ["Emma", "Persuasion"]);
  });

  test("shows nobody what is not committed", async ({ database, other }) => {
    const begun = Promise.withResolvers<void>();
    const seen: unknown[][] = [];
    const writing = database.write(async (tx) => {
      await insert(tx, "Emma");
      begun.resolve();
      await stayOpen(tx, () => seen.length > 0);
    });
    await begun.promise;
    seen.push([...await titles(database), ...await titles(other)]);
    await writing;
    assertEquals([seen, await titles(database)], [[[]], ["Emma"]]);
  });

  test("lets no two transactions interleave", async ({ database }) => {
    const steps: string[] = [];
    const write = (title: string) =>
      database.write(async (tx) => {
        steps.push(title);
        await insert(tx, title);
        await tx.rows("select title from books");
        steps.push(title);
      });
    await Promise.all(["Emma", "Persuasion", "Sanditon"].map(write));
    assertEquals(steps, ["Emma", "Emma", "Persuasion", "Persuasion", "Sanditon", "Sanditon"]);
  });

  test("refuses a transaction within another, of which nothing is kept", async ({ database }) => {
    await assertRejects(
      () =>
        database.write(async (tx) => {
          await insert(tx, "Emma");
          await database.write((inner) => insert(inner, "Persuasion"));
        }),
      Error,
      "Within a transaction",
    );
    assertEquals(await titles(database), []);
  });

  test("refuses statements after the end of their transaction", async ({ database }) => {
    const late = await database.write((tx) => Promise.resolve(() => insert(tx, "Emma")));
    await assertRejects(late, Error, "over");
    assertEquals(await titles(database), []);
  });
}
