import type { GenerationEvent } from "../../../contract/generation.ts";
import type { HeldGeneration, Submission } from "../generation.ts";

/** Proof of a claim: who holds which attempt. Everything that a runner writes is fenced by it. */
export interface ClaimToken {
  readonly id: string;
  readonly owner: string;
  readonly attempt: number;
}

/** Who claims, and for how long. */
export interface Claimant {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly leaseMs: number;
}

/** What a runner may claim. */
export interface ClaimOptions extends Claimant {
  /** Over all processes on this database; saving counts as running. */
  readonly maxRunning: number;
  readonly maxRunningPerVisitor: number;
}

/** What a runner reports of its work; also the event that the store appends. */
export type ProgressEvent = Extract<GenerationEvent, { readonly type: "progress" }>;

/** How a held generation ends or steps back; also the event that the store appends. */
export type Settlement = Extract<
  GenerationEvent,
  { readonly type: "released" | "succeeded" | "failed" | "canceled" }
>;

/**
 * The queue, and the claims of those who work on it. Each change of state and its event are one
 * transaction; when a method resolves, what it did survives the end of the process, and of the machine
 * too: of `claim`, `renew`, `noteProgress` and `noteSaving` a power cut may take the latest back, up to
 * the last other change.
 *
 * Visitors with queued generations stand in a queue. A visitor joins at its end, goes back to its
 * end when one of theirs is claimed, and to its front when that one is released again. Their own are
 * claimed in the order of their creation.
 *
 * All methods reject with a `StorageError` when the database fails (`storage-full`, `storage-failed`, or
 * `storage-busy` when others were writing for too long), and with a plain `Error` when a move is not in the table of `contract/generation_state.ts`.
 * Times are milliseconds since 1970. One contract suite runs on every implementation.
 */
export interface QueueStore {
  /**
   * Takes the next queued generation: of the visitors who are below their limit, that of the first
   * in the queue. `undefined` when there is none or the instance is full.
   */
  claim(options: ClaimOptions): Promise<HeldGeneration | undefined>;
  /**
   * Takes over a running or saving generation whose lease is over: the attempt counts on, with a
   * `started` event, and all else stays as it was, the submission too. `undefined` when there is
   * none. With `isReopened` it takes those alone that were reopened.
   */
  claimLost(
    claimant: Claimant & { readonly isReopened?: boolean },
  ): Promise<HeldGeneration | undefined>;
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
  noteProgress(claim: ClaimToken, event: ProgressEvent, now: number): Promise<boolean>;
  /** Moves running to saving, or leaves it there. False when the lease was lost. */
  noteSaving(claim: ClaimToken, now: number): Promise<boolean>;
  /**
   * Ends a held generation, or puts a running one back in the queue; if its visitor asked to cancel
   * it, releasing ends it as canceled instead. False when the lease was lost.
   */
  settle(claim: ClaimToken, settlement: Settlement, now: number): Promise<boolean>;
}
