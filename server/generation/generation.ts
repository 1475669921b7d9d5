import { DAY_MS } from "../../contract/dates.ts";
import type { FailureFacts, GenerationProgress, VideoFacts } from "../../contract/generation.ts";
import type { Crop } from "../../contract/crop.ts";
import type { Shape } from "../../contract/frame_size.ts";
import type { Charged } from "../../contract/problem.ts";
import type { Settings } from "../../contract/settings.ts";
import type { PriceBasis, PriceSource, ProviderId } from "../models/model.ts";
import type { Payer } from "../models/price.ts";
import type { PictureLook } from "./ports/picture_store.ts";

/** The settings that made, or will make, a video. */
export interface Recipe {
  readonly modelId: string;
  /** Whole number from 0 to `MAX_SEED`. */
  readonly seed: number;
  /** Whether the visitor chose the seed; only then can a stored video stand in for a new one. */
  readonly isSeedExplicit: boolean;
  /** Absent where the model takes none. */
  readonly prompt?: string;
  /** Values of the controls that the expected route takes. */
  readonly settings: Settings;
  /** Chosen by the visitor; otherwise the size nearest the picture's shape is used. */
  readonly shape?: Shape;
  /** The part of the picture that is sent; absent for its middle. */
  readonly crop?: Crop;
}

/** The picture of a generation, kept under its id until the video is made. */
export interface PictureFacts {
  /** SHA-256 of the bytes as they were sent, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** What it is; absent for those from before this was noted. */
  readonly look?: PictureLook;
}

/** What receipts tell of a route, as it was when work was to be sent over it. Plain JSON. */
export interface RouteFacts {
  /** Who runs the model: `fal-ai`. */
  readonly provider: ProviderId;
  /** The provider's own id of the model. */
  readonly providerModel?: string;
  readonly priceKind: PriceBasis["kind"];
  /** What the video is expected to cost over it, in millionths of a US dollar; absent where nobody knows. */
  readonly microUsd?: number;
  readonly priceSource?: PriceSource;
  /** Ids of the settings that are not sent over it. */
  readonly unused: readonly string[];
}

/** What is known of the call to the provider. */
export type Submission =
  | { readonly kind: "not-sent" }
  /** About to be sent, or sent: whether it was billed is unknown until an answer is here. */
  | { readonly kind: "sent"; readonly at: number; readonly route?: RouteFacts }
  /** The provider works on it under this handle; any process can go on with it. */
  | {
    readonly kind: "operation";
    readonly at: number;
    readonly operation: { readonly [key: string]: unknown };
    /** Where it is noted before the work is sent: the route that it goes over. */
    readonly route?: RouteFacts;
    /** The provider has said that it is done: the video is charged. */
    readonly isDone?: boolean;
  };

/** Who works on a generation. A runner that lost its lease can write nothing any more. */
export interface Lease {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

interface Facts {
  /** UUID; also the names of picture and video. */
  readonly id: string;
  readonly visitorId: string;
  /**
   * The kind of provider that was chosen at first: `local-engine`, `raw-endpoint` or
   * `inference-providers`.
   */
  readonly providerId: string;
  /** The provider that took the work, once it is known: `fal-ai`. */
  readonly servedBy?: string;
  /**
   * The route that it was sent over last, or is expected to be sent over; absent for those from
   * before this was noted.
   */
  readonly route?: RouteFacts;
  readonly payer: Payer;
  /** What it was expected to cost, in millionths of a US dollar; absent where nobody knows. */
  readonly estimatedMicroUsd?: number;
  /** What it counts against the limits until it ends, in millionths; its estimate if absent. */
  readonly reservedMicroUsd?: number;
  readonly recipe: Recipe;
  readonly picture: PictureFacts;
  /** Groups the pictures of one upload. */
  readonly batch?: string;
  /** Times in milliseconds since 1970. */
  readonly createdAt: number;
  /** Counts the claims, from 1; 0 before the first. It fences off runners that lost their lease. */
  readonly attempt: number;
  /** Number of the latest event. */
  readonly lastSeq: number;
  /** The video was there already: made by an earlier generation of the same recipe. */
  readonly isCached: boolean;
  readonly isPublic: boolean;
  /** Whether a shared page shows the prompt. */
  readonly isPromptShared: boolean;
  /** What its files are served under; a version 4 UUID. */
  readonly fileName: string;
  /** When sharing ended last, in milliseconds since 1970; 0 for never. */
  readonly unsharedAt: number;
  readonly isCancelRequested: boolean;
}

interface Work {
  readonly startedAt: number;
  readonly lease: Lease;
  readonly submission: Submission;
  readonly progress?: GenerationProgress;
}

/** One generation; each state holds what is known in it and no more. */
export type Generation =
  | Facts & { readonly state: "queued" }
  | Facts & Work & { readonly state: "running" }
  | Facts & Work & { readonly state: "saving" }
  | Facts & {
    readonly state: "succeeded";
    readonly startedAt: number;
    readonly endedAt: number;
    readonly video: VideoFacts;
    readonly charged: Charged;
  }
  | Facts & {
    readonly state: "failed";
    /** Absent when it never ran. */
    readonly startedAt?: number;
    readonly endedAt: number;
    readonly failure: FailureFacts;
  }
  | Facts & {
    readonly state: "canceled";
    readonly startedAt?: number;
    readonly endedAt: number;
    readonly charged: Charged;
  };

/**
 * How long a provider is asked for what it made, in milliseconds: fal.ai keeps its files for a week at
 * least, and the others do not say.
 */
const KEPT_AT_PROVIDER_MS = 7 * DAY_MS;

/** Whether the provider can still be asked for the video of a failed generation. */
export function isOpen(generation: Generation, now: number): boolean {
  if (generation.state !== "failed") return false;
  const { failure, endedAt } = generation;
  return "canLookAgain" in failure && failure.canLookAgain === true &&
    now - endedAt < KEPT_AT_PROVIDER_MS;
}

/** A generation that a runner holds. */
export type HeldGeneration = Extract<Generation, { readonly state: "running" | "saving" }>;
