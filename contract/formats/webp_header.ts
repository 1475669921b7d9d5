import type { FrameSize } from "../frame_size.ts";
import { riffChunkAt, riffFile } from "./riff_chunks.ts";
import { numbersIn } from "./walking.ts";

/** What a WebP's first chunk says. */
export interface WebpHeader extends FrameSize {
  /** Only the extended kind can be. */
  readonly isAnimated: boolean;
}

const IS_ANIMATED = 0x02;
const SIDE_BITS = 14;
const SIDE_MASK = (1 << SIDE_BITS) - 1;

/** How many bytes of a WebP are enough for `webpHeader`. */
export const WEBP_HEADER_BYTES = 30;

/**
 * The header of a WebP (RFC 9649, sections 2.5 to 2.7), size in pixels; `undefined` when the file is
 * none, or ends before all of that is said.
 */
export function webpHeader(bytes: Uint8Array): WebpHeader | undefined {
  const chunk = riffFile(bytes)?.form === "WEBP" ? riffChunkAt(bytes) : undefined;
  if (chunk === undefined) return undefined;
  const { name, contentStart, contentEnd } = chunk;
  const view = numbersIn(bytes.subarray(contentStart, contentEnd));
  if (view.byteLength < (name === "VP8L" ? 5 : 10)) return undefined;
  const size = sizeIn(view, name);
  const flags = name === "VP8X" ? view.getUint8(0) : 0;
  return size && {
    ...size,
    isAnimated: (flags & IS_ANIMATED) !== 0,
  };
}

function sizeIn(view: DataView, chunk: string): FrameSize | undefined {
  switch (chunk) {
    case "VP8X":
      return { width: uint24(view, 4) + 1, height: uint24(view, 7) + 1 };
    case "VP8L": {
      // One signature byte, then both sides less one, from the lowest bit on.
      const bits = view.getUint32(1, true);
      return { width: (bits & SIDE_MASK) + 1, height: ((bits >>> SIDE_BITS) & SIDE_MASK) + 1 };
    }
    case "VP8 ":
      // Frame tag and start code, then both sides below two bits of scaling (RFC 6386, 9.1).
      return {
        width: view.getUint16(6, true) & SIDE_MASK,
        height: view.getUint16(8, true) & SIDE_MASK,
      };
    default:
      return undefined;
  }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
}
