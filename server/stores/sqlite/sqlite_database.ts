import { DatabaseSync, type StatementSync } from "node:sqlite";
import { dirname } from "node:path";
import { StorageError } from "../../errors.ts";
import { toStorageError } from "../../storage_failure.ts";

/** What a statement takes in place of `?1`, `?2` and so on. */
export type SqlValue = string | number | null;

/** A row by column names. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** How long a writer waits for another process's transaction, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * One connection to an SQLite database file in WAL mode. Every commit survives the end of the
 * process, and every one but those of `writeSoon`, being synced, that of the machine too. Each
 * statement is prepared once.
 *
 * All methods throw a `StorageError` (`storage-full` or `storage-failed`) when the database fails.
 */
export class SqliteDatabase {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  /** Opens the file at `path`; it and its folder are made when they are missing. */
  static async open(path: string): Promise<SqliteDatabase> {
    try {
      await Deno.mkdir(dirname(path), { recursive: true });
      const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
      connection.exec("pragma journal_mode = wal; pragma synchronous = full");
      connection.exec("pragma foreign_keys = on");
      return new SqliteDatabase(connection);
    } catch (error) {
      throw toStorageError(error);
    }
  }

  /** The first row, or `undefined`. */
  row(sql: string, values: readonly SqlValue[] = []): SqlRow | undefined {
    return this.#guard(() => this.#prepare(sql).get(...values));
  }

  rows(sql: string, values: readonly SqlValue[] = []): SqlRow[] {
    return this.#guard(() => this.#prepare(sql).all(...values));
  }

  /** Runs a statement that answers nothing; returns how many rows it changed. */
  run(sql: string, values: readonly SqlValue[] = []): number {
    return this.#guard(() => Number(this.#prepare(sql).run(...values).changes));
  }

  /** Runs several statements without values, as a migration has them. */
  script(sql: string): void {
    this.#guard(() => this.#connection.exec(sql));
  }

  /**
   * Reads through the whole file, so that damage shows at the start and not in a visitor's request.
   *
   * @throws {StorageError} when it is damaged
   */
  check(): void {
    const found = this.row("pragma quick_check(1)")?.["quick_check"];
    if (found !== "ok") throw toStorageError(new Error(`it is damaged (${found})`));
  }

  /**
   * Runs `work` as the only writer: everything that it changes is kept, or nothing when it throws.
   * `work` is synchronous, so that nothing of this process can come between its statements.
   */
  write<T>(work: () => T): T {
    this.run("begin immediate");
    try {
      const result = work();
      this.run("commit");
      return result;
    } catch (error) {
      // SQLite itself ends the transaction on some failures, a full disk among them.
      if (this.#connection.isTransaction) this.run("rollback");
      throw error;
    }
  }

  /**
   * As `write`, but without a sync of its own: the change survives the end of the process at once, and
   * that of the machine with the next `write`. What a power cut takes back are the latest changes,
   * never one that something synced was built on.
   */
  writeSoon<T>(work: () => T): T {
    this.script("pragma synchronous = normal");
    try {
      return this.write(work);
    } finally {
      this.script("pragma synchronous = full");
    }
  }

  /** Does nothing when it is closed already. */
  close(): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#guard(() => this.#connection.close());
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guard<T>(operation: () => T): T {
    try {
      return operation();
    } catch (error) {
      throw error instanceof StorageError ? error : toStorageError(error);
    }
  }
}
