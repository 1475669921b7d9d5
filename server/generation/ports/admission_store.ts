import type { VideoFacts } from "../../../contract/generation.ts";
import type { Generation, PictureFacts, Recipe } from "../generation.ts";

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
>;

/**
 * A generation to be added. Of its `createdAt` the store takes the visitor's next free millisecond, so
 * that no two of theirs have the same time.
 */
export interface NewGeneration extends FirstFacts {
  /** Which line its client stands in; absent where that is the visitor's own. */
  readonly line?: string | undefined;
  /** From the `Idempotency-Key` header; `fingerprint` tells whether the request is the same. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  /** A video of an earlier generation that stands in: it is then added as succeeded. */
  readonly cachedVideo?: VideoFacts;
}

/**
 * What the instance may pay for within a day, in millionths of a US dollar; what is absent is not
 * limited. A video counts from its addition: at what is reserved for it until it ends, then at the price
 * of the route that it went over, or not at all where nothing was charged. Erasing it gives nothing
 * back. Videos that nobody or their visitor pays for do not count.
 */
export interface SpendLimits {
  /** When the day began, in milliseconds since 1970. */
  readonly since: number;
  readonly maxMicroUsd?: number | undefined;
  readonly maxMicroUsdPerVisitor?: number | undefined;
  readonly maxVideosPerVisitor?: number | undefined;
}

/** The limits of an addition. */
export interface AddOptions {
  /**
   * Queued, running and saving generations of a visitor, and of a line. A visitor's cached ones of the
   * last minute count too.
   */
  readonly maxQueued: number;
  /** Everyone's queued generations. */
  readonly maxQueuedOfAll?: number | undefined;
  readonly spend?: SpendLimits | undefined;
}

/** What became of an addition. */
export type AddOutcome =
  | { readonly kind: "added"; readonly generation: Generation }
  /**
   * The visitor's key was used before; `isSameRequest` compares the fingerprints. The key of one that
   * failed without a charge, where another try can help, is free again.
   */
  | { readonly kind: "key-used"; readonly generation: Generation; readonly isSameRequest: boolean }
  /** The visitor, or their line, has as many queued and running generations as the limit allows. */
  | { readonly kind: "queue-full" }
  /** As many are queued as the limit for all allows. */
  | { readonly kind: "whole-queue-full" }
  /** The day's limit, of the instance or of the visitor, does not leave enough for it. */
  | {
    readonly kind: "spend-limit";
    readonly whose: "instance" | "visitor";
    readonly counted: "dollars" | "videos";
  };

/** What one visitor asks for. */
export interface SoughtRequest {
  readonly visitorId: string;
  readonly picture: PictureFacts;
  readonly recipe: Recipe;
}

/**
 * Where new generations are taken in. When `add` resolves, what it did survives the end of the
 * process, and of the machine too.
 *
 * All methods reject with a `StorageError` when the database fails (`storage-full`, `storage-failed`, or
 * `storage-busy` when others were writing for too long). Times are milliseconds since 1970. One contract suite runs on every implementation.
 */
export interface AdmissionStore {
  /**
   * Adds it as queued with its first event, or finds the one that the key names. A cached video
   * makes it succeeded at once, for which only the visitor's own limit counts.
   */
  add(generation: NewGeneration, options: AddOptions): Promise<AddOutcome>;
  /**
   * The visitor's newest succeeded generation of the same picture and whole recipe that is still there.
   * A stranger's is nobody's: who has the same picture must not learn that somebody else has.
   */
  findSameVideo(request: SoughtRequest): Promise<Generation | undefined>;
  /**
   * The visitor's newest generation of this picture and recipe since then that has neither failed
   * nor is canceled or about to be. Seeds that nobody chose count as the same.
   */
  findSameRequest(request: SoughtRequest, since: number): Promise<Generation | undefined>;
  /**
   * Moves a failed generation whose operation is still known back to running, under a lease that is
   * over, so that a runner takes it over and asks the provider. No more than `maxUnfinished` of a
   * visitor's are open at once.
   */
  reopen(
    id: string,
    options: { readonly now: number; readonly maxUnfinished: number },
  ): Promise<"reopened" | "not-open" | "queue-full">;
}
