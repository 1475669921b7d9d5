import type { FrameSize, RgbPicture } from "../provider.ts";

/** One film for the film worker to draw. */
export interface FilmJob {
  /** Somewhat larger than the frames, so that the camera has room to move. */
  readonly source: RgbPicture;
  /** Size of the frames in pixels; both sides even. */
  readonly size: FrameSize;
  readonly seed: number;
  /** Number of frames. */
  readonly frames: number;
  readonly framesPerSecond: number;
}

/** The finished MP4; empty when the job was canceled. */
export type FilmFile = Uint8Array<ArrayBuffer>;

/** How many frames are drawn so far. */
export type FilmProgress = number;
