import { AsyncLocalStorage } from "node:async_hooks";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { StorageError } from "../../errors.ts";
import { stored, toStorageError } from "../../storage_failure.ts";
import type { SqlDatabase, SqlRow, SqlTransaction, SqlValues } from "../sql/sql_database.ts";
import { isBusy, SqliteConnection } from "./sqlite_connection.ts";

/** How long a read or a transaction waits for another process that has locked the file. */
const PATIENCE_MS = 5000;
/** When to come again after that, in seconds. */
const RETRY_SECONDS = 5;
/** How often it tries meanwhile. */
const PAUSE_MS = 5;
/** How often the work of a transaction may await what is there already, between two statements. */
const MOST_AWAITS = 1000;

/** Options of an `SqliteDatabase`. */
export interface SqliteOptions {
  /** How long a read or a transaction waits for a locked file, in milliseconds. Default 5 seconds. */
  readonly patienceMs?: number;
}

/**
 * An SQLite file in WAL mode. One connection reads what is committed, another one writes, one
 * transaction after the other. Both work on this thread, and neither ever waits on it: while another
 * process has the file locked, everything else goes on (decision 21).
 *
 * All methods reject with a `StorageError` when the database fails: `storage-full`, `storage-failed`, or
 * `storage-busy` when it stays locked.
 */
export class SqliteDatabase implements SqlDatabase {
  readonly #writer: SqliteConnection;
  readonly #reader: SqliteConnection;
  readonly #patienceMs: number;
  readonly #inTransaction = new AsyncLocalStorage<true>();
  /** The latest transaction; it never rejects. */
  #last: Promise<unknown> = Promise.resolve();
  #isClosing = false;

  private constructor(
    { writer, reader, patienceMs }: Required<SqliteOptions> & {
      readonly writer: SqliteConnection;
      readonly reader: SqliteConnection;
    },
  ) {
    this.#writer = writer;
    this.#reader = reader;
    this.#patienceMs = patienceMs;
  }

  /** Opens the file at `path`; it and its folder are made when they are missing. */
  static async open(
    path: string,
    { patienceMs = PATIENCE_MS }: SqliteOptions = {},
  ): Promise<SqliteDatabase> {
    await stored(Deno.mkdir(dirname(path), { recursive: true }));
    const writer = SqliteConnection.openWriter(path, { patienceMs });
    const reader = SqliteConnection.openReader(path);
    return new SqliteDatabase({ writer, reader, patienceMs });
  }

  async row(sql: string, values?: SqlValues): Promise<SqlRow | undefined> {
    return await this.#read(() => this.#reader.row(sql, values));
  }

  async rows(sql: string, values?: SqlValues): Promise<SqlRow[]> {
    return await this.#read(() => this.#reader.rows(sql, values));
  }

  async write<T>(work: (tx: SqliteTransaction) => Promise<T>): Promise<T> {
    return await this.#inTurn((givesUpAt) => this.#transact(work, givesUpAt));
  }

  async writeSoon<T>(work: (tx: SqliteTransaction) => Promise<T>): Promise<T> {
    return await this.#inTurn(async (givesUpAt) => {
      this.#writer.script("pragma synchronous = normal");
      try {
        return await this.#transact(work, givesUpAt);
      } finally {
        this.#writer.script("pragma synchronous = full");
      }
    });
  }

  /**
   * Reads through the whole file, so that damage shows at the start and not in a visitor's request.
   *
   * @throws {StorageError} when it is damaged
   */
  async check(): Promise<void> {
    const found = (await this.row("pragma quick_check(1)"))?.["quick_check"];
    if (found !== "ok") throw toStorageError(new Error(`it is damaged (${found})`));
  }

  /** Resolves once the transactions in the queue are over. Does nothing when it is closed already. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#last;
    this.#reader.close();
    // Last, because it takes the log into the file, which readers may not.
    this.#writer.close();
  }

  async #read<T>(read: () => T): Promise<T> {
    this.#refuseWithin();
    return await this.#whenFree(read, performance.now() + this.#patienceMs);
  }

  /** Runs `action` when all earlier ones are over. Its time counts from now, not from its turn. */
  async #inTurn<T>(action: (givesUpAt: number) => Promise<T>): Promise<T> {
    this.#refuseWithin();
    const givesUpAt = performance.now() + this.#patienceMs;
    const turn = this.#last.then(() => action(givesUpAt));
    this.#last = turn.catch(() => {});
    return await turn;
  }

  async #transact<T>(
    work: (tx: SqliteTransaction) => Promise<T>,
    givesUpAt: number,
  ): Promise<T> {
    const writer = this.#writer;
    await this.#whenFree(() => writer.run("begin immediate"), givesUpAt);
    const tx = new SqliteTransaction(writer);
    try {
      const result = await this.#inTransaction.run(true, () => withoutWaiting(work(tx), tx));
      writer.run("commit");
      return result;
    } catch (error) {
      // SQLite itself ends the transaction on some failures, a full disk among them.
      if (writer.isInTransaction) writer.run("rollback");
      throw error;
    } finally {
      tx.end();
    }
  }

  #refuseWithin(): void {
    if (!this.#inTransaction.getStore()) return;
    throw new Error("Within a transaction only its own statements may be used");
  }

  /** Tries at least once, and as long as another process has the file locked until the time is up. */
  async #whenFree<T>(operation: () => T, givesUpAt: number): Promise<T> {
    for (;;) {
      try {
        return operation();
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (this.#isClosing || performance.now() >= givesUpAt) throw stillLocked(error);
      }
      await pause(PAUSE_MS);
    }
  }
}

function stillLocked(cause: unknown): StorageError {
  return new StorageError("storage-busy", {}, { cause, retryAfterSeconds: RETRY_SECONDS });
}

/** The statements of one transaction. */
class SqliteTransaction implements SqlTransaction {
  #writer: SqliteConnection | undefined;
  #statements = 0;

  constructor(writer: SqliteConnection) {
    this.#writer = writer;
  }

  // deno-lint-ignore require-await -- makes failures rejections
  async row(sql: string, values?: SqlValues): Promise<SqlRow | undefined> {
    return this.#connection.row(sql, values);
  }

  // deno-lint-ignore require-await -- makes failures rejections
  async rows(sql: string, values?: SqlValues): Promise<SqlRow[]> {
    return this.#connection.rows(sql, values);
  }

  // deno-lint-ignore require-await -- makes failures rejections
  async run(sql: string, values?: SqlValues): Promise<number> {
    return this.#connection.run(sql, values);
  }

  /** Runs several statements without values, as a migration has them. */
  // deno-lint-ignore require-await -- makes failures rejections
  async script(sql: string): Promise<void> {
    this.#connection.script(sql);
  }

  /** Nothing can be done with it any more. */
  end(): void {
    this.#writer = undefined;
  }

  /** How many statements were asked for. */
  get statements(): number {
    return this.#statements;
  }

  get #connection(): SqliteConnection {
    if (!this.#writer) throw new Error("The transaction is over");
    this.#statements++;
    return this.#writer;
  }
}

/**
 * The result of a transaction's work. Its statements take no time: it awaits only what is there already,
 * and is done before the event loop turns. What it waits for instead, nobody else who writes must wait
 * for.
 *
 * @throws {Error} when it waits for anything but its statements
 */
async function withoutWaiting<T>(work: Promise<T>, tx: SqliteTransaction): Promise<T> {
  let isOver = false;
  const end = () => isOver = true;
  work.then(end, end);
  for (let awaits = 0, statements = 0; !isOver; awaits++) {
    if (awaits > MOST_AWAITS) {
      throw new Error("A transaction waited for something other than its statements");
    }
    if (tx.statements > statements) [awaits, statements] = [0, tx.statements];
    await undefined;
  }
  return await work;
}
