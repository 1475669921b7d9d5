import type { StoredEvent } from "../../../contract/generation.ts";
import type { Generation, PictureFacts } from "../generation.ts";

/** An erased generation: that it was there is all that is left. */
export interface Tombstone {
  readonly id: string;
  readonly visitorId: string;
  readonly erasedAt: number;
}

/** A part of a visitor's list, the newest first. */
export interface LibraryPart {
  readonly limit: number;
  /** The `createdAt` of the last page's end; the list begins with the newest without it. */
  readonly before?: number;
}

/** What tells that a generation has changed. */
export interface GenerationMark {
  readonly lastSeq: number;
  readonly isPublic: boolean;
  readonly isQueued: boolean;
}

/** Who may see a finished video beside its owner. */
export interface Sharing {
  /** Whether everyone who has the link may. When that ends, so does the name of its files. */
  readonly isPublic: boolean;
  /** Whether they see the prompt. */
  readonly isPromptShared: boolean;
}

/**
 * What became of the generations, and what their visitors do with them. Each change of state and its
 * event are one transaction; when a method resolves, what it did survives the end of the process, and
 * of the machine too.
 *
 * All methods reject with a `StorageError` when the database fails (`storage-full`, `storage-failed`, or
 * `storage-busy` when others were writing for too long). Times are milliseconds since 1970. One contract suite runs on every implementation.
 */
export interface LibraryStore {
  find(id: string): Promise<Generation | undefined>;
  findTombstone(id: string): Promise<Tombstone | undefined>;
  /** A visitor's generations, the newest first. */
  listOf(visitorId: string, page: LibraryPart): Promise<Generation[]>;
  /** A visitor's videos of one picture, the newest first. */
  listOfPicture(
    asked: { readonly visitorId: string; readonly picture: PictureFacts; readonly limit: number },
  ): Promise<Generation[]>;
  /** All of one of the visitor's batches, in the order of their making. */
  listOfBatch(visitorId: string, batch: string): Promise<Generation[]>;
  /** Shared videos, the newest first, from the one at `offset` on. */
  listPublic(page: { readonly limit: number; readonly offset: number }): Promise<Generation[]>;
  countPublic(): Promise<number>;
  /** Ended generations that began by then, the oldest first. */
  listOlder(than: number, limit: number): Promise<Generation[]>;
  /** How many there are. */
  countOlder(than: number): Promise<number>;
  /** The events after `afterSeq`, in order. */
  eventsOf(id: string, afterSeq: number): Promise<StoredEvent[]>;
  /** The marks of those that are there, by id. */
  marksOf(ids: readonly string[]): Promise<ReadonlyMap<string, GenerationMark>>;
  /**
   * The ids of all that is queued, in the order in which they will be claimed as the queue stands;
   * limits of running generations and those who come later can still change it.
   */
  queueOrder(): Promise<readonly string[]>;
  /**
   * Cancels a queued generation at once, or marks a running one. Returns it as it is then;
   * `undefined` when there is none.
   */
  requestCancel(id: string, now: number): Promise<Generation | undefined>;
  setSharing(id: string, sharing: Sharing, now: number): Promise<void>;
  /** Id of the generation whose files are served under that name. */
  findByFileName(fileName: string): Promise<string | undefined>;
  /** Erases row and events of an ended generation, leaving a tombstone. False when it is not ended. */
  erase(id: string, now: number): Promise<boolean>;
}
