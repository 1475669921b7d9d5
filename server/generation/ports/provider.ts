import type { FrameSize } from "../../../contract/frame_size.ts";
import type { ProgressFacts } from "../../../contract/generation.ts";
import type { Settings } from "../../../contract/settings.ts";
import type { Route } from "../../models/model.ts";
import type { ProviderError } from "../../errors.ts";
import type { LabelCode } from "../../wording/labels.ts";

/** 8-bit sRGB pixels, three bytes each, row by row from the top left. */
export interface RgbPicture extends FrameSize {
  readonly data: Uint8Array;
}

/** Limits of what a provider takes. */
export interface JpegOptions {
  /** Largest file in bytes; the quality gives way first, then the size. */
  readonly maxBytes?: number;
}

/**
 * The visitor's picture, turned upright; each call crops it to cover `size` as the visitor chose,
 * never stretching it.
 */
export interface Picture extends FrameSize {
  /**
   * A JPEG of exactly `size` without metadata; of the same shape and smaller where `maxBytes` leaves
   * no other way.
   *
   * @throws {InputError} `image-too-detailed` when it cannot be made small enough
   */
  jpeg(
    size: FrameSize,
    signal: AbortSignal,
    options?: JpegOptions,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** The pixels of exactly `size`. */
  rgb(size: FrameSize, signal: AbortSignal): Promise<RgbPicture>;
}

/** What a provider is asked to make. */
export interface VideoRequest {
  readonly picture: Picture;
  /** Size of the video's frames. */
  readonly size: FrameSize;
  /** Whole number from 0 to 2³¹ − 1; the same request with the same seed is the same video where the model allows it. */
  readonly seed: number;
  /** Values of all the model's controls. */
  readonly settings: Settings;
  /** Routes of a higher price are not taken, in millionths of a US dollar. */
  readonly maxMicroUsd?: number;
  /** What the visitor wants to see; only where the model takes one. */
  readonly prompt?: string;
}

/** What accompanies every call to a provider. */
export interface ProviderCall {
  /** Aborts when the visitor cancels, the deadline passes or the server stops. */
  readonly signal: AbortSignal;
  report(progress: ProgressFacts): void;
  /**
   * Await it right before a request goes out that may start paid work: from then on its outcome is
   * unknown until an answer is here, and it is never sent twice by itself, whatever crashes.
   * Receipts tell of `route`. Where the work gets an id of this program's making, `operation` is the
   * handle to look for it by: whoever goes on asks for it instead of giving it up.
   *
   * @throws when nothing may be sent any more
   */
  submitting(route?: Route, operation?: ProviderOperation["operation"]): Promise<void>;
  /**
   * The visitor's own token, there only when the visitor pays. It is in memory alone: after a restart
   * it waits until the visitor's browser brings it again.
   *
   * @throws the signal's reason when that takes too long
   */
  visitorToken?(): Promise<string>;
  /** Await it when an answer proves that nothing was started: waiting and trying again is safe. */
  notStarted(): Promise<void>;
}

/** A video as the provider hands it over: bytes that nobody has checked yet. */
export interface ProviderVideo {
  readonly kind: "video";
  readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** What this video is, where its model's label would say too much. */
  readonly labelCode?: LabelCode;
  /**
   * What the video begins with, where that is not the picture as it was sent; may be given away.
   */
  readonly firstFrame?: RgbPicture;
}

/** Work that goes on at the provider. Plain JSON, so that any process can go on with it. */
export interface ProviderOperation {
  readonly kind: "operation";
  readonly operation: { readonly [key: string]: unknown };
}

/** What is learnt of an operation. */
export type OperationAnswer =
  | ProviderVideo
  /** It goes on. */
  | ProviderOperation
  /**
   * It is done, and this handle also knows where the video is: it is stored in the place of the
   * other, so that the video can be fetched whatever happens, and is asked at once; after a pause
   * where the video could not be had from where it was before.
   */
  | {
    readonly kind: "located";
    readonly operation: ProviderOperation["operation"];
    readonly failure?: ProviderError;
  }
  /** The provider has never had the work: it may be sent, as if it never had been. */
  | { readonly kind: "never-began" }
  /** A final state of the provider's: there will be no video. */
  | { readonly kind: "ended"; readonly failure: ProviderError };

/** An image-to-video provider. Failures are `ProviderError`s or, when aborted, `CanceledError`. */
export interface VideoProvider {
  /** Kebab-case, stable: it names the provider in every result. */
  readonly id: string;
  /** True when a start costs nothing and leaves this server alone, so that it may be repeated. */
  readonly isRepeatable: boolean;
  /**
   * Starts the work; a provider that answers at once returns the video as its first bytes arrive.
   */
  start(request: VideoRequest, call: ProviderCall): Promise<ProviderVideo | ProviderOperation>;
  /**
   * Asks once how an operation stands.
   *
   * @throws {ProviderError} why that, or the video, could not be had this time; `charged` is `"yes"`
   *   where the provider says that it is done. It says nothing of the next time.
   */
  check?(operation: ProviderOperation["operation"], call: ProviderCall): Promise<OperationAnswer>;
  /** Asks the provider to stop an operation. */
  cancel?(operation: ProviderOperation["operation"], call: ProviderCall): Promise<void>;
}
