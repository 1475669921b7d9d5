import type { FrameSize } from "../../contract/frame_size.ts";

/** Why a picture must be in memory as a whole, and how much each of its pixels then takes. */
export interface HeldPicture {
  readonly as: "interlaced" | "scans" | "frame";
  readonly bytesPerPixel: number;
}

/** What a picture's first bytes say of its pixels, its size as it is stored. */
export interface StoredHeader extends FrameSize {
  /** How it must be held; left out where it is read row by row. */
  readonly held?: HeldPicture;
  /** How many scans it is stored in, each of which goes over all pixels; left out where one does. */
  readonly scans?: number;
  /** How many pixels pictures of its type may have; as many as others where left out. */
  readonly maxPixels?: number;
}

/** The same, and how it lies. */
export interface PictureHeader extends StoredHeader {
  /** How it is stored, 1 to 8 as in EXIF. */
  readonly orientation: number;
}
