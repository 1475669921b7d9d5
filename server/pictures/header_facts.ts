import type { FrameSize } from "../../contract/frame_size.ts";

/** Why a picture must be in memory as a whole, and how much each of its pixels then takes. */
export interface HeldPicture {
  readonly as: "interlaced" | "scans" | "frame";
  readonly bytesPerPixel: number;
}

/** What a picture's first bytes say of it, its size as it is stored. */
export interface PictureHeader extends FrameSize {
  /** How it must be held; left out where it is read row by row. */
  readonly held?: HeldPicture;
  /** How many scans it is stored in, each of which goes over all pixels; left out where one does. */
  readonly scans?: number;
  /** How it is stored, 1 to 8 as in EXIF; `undefined` where only the decoder can tell. */
  readonly orientation: number | undefined;
}
