import type { AdmissionStore } from "../../../server/generation/ports/admission_store.ts";
import type { HistoryStore } from "../../../server/generation/ports/history_store.ts";
import type { LibraryStore } from "../../../server/generation/ports/library_store.ts";
import type { QueueStore } from "../../../server/generation/ports/queue_store.ts";

/** One database by all four ports. */
export interface GenerationStores {
  readonly admissions: AdmissionStore;
  readonly queue: QueueStore;
  readonly library: LibraryStore;
  readonly history: HistoryStore;
}
