/** A frame of a GIF: which moment of the video it shows, and for how long. */
export interface GifFrame {
  readonly atSeconds: number;
  /** A multiple of ten: GIFs count hundredths of a second. */
  readonly delayMs: number;
}

/** What bounds a GIF. */
export interface GifLimits {
  readonly maxFramesPerSecond: number;
  readonly maxFrames: number;
}

/** Browsers play shorter delays slowly, as if they were 100 ms. */
const SHORTEST_DELAY_MS = 20;

/**
 * The frames of a GIF of a video: no more in a second than video and limits have, fewer when there
 * would be too many in all. Their delays add up to the video's length, to a hundredth of a second.
 */
export function gifFrames(
  video: { readonly durationSeconds: number; readonly framesPerSecond: number },
  { maxFramesPerSecond, maxFrames }: GifLimits,
): GifFrame[] {
  const pace = Math.min(video.framesPerSecond, maxFramesPerSecond);
  const wanted = Math.max(1, Math.round(video.durationSeconds * pace));
  const count = Math.min(wanted, maxFrames);
  const hundredths = (index: number) => Math.round(video.durationSeconds * 100 * index / count);
  return Array.from({ length: count }, (_, index) => ({
    // The middle of its time, where rounding cannot reach the frame before or after.
    atSeconds: video.durationSeconds * (index + 0.5) / count,
    delayMs: Math.max(SHORTEST_DELAY_MS, 10 * (hundredths(index + 1) - hundredths(index))),
  }));
}

/** The video's size, made smaller so that no side is longer than `maxSide` pixels. */
export function gifSize(
  { width, height }: { readonly width: number; readonly height: number },
  maxSide: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
