import { StorageError } from "../../errors.ts";
import type { SqlReader } from "../sql/sql_database.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";

/** One step from a schema to the next. Once released it never changes; a mistake gets a new step. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the database to the newest schema. The schema's number is how many of `migrations` were
 * applied; each is one transaction together with its number, so that a crash in between, or another
 * process that starts at the same moment, does no harm.
 *
 * @throws {StorageError} when the database has a newer schema than the last of `migrations`
 */
export async function migrate(
  database: SqliteDatabase,
  migrations: readonly Migration[],
): Promise<void> {
  while (await applyNext(database, migrations)) { /* until none is left */ }
}

async function applyNext(
  database: SqliteDatabase,
  migrations: readonly Migration[],
): Promise<boolean> {
  if (await schemaOf(database) === migrations.length) return false;
  return await database.write(async (tx) => {
    const schema = await schemaOf(tx);
    if (schema > migrations.length) throw newerSchema(schema, migrations.length);
    const migration = migrations[schema];
    if (!migration) return false;
    await tx.script(migration.sql);
    await tx.script(`pragma user_version = ${schema + 1}`);
    return true;
  });
}

async function schemaOf(reader: SqlReader): Promise<number> {
  return Number((await reader.row("pragma user_version"))?.["user_version"]);
}

function newerSchema(schema: number, known: number): StorageError {
  return new StorageError("storage-failed", { kind: "newer-schema", schema, known });
}
