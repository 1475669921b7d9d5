/** What is known of a video's length. */
export interface VideoLength {
  readonly frames: number;
  readonly durationSeconds: number;
}

/** The frame that shows at that moment, counted from 0; the last one at the end. */
export function frameAt({ frames, durationSeconds }: VideoLength, seconds: number): number {
  const frame = Math.floor(seconds / durationSeconds * frames + ROUNDING);
  return Math.min(frames - 1, Math.max(0, frame || 0));
}

/** The middle of a frame's time: whoever seeks there lands on no other frame. */
export function momentOf({ frames, durationSeconds }: VideoLength, frame: number): number {
  const inside = Math.min(frames - 1, Math.max(0, frame));
  return durationSeconds * (inside + 0.5) / frames;
}

/** Players round a frame's time down, by less than this share of it. */
const ROUNDING = 0.01;
