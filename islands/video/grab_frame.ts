import { loadCopy, seek, unload } from "./video_copy.ts";

/** As good as the video itself: what a frame loses by it cannot be seen. */
const JPEG_QUALITY = 0.95;

/**
 * The frame that the video at `src` shows at that moment, whole and as a JPEG; past the end it is the
 * last one.
 *
 * @throws {Error} when the browser cannot play the video
 */
export async function grabFrame(src: string, atSeconds: number): Promise<Blob> {
  const video = await loadCopy(src);
  try {
    // Where the video ends there is no frame to seek to any more.
    await seek(video, Math.min(Math.max(0, atSeconds), video.duration - LAST_MOMENT_SECONDS));
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    return await toJpeg(canvas);
  } finally {
    unload(video);
  }
}

/** Shorter than any frame. */
const LAST_MOMENT_SECONDS = 0.005;

async function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  const jpeg = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY)
  );
  if (jpeg === null) throw new Error("This browser draws nothing");
  return jpeg;
}
