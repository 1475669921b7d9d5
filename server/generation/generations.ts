import type { Crop } from "../../contract/crop.ts";
import type { Shape } from "../../contract/frame_size.ts";
import type { AcceptedGeneration, GenerationView, ShownEvent } from "../../contract/generation.ts";
import type { PaymentMeans } from "./available_models.ts";
import type { Sharing } from "./ports/library_store.ts";

/** What a signed key in an address opens. */
export interface OpenedByKey {
  readonly id: string;
  /** When the key was made, in milliseconds since 1970. */
  readonly keyMadeAt: number;
}

/** Who asks. */
export interface Viewer {
  /** From the signed cookie. */
  readonly visitorId: string;
  /** The one generation that a signed key in the address opens, for reading only. */
  readonly opened?: OpenedByKey;
  /**
   * What clients of one network have in common, to take turns by; absent where their addresses tell
   * nothing.
   */
  readonly line?: string | undefined;
}

/** One picture with its settings, as a visitor submits it. */
export interface SubmitRequest {
  readonly visitorId: string;
  readonly line?: string | undefined;
  /** The uploaded file; it is moved away when the request is accepted. */
  readonly picture: { readonly path: string; readonly sha256: string; readonly bytes: number };
  readonly modelId?: string | undefined;
  readonly seed?: number | undefined;
  readonly prompt?: string | undefined;
  readonly shape?: Shape | undefined;
  readonly crop?: Crop | undefined;
  /** Values of the model's controls as they were sent, by control id; blank ones are left out. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the visitor can pay with. */
  readonly paymentMeans: PaymentMeans;
  /** Value of the `Idempotency-Key` header; counts within one visitor. */
  readonly idempotencyKey?: string | undefined;
  readonly batch?: string | undefined;
  /** Makes a new video even where a stored one, or a request of a moment ago, would do. */
  readonly isFresh: boolean;
}

/** What became of a submission. */
export interface Submitted {
  readonly id: string;
  readonly kind: AcceptedGeneration["kind"];
}

/** A part of the list of shared videos: `limit` of them, after the `offset` newest. */
export interface PublicPage {
  readonly limit: number;
  readonly offset: number;
}

/** What a follower is told: an event, or where the generation stands after all of those before. */
export type Followed =
  | { readonly kind: "event"; readonly event: ShownEvent }
  | { readonly kind: "view"; readonly view: GenerationView };

/** What visitors can do with generations. Everything is checked against the viewer. */
export interface Generations {
  /**
   * Accepts a picture: when it resolves, the generation is stored and will not be lost.
   *
   * @throws {InputError} for a picture that cannot be used; `unknown-model` or `model-unavailable`;
   *   `invalid-setting` or `prompt-missing`; `queue-full` at the visitor's limit, `whole-queue-full`
   *   at everyone's; `daily-spend-limit` or `visitor-spend-limit`; `idempotency-key-reused` for the same key with another request
   * @throws {StorageError} `storage-quota` or `storage-full`
   */
  submit(request: SubmitRequest): Promise<Submitted>;
  /** @throws {InputError} `not-found` for an unknown or foreign id, `erased` for an erased one */
  view(id: string, viewer: Viewer): Promise<GenerationView>;
  /**
   * The events after `afterSeq`, then new ones as they happen; after those that came together the
   * viewer's view, which also comes when it changes by itself. Ends after the final view. A number
   * beyond the latest event starts from the beginning.
   *
   * @throws as `view`; so does the iteration, once the viewer may see it no more
   */
  follow(
    id: string,
    viewer: Viewer,
    options: { readonly afterSeq: number; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<Followed>>;
  /** Resolves once it has ended, or rejects with the signal's reason. The generation goes on. */
  waitUntilEnded(id: string, viewer: Viewer, signal: AbortSignal): Promise<GenerationView>;
  /** Stops it: at once while it is queued, as soon as the runner hears of it otherwise. */
  cancel(id: string, viewer: Viewer): Promise<GenerationView>;
  /**
   * Submits the same picture and recipe again, with a new seed unless it was chosen. Who pays is
   * decided anew.
   *
   * @throws {InputError} `not-retryable` when the picture is no longer kept, otherwise as `submit`
   */
  retry(id: string, viewer: Viewer, paymentMeans: PaymentMeans): Promise<Submitted>;
  /**
   * Has the provider asked once more for what it had taken of a failed generation. Nothing is sent, and
   * nothing is charged for it.
   *
   * @throws {InputError} `not-open` when the provider has nothing to be asked for; `queue-full` at the
   *   visitor's limit
   */
  lookAgain(id: string, viewer: Viewer): Promise<GenerationView>;
  /** Who else may see it. When sharing ends, so do its files' names and the keys in addresses. */
  setSharing(id: string, viewer: Viewer, sharing: Sharing): Promise<GenerationView>;
  /** Erases video, picture and row; a running one is canceled first. */
  erase(id: string, viewer: Viewer): Promise<void>;
  /** Erases everything of the visitor; returns the ids that could not be erased now. */
  eraseAll(viewer: Viewer): Promise<{ readonly erased: number; readonly kept: readonly string[] }>;
  /** The visitor's own, the newest first. */
  list(
    viewer: Viewer,
    page: { readonly limit: number; readonly before?: number },
  ): Promise<GenerationView[]>;
  /**
   * The viewer's other videos of the picture that this one was made of, the newest first. None for
   * those who may see it but have not made it: whose picture it is must not be told.
   *
   * @throws as `view`
   */
  listOfSamePicture(id: string, viewer: Viewer): Promise<GenerationView[]>;
  /** All of one of the visitor's batches, in the order of their making; none for an unknown one. */
  listOfBatch(viewer: Viewer, batch: string): Promise<GenerationView[]>;
  /** All of the visitor's own, the newest first, read page by page. */
  exportOf(viewer: Viewer): AsyncIterable<GenerationView>;
  /** Shared videos, the newest first, as strangers see them. */
  listPublic(page: PublicPage): Promise<GenerationView[]>;
  /** How many videos are shared. */
  countPublic(): Promise<number>;
}
