import { signal } from "@preact/signals";

type PictureChunk = typeof import("../picture/picture_chunk.ts");

/** What comes with the first picture; there wherever a picture is in the studio. */
export const pictureChunk = signal<PictureChunk | undefined>(undefined);

/**
 * Fetches it, unless it is there.
 *
 * @throws {Error} when the server is out of reach
 */
export async function openPictureChunk(): Promise<PictureChunk> {
  return pictureChunk.value ??= await import("../picture/picture_chunk.ts");
}
