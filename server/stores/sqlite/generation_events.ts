import type { GenerationEvent } from "../../../contract/generation.ts";
import { INSERT_EVENT, NEXT_SEQ } from "./change_statements.ts";
import { readerOf } from "./row_reader.ts";
import type { SqliteDatabase } from "./sqlite_database.ts";

/** Appends an event under the generation's next number; call it in the change's transaction. */
export function append(
  database: SqliteDatabase,
  id: string,
  { event, at }: { readonly event: GenerationEvent; readonly at: number },
): void {
  const seq = readerOf(database.row(NEXT_SEQ, [id])).number("last_seq");
  database.run(INSERT_EVENT, [id, seq, at, JSON.stringify(event)]);
}
