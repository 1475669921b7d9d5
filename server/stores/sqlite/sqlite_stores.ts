import { dirname } from "node:path";
import { StorageError } from "../../errors.ts";
import { toStorageError } from "../../storage_failure.ts";
import { type SqlStores, storesOn } from "../sql/sql_stores.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./schema.ts";
import { SqliteDatabase, type SqliteOptions } from "./sqlite_database.ts";

/** The stores in one SQLite file, which several processes on one machine may share. */
export interface SqliteStores extends SqlStores {
  /** Resolves once what was asked for before is written; the stores reject everything from then on. */
  close(): Promise<void>;
}

/**
 * Opens the file at `path` and brings it to the newest schema; file and folder are made when they are
 * missing. SQLite keeps `<path>-wal` and `<path>-shm` beside it, this function an empty `<path>.lock`.
 *
 * @throws {StorageError} when it cannot be opened, is damaged, or was written by a newer version;
 *   the sentence is for the operator
 */
export async function openSqliteStores(
  { path, ...options }: SqliteOptions & { readonly path: string },
): Promise<SqliteStores> {
  try {
    using _turn = await takeTurn(path);
    const database = await openChecked(path, options);
    return { ...storesOn(database), close: () => database.close() };
  } catch (error) {
    throw unusable(path, error);
  }
}

/**
 * Waits until no other process opens the same file: SQLite's busy handler does not cover the switch
 * of a new file to a write-ahead log.
 */
async function takeTurn(path: string): Promise<Disposable> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    const file = await Deno.open(`${path}.lock`, { create: true, write: true });
    await file.lock(true);
    return file;
  } catch (error) {
    throw toStorageError(error);
  }
}

async function openChecked(path: string, options: SqliteOptions): Promise<SqliteDatabase> {
  const database = await SqliteDatabase.open(path, options);
  try {
    await database.check();
    await migrate(database, MIGRATIONS);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Says which file it is and what the system says about it; the general sentence is for visitors. */
function unusable(path: string, error: unknown): unknown {
  if (!(error instanceof StorageError) || !(error.cause instanceof Error)) return error;
  const problem = error.cause.message;
  return new StorageError("storage-failed", { kind: "database", path, problem });
}
