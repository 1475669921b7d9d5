import type { FrameSize } from "../../contract/frame_size.ts";
import { InputError } from "../errors.ts";

/** JPEG quality of a picture that may be as large as it is. */
export const JPEG_QUALITY = 90;
/** What is tried one after the other for a provider that takes small files only. */
const QUALITIES = [JPEG_QUALITY, 84, 78, 72, 66, 60];
/** Below this length of the shorter side, in pixels, a video would show that it was enlarged. */
const MIN_SIDE = 256;
const SMALLER = 0.75;

/** How a frame becomes a file. */
export interface JpegEncoding {
  readonly quality: number;
  /** Of each side; 1 for the frame as it is. */
  readonly scale: number;
}

/**
 * The largest JPEG of the best quality that has at most `maxBytes`. Quality gives way first, down to
 * what still looks right, then the size: services that take small files only scale the picture to
 * the video's frames themselves. Its shape stays.
 *
 * @throws {InputError} `image-too-detailed` when the smallest of all has more
 */
export function encodeWithin<Bytes extends { readonly length: number }>(
  encode: (encoding: JpegEncoding) => Bytes,
  { size, maxBytes = Infinity }: {
    readonly size: FrameSize;
    readonly maxBytes?: number | undefined;
  },
): Bytes {
  const side = Math.min(size.width, size.height);
  for (let scale = 1; scale === 1 || side * scale >= MIN_SIDE; scale *= SMALLER) {
    for (const quality of QUALITIES) {
      const bytes = encode({ quality, scale });
      if (bytes.length <= maxBytes) return bytes;
    }
  }
  throw new InputError("image-too-detailed", { kind: "limit", limitBytes: maxBytes });
}
