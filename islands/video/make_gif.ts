// @ts-types="./gifenc.d.ts"
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import { loadCopy, seek, unload } from "./video_copy.ts";
import { type GifFrame, gifFrames, gifSize } from "./gif_timing.ts";

/** How a GIF is made. */
export interface GifOptions {
  /** Frames a second of the video, where it is known; the limit counts when it is absent. */
  readonly framesPerSecond?: number;
  /** Longest side in pixels. */
  readonly maxSide?: number;
  readonly maxFramesPerSecond?: number;
  /** Ends the work; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after each frame, from above 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

const DEFAULTS = { maxSide: 480, maxFramesPerSecond: 12 };
/** Together with the size it bounds memory and file. */
const MAX_FRAMES = 150;
const COLORS = 256;

/**
 * Makes an endless GIF of the video that `player` plays. The player itself is left alone: a copy of it
 * is sent from frame to frame. Holds one frame and the GIF so far. Import it when it is asked for.
 *
 * @throws {Error} when the browser cannot play the video
 */
export async function makeGif(player: HTMLVideoElement, options: GifOptions = {}): Promise<Blob> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const copy = await loadCopy(player.currentSrc || player.src, signal);
  try {
    const encoder = GIFEncoder();
    const draw = drawingOf(copy, options.maxSide ?? DEFAULTS.maxSide);
    const frames = framesOf(copy, options);
    for (const [index, { atSeconds, delayMs }] of frames.entries()) {
      await seek(copy, atSeconds, signal);
      const { data, width, height } = draw();
      const palette = quantize(data, COLORS);
      dither(data, width);
      encoder.writeFrame(applyPalette(data, palette), width, height, {
        palette,
        delay: delayMs,
        repeat: 0,
      });
      onProgress?.((index + 1) / frames.length);
      await nextTask();
    }
    encoder.finish();
    return new Blob([encoder.bytes()], { type: "image/gif" });
  } finally {
    unload(copy);
  }
}

function framesOf({ duration }: HTMLVideoElement, options: GifOptions): GifFrame[] {
  if (!Number.isFinite(duration)) throw new Error("The video has no end");
  const { maxFramesPerSecond = DEFAULTS.maxFramesPerSecond } = options;
  const { framesPerSecond = maxFramesPerSecond } = options;
  const video = { durationSeconds: duration, framesPerSecond };
  return gifFrames(video, { maxFramesPerSecond, maxFrames: MAX_FRAMES });
}

/** Draws what the video shows at the moment, made smaller. */
function drawingOf(player: HTMLVideoElement, maxSide: number): () => ImageData {
  const video = { width: player.videoWidth, height: player.videoHeight };
  const { width, height } = gifSize(video, maxSide);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("This browser draws nothing");
  context.imageSmoothingQuality = "high";
  return () => {
    context.drawImage(player, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  };
}

/** Lets the page draw and answer in between. */
async function nextTask(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Bayer's matrix of sixteen thresholds: neighbours differ most. */
const THRESHOLDS = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
/** How far a colour is moved at most: about the distance of two of 256 well-chosen ones. */
const STRENGTH = 14;

/**
 * Moves the colours of a picture, four bytes a pixel, up and down in a fixed pattern, so that few
 * colours look like many. The pattern does not move from frame to frame, unlike spread errors.
 */
export function dither(rgba: Uint8ClampedArray, width: number): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const [x, y] = [at / 4 % width, Math.floor(at / 4 / width)];
    const threshold = THRESHOLDS[(y & 3) * 4 + (x & 3)] ?? 0;
    const offset = (threshold - 7.5) / 16 * STRENGTH;
    for (let channel = at; channel < at + 3; channel++) {
      rgba[channel] = (rgba[channel] ?? 0) + offset;
    }
  }
}
