import { loadCopy, seek, unload } from "./film_copy.ts";

/** As good as the film itself: what a frame loses by it cannot be seen. */
const JPEG_QUALITY = 0.95;

/**
 * The frame that the film at `src` shows at that moment, whole and as a JPEG; past the end it is the
 * last one.
 *
 * @throws {Error} when the browser cannot play the film
 */
export async function grabFrame(src: string, atSeconds: number): Promise<Blob> {
  const film = await loadCopy(src);
  try {
    // Where the film ends there is no frame to seek to any more.
    await seek(film, Math.min(Math.max(0, atSeconds), film.duration - LAST_MOMENT_SECONDS));
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: film.videoWidth, height: film.videoHeight });
    canvas.getContext("2d")?.drawImage(film, 0, 0);
    return await toJpeg(canvas);
  } finally {
    unload(film);
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
