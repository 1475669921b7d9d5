import type { FrameSize } from "../frame_size.ts";
import { numbersIn } from "./walking.ts";

/** What the headers of a BMP say (Microsoft: BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPV5HEADER). */
export interface BmpHeader extends FrameSize {
  /** Bits of a pixel. */
  readonly depth: number;
  readonly compression: number;
  readonly isTopDown: boolean;
  /** Where the second header ends, and how long it is. */
  readonly headerEnd: number;
  readonly headerBytes: number;
  /** Where the pixels begin. */
  readonly pixels: number;
  /** Colours of the palette; 0 for as many as the depth allows. */
  readonly colours: number;
}

/** How many bytes of a BMP are enough for `bmpHeader`. */
export const BMP_HEADER_BYTES = 54;

const FILE_HEADER = 14, CORE = 12;
const HEADERS = [40, 52, 56, 64, 108, 124];

/** The header of a BMP; `undefined` when it is none, or of a kind that browsers do not know. */
export function bmpHeader(bytes: Uint8Array): BmpHeader | undefined {
  if (bytes.length < FILE_HEADER + CORE || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return undefined;
  const numbers = numbersIn(bytes);
  const pixels = numbers.getUint32(10, true), headerBytes = numbers.getUint32(14, true);
  const kind = { pixels, headerBytes, headerEnd: FILE_HEADER + headerBytes };
  if (headerBytes === CORE) {
    const [width, height] = [numbers.getUint16(18, true), numbers.getUint16(20, true)];
    const depth = numbers.getUint16(24, true);
    return { ...kind, width, height, depth, compression: 0, isTopDown: false, colours: 0 };
  }
  if (!HEADERS.includes(headerBytes) || bytes.length < BMP_HEADER_BYTES) return undefined;
  const height = numbers.getInt32(22, true);
  return {
    ...kind,
    width: Math.max(0, numbers.getInt32(18, true)),
    height: Math.abs(height),
    isTopDown: height < 0,
    depth: numbers.getUint16(28, true),
    compression: numbers.getUint32(30, true),
    colours: numbers.getUint32(46, true),
  };
}
