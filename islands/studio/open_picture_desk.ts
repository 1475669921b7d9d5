import { signal } from "@preact/signals";

type PictureDesk = typeof import("../picture/picture_desk.ts");

/** What comes with the first picture; there wherever a picture is on the stage. */
export const pictureDesk = signal<PictureDesk | undefined>(undefined);

/**
 * Fetches it, unless it is there.
 *
 * @throws {Error} when the server is out of reach
 */
export async function openPictureDesk(): Promise<PictureDesk> {
  return pictureDesk.value ??= await import("../picture/picture_desk.ts");
}
