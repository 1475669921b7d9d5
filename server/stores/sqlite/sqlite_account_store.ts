// deno-lint-ignore-file require-await -- the interface is asynchronous; async makes failures rejections
import type { AccountName, AccountStore, OpenedAccount } from "../../visitors/account_store.ts";
import {
  DELETE_ACCOUNT,
  DROP_DOUBLE_KEYS,
  DROP_PLACE,
  FIND_LIBRARY,
  FIND_OWNER,
  INSERT_ACCOUNT,
  LIST_LEFT,
  MOVE_GENERATION,
  MOVE_GENERATIONS,
  MOVE_KEYS,
  MOVE_PLACE,
  MOVE_SPENDING,
  MOVE_TOMBSTONES,
} from "./account_statements.ts";
import { freeTime } from "./generation_changes.ts";
import { readerOf } from "./row_reader.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";

/** Accounts in the file of the generations; it closes with their store. */
export class SqliteAccountStore implements AccountStore {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async libraryOf(account: AccountName) {
    return findLibrary(this.#database, account);
  }

  async open(visit: AccountName & { readonly visitorId: string; readonly now: number }) {
    return this.#database.write(() => openAccount(this.#database, visit));
  }

  async forget({ issuer, subject }: AccountName) {
    return this.#database.run(DELETE_ACCOUNT, [issuer, subject]) > 0;
  }
}

function findLibrary(
  database: SqliteDatabase,
  { issuer, subject }: AccountName,
): string | undefined {
  const row = database.row(FIND_LIBRARY, [issuer, subject]);
  return row && readerOf(row).text("library_id");
}

function openAccount(
  database: SqliteDatabase,
  visit: AccountName & { readonly visitorId: string; readonly now: number },
): OpenedAccount {
  const isOwned = database.row(FIND_OWNER, [visit.visitorId]) !== undefined;
  const libraryId = findLibrary(database, visit) ?? addAccount(database, visit);
  const claimed = isOwned ? 0 : moveLibrary(database, { from: visit.visitorId, to: libraryId });
  return { libraryId, claimed };
}

/** Its library has an id that nobody can have known before. */
function addAccount(
  database: SqliteDatabase,
  { issuer, subject, now }: AccountName & { readonly now: number },
): string {
  const libraryId = crypto.randomUUID();
  database.run(INSERT_ACCOUNT, [issuer, subject, libraryId, now]);
  return libraryId;
}

/** A place in a library: whose it was, whose it will be. */
interface Move {
  readonly from: string;
  readonly to: string;
}

/** Moves all that a visitor has; returns how many generations those were. */
function moveLibrary(database: SqliteDatabase, { from, to }: Move): number {
  const free = database.run(MOVE_GENERATIONS, [from, to]);
  const left = database.rows(LIST_LEFT, [from]);
  for (const row of left) {
    const reader = readerOf(row);
    const values = [reader.text("id"), to, freeTime(database, to, reader.number("created_at"))];
    database.run(MOVE_GENERATION, values);
  }
  database.run(DROP_DOUBLE_KEYS, [from, to]);
  for (const sql of [MOVE_KEYS, MOVE_PLACE, MOVE_TOMBSTONES, MOVE_SPENDING]) {
    database.run(sql, [from, to]);
  }
  database.run(DROP_PLACE, [from]);
  return free + left.length;
}
