/** What a statement takes in place of a name. */
export type SqlValue = string | number | null;

/** A statement's values by their names: `id` for `$id`. All of them, and no other. */
export type SqlValues = Readonly<Record<string, SqlValue>>;

/** A row by column names. */
export type SqlRow = Readonly<Record<string, unknown>>;

/**
 * Reads what is committed. Statements are SQL that SQLite and PostgreSQL both take, with `$name` for
 * each value. Rejects with a `StorageError` when the database fails: `storage-full`, `storage-failed`,
 * or `storage-busy` when others were writing for too long.
 */
export interface SqlReader {
  /** The first row, or `undefined`. */
  row(sql: string, values?: SqlValues): Promise<SqlRow | undefined>;
  rows(sql: string, values?: SqlValues): Promise<SqlRow[]>;
}

/** The statements of one transaction, which reads what it has written. It is over when its work is. */
export interface SqlTransaction extends SqlReader {
  /** Runs a statement that answers nothing; returns how many rows it changed. */
  run(sql: string, values?: SqlValues): Promise<number>;
}

/** A database: it reads, and it is changed in transactions. */
export interface SqlDatabase extends SqlReader {
  /**
   * Runs `work` as the only writer. All that it changes is kept once this resolves, whatever becomes
   * of process and machine; nothing of it when this rejects.
   *
   * `work` may await its transaction only: no file, no network, no timer, and no other transaction,
   * because everyone else who writes waits for it.
   *
   * @throws {Error} when `work` waited for something else, or began another transaction
   * @throws {StorageError} when the database fails, or others were writing for too long
   * @throws whatever `work` throws
   */
  write<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>;
  /**
   * As `write`, but the change survives the end of the machine only together with the next `write`.
   * What a power cut takes back are the latest changes, never one that something was built on.
   */
  writeSoon<T>(work: (tx: SqlTransaction) => Promise<T>): Promise<T>;
}
