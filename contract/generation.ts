/** The JSON shapes of a generation that the server writes and browsers and programs read. */
import type { Crop } from "./crop.ts";
import type { Shape } from "./frame_size.ts";
import type { GenerationState } from "./generation_state.ts";
import type { Charged, Problem } from "./problem.ts";
import type { Settings } from "./settings.ts";

/** What a running generation is busy with, in the order in which a visitor sees it. */
export type GenerationStage = "preparing" | "waiting" | "generating";

interface ProgressCounts {
  readonly stage: GenerationStage;
  /** How long the named wait is expected to last, in seconds. */
  readonly estimatedSeconds?: number;
  /** Frames made so far, where the engine counts them. */
  readonly frame?: number;
  /** Frames to make in all. */
  readonly frames?: number;
  /** Of a model's steps those that are done, and how many there are. */
  readonly step?: number;
  readonly steps?: number;
}

/** A progress report in code. */
export interface ProgressFacts extends ProgressCounts {
  /** Kebab-case. */
  readonly code: string;
  /** What else goes into its sentence. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** One progress report as it is stored; before there were codes it was stored as a sentence. */
export type GenerationProgress = ProgressFacts | (ProgressCounts & { readonly message: string });

/** One progress report as it is shown. */
export interface ProgressView extends ProgressCounts, Partial<ProgressFacts> {
  readonly stage: GenerationStage;
  /** One plain sentence in the present tense, fit to show as it is. */
  readonly message: string;
}

/** What a finished video is. */
export interface VideoFacts {
  /** Frame size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly durationSeconds: number;
  /** Absent for videos that were made before this was noted. */
  readonly framesPerSecond?: number;
  /** Size of the MP4 in bytes. */
  readonly bytes: number;
  /** Codec of the pictures (RFC 6381); absent for videos that were made before this was noted. */
  readonly codec?: string;
  /** True when the provider had signed the video (C2PA); its marks took the signature's place. */
  readonly wasSigned?: boolean;
  /** Size of the still picture, a JPEG, in bytes; absent for videos without one. */
  readonly posterBytes?: number;
  /** What this video is, by code, where that was known when it was made. */
  readonly labelCode?: string;
  /** The same in words: where it is shown, and stored where there was no code yet. */
  readonly label?: string;
}

interface FailureOutcome {
  /** Kebab-case; an entry of the table of failures. */
  readonly code: string;
  readonly charged: Charged;
  readonly retryable: boolean;
}

/** A failure in code. */
export interface FailureInCode extends FailureOutcome {
  /** What goes into its sentence. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The provider's own words, cleaned and cut; not to be shown as ours. */
  readonly providerSaid?: string;
  /** When the provider said that it may be asked again, in seconds. */
  readonly retryAfterSeconds?: number;
  /** True while the provider may still hand the video over: asking again costs nothing. */
  readonly canLookAgain?: boolean;
}

/** A failure as it is stored; before there were parameters it was stored as a sentence. */
export type FailureFacts = FailureInCode | (FailureOutcome & { readonly message: string });

/** A failure as the stream of events tells it. */
export interface FailureView extends FailureOutcome {
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What happened and what to do next, fit to show as it is. */
  readonly message: string;
}

/** What can happen to a generation. Each event is stored, numbered, and never changed. */
export type GenerationEvent =
  | { readonly type: "queued" }
  /** A runner took it; `attempt` counts from 1. */
  | { readonly type: "started"; readonly attempt: number }
  | { readonly type: "progress"; readonly progress: GenerationProgress }
  /** Back in the queue: the server was stopped or lost before anything was sent out. */
  | { readonly type: "released" }
  /** The visitor asked to stop it while it ran. */
  | { readonly type: "cancel-requested" }
  /** The provider is done; the video is being fetched and stored here. */
  | { readonly type: "saving" }
  | { readonly type: "succeeded"; readonly video: VideoFacts; readonly charged: Charged }
  | { readonly type: "failed"; readonly failure: FailureFacts }
  /** Its owner has the provider asked once more for what it had taken; nothing is sent. */
  | { readonly type: "reopened" }
  | { readonly type: "canceled"; readonly charged: Charged };

interface Numbered<Event> {
  /** Position among the generation's events, counted from 1 without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: Event;
}

/** An event as it is stored. */
export type StoredEvent = Numbered<GenerationEvent>;

/** An event with its sentences. */
export type EventView =
  | Exclude<GenerationEvent, { readonly type: "progress" | "failed" }>
  | { readonly type: "progress"; readonly progress: ProgressView }
  | { readonly type: "failed"; readonly failure: FailureView };

/** An event as `GET /v/<id>/events` sends it: `seq` is the event's id there. */
export type ShownEvent = Numbered<EventView>;

/** How sure it is that canceling now costs nothing. */
export type CancelOutlook = "free" | "may-be-charged" | "too-late";

/** Who ran a generation, how long it took and what it cost. */
export interface Receipt {
  readonly model: string;
  /** The provider that took the work, `fal-ai`, or its kind where none was named. */
  readonly provider: string;
  /** Whose money it was made with; `nobody` where it costs nothing. */
  readonly payer: "nobody" | "instance" | "visitor";
  /** What it was expected to cost before it was sent, in US dollars; absent where nobody knows. */
  readonly estimatedUsd?: number;
  /** The price at the provider that it went to, or is expected to go to; absent where nobody knows. */
  readonly priceUsd?: number;
  /** Where that price stands, and the day it was read, as `YYYY-MM-DD`. */
  readonly priceSource?: { readonly url: string; readonly readOn: string };
  /** Settings, by id, that were asked for and that the provider does not take; absent without any. */
  readonly notUsed?: readonly string[];
  /** From start to end, in milliseconds; absent before it ended. */
  readonly elapsedMs?: number;
  readonly charged: Charged;
  /** Why it was, was not, or may have been charged: one sentence. */
  readonly reason: string;
  /** When video and row are deleted, as an ISO date; absent when they are kept. */
  readonly keptUntil?: string;
}

/** One generation as `GET /v/<id>` answers it in JSON, and `GET /v/<id>/events` in its `view`. */
export interface GenerationView {
  readonly id: string;
  readonly state: GenerationState;
  /** Number of the latest event; a stream opened with `Last-Event-ID` of it starts after it. */
  readonly lastEvent: number;
  readonly model: string;
  readonly modelName: string;
  readonly provider: string;
  /** What the video is, in the words that must stand beside it. */
  readonly label: string;
  readonly seed: number;
  readonly prompt?: string;
  /** Values of the model's controls, as far as they are sent to the provider. */
  readonly settings: Settings;
  readonly shape?: Shape;
  readonly crop?: Crop;
  /** ISO 8601 dates. */
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** Path of the permanent page. */
  readonly page: string;
  /** The latest report, while it runs and while its video is saved. */
  readonly progress?: ProgressView;
  /** 1 is next; only while it is queued. */
  readonly queuePosition?: number;
  /** The usual range for this model on this instance, where it has a history. */
  readonly usualSeconds?: { readonly low: number; readonly high: number };
  readonly cancelOutlook: CancelOutlook;
  /** True once the visitor has asked to stop it. */
  readonly isCancelRequested: boolean;
  /** Path of the MP4 and what it is; only when it succeeded. */
  readonly url?: string;
  readonly video?: VideoFacts;
  /** Path of the video's still picture, a JPEG; only for videos that have one. */
  readonly poster?: string;
  /** Only when it failed. */
  readonly problem?: Problem;
  readonly receipt: Receipt;
  /** True when a stored video of the same picture and settings was returned. */
  readonly isCached: boolean;
  readonly isPublic: boolean;
  /** True when the asker may cancel, retry, share and delete it. */
  readonly isOwner: boolean;
  /** Groups the generations of one upload of several pictures. */
  readonly batch?: string;
}

/** The answer to a synchronous `POST /generate`: where the video is and how it was made. */
export interface GenerationResult extends VideoFacts {
  readonly id: string;
  /** Path of the MP4, `/videos/<id>.mp4`. */
  readonly url: string;
  /** Path of the video's still picture, `/videos/<id>.jpg`; only for videos that have one. */
  readonly poster?: string;
  /** Path of the permanent page, `/v/<id>`. */
  readonly page: string;
  readonly model: string;
  readonly provider: string;
  readonly label: string;
  readonly seed: number;
  readonly isCached: boolean;
  /** From the start to the stored video, in milliseconds. */
  readonly elapsedMs: number;
}

/** The answer to `POST /generate` with `Prefer: respond-async`, one generation a picture. */
export interface AcceptedGeneration {
  readonly id: string;
  readonly state: GenerationState;
  readonly page: string;
  /** Opens without the visitor's cookie: the same as `page`, with a signed key. */
  readonly status: string;
  /** Event stream, with the same key. */
  readonly events: string;
  /** How the request was met: a new generation, the running one of a second click, or a stored video. */
  readonly kind: "created" | "joined" | "cached" | "replayed";
}
