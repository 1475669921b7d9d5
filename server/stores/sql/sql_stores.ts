import { SqlAccountStore } from "./account_store.ts";
import { SqlAdmissionStore } from "./admission_store.ts";
import { SqlHistoryStore } from "./history_store.ts";
import { SqlLibraryStore } from "./library_store.ts";
import { SqlQueueStore } from "./queue_store.ts";
import type { SqlDatabase } from "./sql_database.ts";
import { SqlUpkeepStore } from "./upkeep_store.ts";

/** The generations in one database by who uses them, and the accounts beside them. */
export interface SqlStores {
  readonly admissions: SqlAdmissionStore;
  readonly queue: SqlQueueStore;
  readonly library: SqlLibraryStore;
  readonly history: SqlHistoryStore;
  readonly accounts: SqlAccountStore;
  readonly upkeep: SqlUpkeepStore;
}

/** The stores in a database whose schema is the newest. */
export function storesOn(database: SqlDatabase): SqlStores {
  return {
    admissions: new SqlAdmissionStore(database),
    queue: new SqlQueueStore(database),
    library: new SqlLibraryStore(database),
    history: new SqlHistoryStore(database),
    accounts: new SqlAccountStore(database),
    upkeep: new SqlUpkeepStore(database),
  };
}
