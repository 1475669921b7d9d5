import type { UpkeepNotes, UpkeepStore } from "../../generation/ports/upkeep_store.ts";
import { readerOf } from "./row_reader.ts";
import type { SqlDatabase } from "./sql_database.ts";

/** Housekeeping's notes in a database: one row. */
export class SqlUpkeepStore implements UpkeepStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async read(): Promise<UpkeepNotes | undefined> {
    const row = await this.#database.row("select * from upkeep where id = 1");
    if (!row) return undefined;
    const reader = readerOf(row);
    return {
      seenAt: reader.number("seen_at"),
      heldMs: reader.number("held_ms"),
      retentionDays: reader.number("retention_days"),
    };
  }

  async release(): Promise<boolean> {
    const released = await this.#database.write((tx) =>
      tx.run("update upkeep set held_ms = 0 where id = 1 and held_ms > 0")
    );
    return released > 0;
  }

  async write({ seenAt, heldMs, retentionDays }: UpkeepNotes): Promise<void> {
    await this.#database.write((tx) =>
      tx.run(
        `insert into upkeep (id, seen_at, held_ms, retention_days)
        values (1, $seenAt, $heldMs, $retentionDays)
        on conflict (id) do update set seen_at = $seenAt, held_ms = $heldMs,
          retention_days = $retentionDays`,
        { seenAt, heldMs, retentionDays },
      )
    );
  }
}
