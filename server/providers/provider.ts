import type { GenerationProgress } from "../../contract/generation.ts";

/** A frame size in pixels. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** 8-bit sRGB pixels, three bytes each, row by row from the top left. */
export interface RgbPicture extends FrameSize {
  readonly data: Uint8Array;
}

/** The visitor's picture, turned upright; each call crops it to cover `size`, never stretching it. */
export interface Picture extends FrameSize {
  /** A JPEG of exactly `size` without metadata. */
  jpeg(size: FrameSize, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
  /** The pixels of exactly `size`. */
  rgb(size: FrameSize, signal: AbortSignal): Promise<RgbPicture>;
}

/** What a provider is asked to make. */
export interface FilmRequest {
  readonly picture: Picture;
  /** Size of the film's frames. */
  readonly size: FrameSize;
  /** Whole number from 0 to 2³¹ − 1; the same request with the same seed is the same film where the model allows it. */
  readonly seed: number;
}

/** What accompanies every call to a provider. */
export interface ProviderCall {
  /** Aborts when the visitor cancels, the deadline passes or the server stops. */
  readonly signal: AbortSignal;
  report(progress: GenerationProgress): void;
}

/** A film as the provider hands it over: bytes that nobody has checked yet. */
export interface ProviderFilm {
  readonly kind: "film";
  readonly bytes: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** An image-to-video service. Failures are `ProviderError`s or, when aborted, `CanceledError`. */
export interface VideoProvider {
  /** Kebab-case, stable: it names the provider in every result. */
  readonly id: string;
  /** Makes the film; resolves as soon as its first bytes are there. */
  start(request: FilmRequest, call: ProviderCall): Promise<ProviderFilm>;
}
