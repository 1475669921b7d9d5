import { DatabaseSync, type StatementSync } from "node:sqlite";
import { StorageError } from "../../errors.ts";
import { ensurePrivateFile, toStorageError } from "../../storage_failure.ts";
import type { SqlRow, SqlValues } from "../sql/sql_database.ts";

/** SQLite's result code for a file that another connection has locked (https://sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
/** The reasons for a code stand in its higher bytes. */
const PRIMARY_CODE = 0xff;

const WRITER_SETTINGS = `
pragma journal_mode = wal;
pragma synchronous = full;
pragma foreign_keys = on;
pragma busy_timeout = 0;`;

interface Prepared {
  readonly statement: StatementSync;
  /** How many different names it has. */
  readonly names: number;
}

/**
 * One connection to an SQLite file; each statement is prepared once. Nothing waits here: a file that
 * is locked fails at once, which `isBusy` tells.
 *
 * All methods throw a `StorageError` (`storage-full` or `storage-failed`) when the database fails.
 */
export class SqliteConnection {
  readonly #connection: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  private constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  /**
   * A connection that writes, and makes the file when it is missing. Only here does it wait for others
   * who have locked the file: nobody is served yet.
   */
  static openWriter(
    path: string,
    { patienceMs }: { readonly patienceMs: number },
  ): SqliteConnection {
    const writer = guard(() => {
      // SQLite makes the files beside it as readable as this one.
      ensurePrivateFile(path);
      return new SqliteConnection(new DatabaseSync(path, { timeout: patienceMs }));
    });
    try {
      writer.script(WRITER_SETTINGS);
      return writer;
    } catch (error) {
      writer.close();
      throw error;
    }
  }

  /** A connection that may only read a file that is there. */
  static openReader(path: string): SqliteConnection {
    return guard(() => new SqliteConnection(new DatabaseSync(path, { readOnly: true })));
  }

  get isInTransaction(): boolean {
    return this.#connection.isTransaction;
  }

  /** The first row, or `undefined`. */
  row(sql: string, values: SqlValues = {}): SqlRow | undefined {
    return guard(() => this.#prepare(sql, values).get(values));
  }

  rows(sql: string, values: SqlValues = {}): SqlRow[] {
    return guard(() => this.#prepare(sql, values).all(values));
  }

  /** Runs a statement that answers nothing; returns how many rows it changed. */
  run(sql: string, values: SqlValues = {}): number {
    return guard(() => Number(this.#prepare(sql, values).run(values).changes));
  }

  /** Runs several statements without values. */
  script(sql: string): void {
    guard(() => this.#connection.exec(sql));
  }

  /** Does nothing when it is closed already. */
  close(): void {
    this.#prepared.clear();
    if (this.#connection.isOpen) guard(() => this.#connection.close());
  }

  /** SQLite takes a missing value for null and says nothing, which no caller ever means. */
  #prepare(sql: string, values: SqlValues): StatementSync {
    const prepared = this.#prepared.get(sql) ?? this.#prepareNew(sql);
    if (Object.keys(values).length !== prepared.names) {
      throw new TypeError(`Values are missing or left over in: ${sql}`);
    }
    return prepared.statement;
  }

  #prepareNew(sql: string): Prepared {
    const statement = this.#connection.prepare(sql);
    const prepared = { statement, names: new Set(sql.match(/\$\w+/g)).size };
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

/** Whether the operation failed because another connection has locked the file; it may be tried again. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof StorageError)) return false;
  const { cause } = error;
  return cause instanceof Error && "errcode" in cause &&
    (Number(cause.errcode) & PRIMARY_CODE) === SQLITE_BUSY;
}

function guard<T>(operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw error instanceof TypeError ? error : toStorageError(error);
  }
}
