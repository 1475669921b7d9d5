import type { FilmFacts, GenerationEvent, StoredEvent } from "../../../contract/generation.ts";
import type {
  Generation,
  HeldGeneration,
  PictureFacts,
  Recipe,
  Submission,
} from "../generation.ts";

/** What a generation is from its first moment. */
type FirstFacts = Pick<
  Generation,
  | "id"
  | "visitorId"
  | "providerId"
  | "servedBy"
  | "route"
  | "payer"
  | "estimatedMicroUsd"
  | "reservedMicroUsd"
  | "recipe"
  | "picture"
  | "batch"
  | "createdAt"
  | "expiresAt"
>;

/**
 * A generation to be added. Of its `createdAt` the store takes the visitor's next free millisecond, so
 * that no two of his are of one time.
 */
export interface NewGeneration extends FirstFacts {
  /** From the `Idempotency-Key` header; `fingerprint` tells whether the request is the same. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  /** A film of an earlier generation that stands in: it is then added as succeeded. */
  readonly cachedFilm?: FilmFacts;
}

/**
 * What the instance may pay for within a day, in millionths of a US dollar; what is absent is not
 * limited. A film counts from its addition: at what is reserved for it until it ends, then at the price
 * of the route that it went over, or not at all where nothing was charged. Erasing it gives nothing
 * back. Films that nobody or their visitor pays for do not count.
 */
export interface SpendLimits {
  /** When the day began, in milliseconds since 1970. */
  readonly since: number;
  readonly maxMicroUsd?: number | undefined;
  readonly maxMicroUsdPerVisitor?: number | undefined;
  readonly maxFilmsPerVisitor?: number | undefined;
}

/** The limits of an addition. */
export interface AddOptions {
  /** A visitor's queued, running and saving generations. */
  readonly maxQueued: number;
  readonly spend?: SpendLimits | undefined;
}

/** What became of an addition. */
export type AddOutcome =
  | { readonly kind: "added"; readonly generation: Generation }
  /** The visitor's key was used before; `isSameRequest` compares the fingerprints. */
  | { readonly kind: "key-used"; readonly generation: Generation; readonly isSameRequest: boolean }
  /** The visitor has as many queued and running generations as the limit allows. */
  | { readonly kind: "queue-full" }
  /** The day's limit, of the instance or of the visitor, does not leave enough for it. */
  | {
    readonly kind: "spend-limit";
    readonly whose: "instance" | "visitor";
    readonly counted: "dollars" | "films";
  };

/** Proof of a claim: who holds which attempt. Everything that a runner writes is fenced by it. */
export interface ClaimToken {
  readonly id: string;
  readonly owner: string;
  readonly attempt: number;
}

/** What a runner may claim. */
export interface ClaimOptions {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly leaseMs: number;
  /** Over all processes on this database; saving counts as running. */
  readonly maxRunning: number;
  readonly maxRunningPerVisitor: number;
}

/** How a held generation ends or steps back; also the event that the store appends. */
export type Settlement = Extract<
  GenerationEvent,
  { readonly type: "released" | "succeeded" | "failed" | "canceled" }
>;

/** A model and the service that made its films; the door to it where no service was named. */
export interface ModelService {
  readonly modelId: string;
  readonly service: string;
}

/** How many generations of one model and service ended in one way. */
export interface OutcomeCount extends ModelService {
  readonly state: "succeeded" | "failed" | "canceled";
  /** The failure's code; only of those that failed. */
  readonly code?: string;
  readonly count: number;
  /** When the latest of them ended, in milliseconds since 1970. */
  readonly lastAt: number;
}

/** How long one model's films of one service took from start to end, in milliseconds. */
export interface FilmSpan extends ModelService {
  /** Half of them took no longer. */
  readonly p50Ms: number;
  /** Nine of ten took no longer. */
  readonly p90Ms: number;
}

/** An erased generation: that it was there is all that is left. */
export interface Tombstone {
  readonly id: string;
  readonly visitorId: string;
  readonly erasedAt: number;
}

/**
 * Where generations and their events live. Each change of state and its event are one transaction;
 * when a method resolves, what it did survives the end of the process, and of the machine too: of
 * `claim`, `renew`, `noteProgress` and `noteSaving` a power cut may take the latest back, up to the
 * last other change. Times are milliseconds since 1970. One contract suite runs on every implementation. Nothing
 * here is SQLite's own way.
 *
 * Visitors with queued generations stand in a line. A visitor joins at its end, goes back to its
 * end when one of his is claimed, and to its front when that one is released again. His own are
 * claimed in the order of their creation.
 *
 * Every method rejects with a `StorageError` (`storage-full` or `storage-failed`) when the database
 * fails, and with a plain `Error` when a move is not in the table of `contract/generation_state.ts`.
 */
export interface GenerationStore {
  /**
   * Adds it as queued with its first event, or finds the one that the key names. A cached film
   * makes it succeeded at once, which no limit applies to.
   */
  add(generation: NewGeneration, options: AddOptions): Promise<AddOutcome>;
  find(id: string): Promise<Generation | undefined>;
  findTombstone(id: string): Promise<Tombstone | undefined>;
  /** A visitor's generations, the newest first; `before` is the `createdAt` of the last page's end. */
  listOf(
    visitorId: string,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<Generation[]>;
  /** A visitor's films of one picture, the newest first. */
  listOfPicture(
    asked: { readonly visitorId: string; readonly picture: PictureFacts; readonly limit: number },
  ): Promise<Generation[]>;
  /** Shared films, the newest first. */
  listPublic(limit: number): Promise<Generation[]>;
  /** The events after `afterSeq`, in order. */
  eventsOf(id: string, afterSeq: number): Promise<StoredEvent[]>;
  /**
   * 1 for the next one to be claimed; `undefined` when it is not queued. It follows the line as it
   * stands; limits of running generations and those who come later can still change the order.
   */
  queuePosition(id: string): Promise<number | undefined>;

  /** The newest succeeded generation of the same picture and whole recipe that is still there. */
  findSameFilm(picture: PictureFacts, recipe: Recipe): Promise<Generation | undefined>;
  /**
   * The visitor's newest generation of this picture and recipe since then that has neither failed
   * nor is canceled or about to be. Seeds that nobody chose count as the same.
   */
  findSameRequest(
    request: {
      readonly visitorId: string;
      readonly picture: PictureFacts;
      readonly recipe: Recipe;
    },
    since: number,
  ): Promise<Generation | undefined>;

  /**
   * Takes the next queued generation: of the visitors who are below their limit, that of the first
   * in the line. `undefined` when there is none or the instance is full.
   */
  claim(options: ClaimOptions): Promise<HeldGeneration | undefined>;
  /**
   * Takes over a running or saving generation whose lease is over: the attempt counts on, with a
   * `started` event, and all else stays as it was, the submission too. `undefined` when there is
   * none.
   */
  claimLost(options: Omit<ClaimOptions, "maxRunning" | "maxRunningPerVisitor">): Promise<
    HeldGeneration | undefined
  >;
  /** Renews the lease; tells whether it was still held and whether the visitor wants it stopped. */
  renew(
    claim: ClaimToken,
    until: number,
  ): Promise<{ readonly isHeld: boolean; readonly isCancelRequested: boolean }>;
  /**
   * Notes the submission and, where it names one, the route that it goes over. False when the lease
   * was lost: then nothing may be sent.
   */
  noteSubmission(claim: ClaimToken, submission: Submission): Promise<boolean>;
  /**
   * Notes that it waits for its visitor's token, or does so no more. While it waits it counts towards
   * its visitor's limit of running generations, but not towards that of all. False when the lease was
   * lost.
   */
  noteTokenWait(claim: ClaimToken, isWaiting: boolean): Promise<boolean>;
  /** Appends a progress event and keeps it as the latest. False when the lease was lost. */
  noteProgress(
    claim: ClaimToken,
    event: Extract<GenerationEvent, { readonly type: "progress" }>,
    now: number,
  ): Promise<boolean>;
  /** Moves running to saving, or leaves it there. False when the lease was lost. */
  noteSaving(claim: ClaimToken, now: number): Promise<boolean>;
  /**
   * Ends a held generation, or puts a running one back in line; if its visitor asked to cancel it,
   * releasing ends it as canceled instead. False when the lease was lost.
   */
  settle(claim: ClaimToken, settlement: Settlement, now: number): Promise<boolean>;

  /**
   * Cancels a queued generation at once, or marks a running one. Returns it as it is then;
   * `undefined` when there is none.
   */
  requestCancel(id: string, now: number): Promise<Generation | undefined>;
  setPublic(id: string, isPublic: boolean): Promise<void>;
  /** Erases row and events of an ended generation, leaving a tombstone. False when it is not ended. */
  erase(id: string, now: number): Promise<boolean>;
  /** Ended generations whose time is up, the oldest first. */
  listExpired(now: number, limit: number): Promise<Generation[]>;
  /** Durations of the latest succeeded, uncached generations of a model, in milliseconds. */
  recentDurations(modelId: string, limit: number): Promise<number[]>;
  /**
   * What became of all that ended since then and was really made, by model, service and outcome, in
   * no order. What was erased is gone from it.
   */
  outcomesSince(since: number): Promise<OutcomeCount[]>;
  /** How long the films took that succeeded since then, by model and service, in no order. */
  spansSince(since: number): Promise<FilmSpan[]>;
  /** How many are queued, running (saving included) and kept. */
  count(): Promise<{ readonly queued: number; readonly running: number; readonly total: number }>;
  close(): Promise<void>;
}
