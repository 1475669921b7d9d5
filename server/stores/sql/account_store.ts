import type { AccountName, AccountStore, OpenedAccount } from "../../visitors/account_store.ts";
import { freeTime } from "./generation_changes.ts";
import { readerOf } from "./row_reader.ts";
import type { SqlDatabase, SqlReader, SqlTransaction } from "./sql_database.ts";
import { mergePlaces } from "./waiting_queue.ts";

/** Accounts in the database of the generations. */
export class SqlAccountStore implements AccountStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async libraryOf(
    { issuer, subject }: AccountName,
    signedInAt: number,
  ): Promise<string | undefined> {
    const row = await this.#database.row(
      `select library_id from accounts where issuer = $issuer and subject = $subject
        and (signed_out_at = 0 or signed_out_at < $signedInAt)`,
      { issuer, subject, signedInAt },
    );
    return row && readerOf(row).text("library_id");
  }

  async signOutEverywhere({ issuer, subject }: AccountName, now: number): Promise<void> {
    await this.#database.write((tx) =>
      tx.run(
        `update accounts set signed_out_at = $now
        where issuer = $issuer and subject = $subject`,
        { issuer, subject, now },
      )
    );
  }

  async open(visit: Visit): Promise<OpenedAccount> {
    return await this.#database.write((tx) => openAccount(tx, visit));
  }

  async forget({ issuer, subject }: AccountName): Promise<boolean> {
    const changed = await this.#database.write((tx) =>
      tx.run("delete from accounts where issuer = $issuer and subject = $subject", {
        issuer,
        subject,
      })
    );
    return changed > 0;
  }
}

interface Visit extends AccountName {
  readonly visitorId: string;
  readonly now: number;
}

/** A place in a library: whose it was, whose it will be. */
interface Move {
  readonly from: string;
  readonly to: string;
}

async function findLibrary(
  reader: SqlReader,
  { issuer, subject }: AccountName,
): Promise<string | undefined> {
  const row = await reader.row(
    "select library_id from accounts where issuer = $issuer and subject = $subject",
    { issuer, subject },
  );
  return row && readerOf(row).text("library_id");
}

async function openAccount(tx: SqlTransaction, visit: Visit): Promise<OpenedAccount> {
  const { visitorId } = visit;
  const owner = await tx.row("select subject from accounts where library_id = $visitorId", {
    visitorId,
  });
  const libraryId = await findLibrary(tx, visit) ?? await addAccount(tx, visit);
  const claimed = owner ? 0 : await moveLibrary(tx, { from: visitorId, to: libraryId });
  return { libraryId, claimed };
}

/** Its library has an id that nobody can have known before. */
async function addAccount(tx: SqlTransaction, { issuer, subject, now }: Visit): Promise<string> {
  const libraryId = crypto.randomUUID();
  await tx.run(
    `insert into accounts (issuer, subject, library_id, created_at)
    values ($issuer, $subject, $libraryId, $now)`,
    { issuer, subject, libraryId, now },
  );
  return libraryId;
}

/** Moves all that a visitor has; returns how many generations those were. */
async function moveLibrary(tx: SqlTransaction, { from, to }: Move): Promise<number> {
  const claimed = await moveGenerations(tx, { from, to });
  await moveKeys(tx, { from, to });
  await mergePlaces(tx, { from, to });
  await tx.run("update tombstones set visitor_id = $to where visitor_id = $from", { from, to });
  await tx.run("update spending set visitor_id = $to where visitor_id = $from", { from, to });
  return claimed;
}

/** Those whose time of creation is free there at once, the others to the next free millisecond. */
async function moveGenerations(tx: SqlTransaction, { from, to }: Move): Promise<number> {
  const free = await tx.run(
    `update generations set visitor_id = $to
    where visitor_id = $from and not exists (
      select 1 from generations there
      where there.visitor_id = $to and there.created_at = generations.created_at)`,
    { from, to },
  );
  const left = await tx.rows(
    "select id, created_at from generations where visitor_id = $from order by created_at",
    { from },
  );
  for (const row of left) {
    const [id, createdAt] = [readerOf(row).text("id"), readerOf(row).number("created_at")];
    await tx.run(
      "update generations set visitor_id = $to, created_at = $createdAt where id = $id",
      { id, to, createdAt: await freeTime(tx, to, createdAt) },
    );
  }
  return free + left.length;
}

/** Keys that both used stay the library's. */
async function moveKeys(tx: SqlTransaction, { from, to }: Move): Promise<void> {
  await tx.run(
    `delete from idempotency_keys where visitor_id = $from
      and idempotency_key in (select idempotency_key from idempotency_keys where visitor_id = $to)`,
    { from, to },
  );
  await tx.run("update idempotency_keys set visitor_id = $to where visitor_id = $from", {
    from,
    to,
  });
}
