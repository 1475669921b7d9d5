import { numbersIn } from "../../../contract/formats/walking.ts";
import { joined, type MendedPicture } from "./mended.ts";

const HEADER_BYTES = 13, IMAGE = 0x2c, EXTENSION = 0x21, IMAGE_BYTES = 10;
/** An empty block ends a frame's data, a semicolon the file (GIF89a, sections 16 and 27). */
const END = Uint8Array.of(0, 0x3b);
/** Of data without an end so many bytes are gone through, a tenth of a second: others wait meanwhile. */
const MOST_COUNTED_BYTES = 3_000_000;
/** Codes have at most twelve bits (GIF89a, appendix F). */
const MAX_CODE_BITS = 12;

/** Ends a GIF behind its first frame, where the file ends there and all pixels of that are in it. */
export function mendGif(bytes: Uint8Array): MendedPicture {
  const image = firstImage(bytes);
  if (image === undefined) return { bytes, end: "missing" };
  const data = image + IMAGE_BYTES + colourTableBytes(bytes[image + 9]);
  const { isClosed, last, end } = subBlocks(bytes, data + 1);
  if (isClosed) return { bytes, end: "there" };
  const numbers = numbersIn(bytes);
  const pixels = numbers.getUint16(image + 5, true) * numbers.getUint16(image + 7, true);
  const isCounted = bytes.length - data <= MOST_COUNTED_BYTES;
  if (!isCounted || codedPixels(bytes, data, pixels) < pixels) return { bytes, end: "missing" };
  const mended = joined([bytes, END]);
  // The last block may claim more bytes than there are.
  if (end > bytes.length) mended[last] = bytes.length - last - 1;
  return { bytes: mended, end: "there" };
}

/** Where the first frame begins, behind the extensions; `undefined` where the file ends before it. */
function firstImage(bytes: Uint8Array): number | undefined {
  let at = HEADER_BYTES + colourTableBytes(bytes[10]);
  while (bytes[at] === EXTENSION) {
    const { isClosed, end } = subBlocks(bytes, at + 2);
    if (!isClosed) return undefined;
    at = end;
  }
  return bytes[at] === IMAGE && at + IMAGE_BYTES < bytes.length ? at : undefined;
}

function colourTableBytes(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** Where the blocks from `start` on end, and where the last one begins. */
function subBlocks(bytes: Uint8Array, start: number) {
  let at = start, last = start;
  for (let length = bytes[at]; length !== undefined; length = bytes[at]) {
    if (length === 0) return { isClosed: true, last, end: at + 1 };
    last = at;
    at += 1 + length;
  }
  return { isClosed: false, last, end: at };
}

/**
 * How many pixels are in the compressed data that begin at `start` with the size of their codes (GIF89a,
 * appendix F), counted up to `most`.
 */
function codedPixels(bytes: Uint8Array, start: number, most: number): number {
  const minCodeBits = bytes[start] ?? 0;
  if (minCodeBits >= MAX_CODE_BITS) return 0;
  const clear = 2 ** minCodeBits;
  const lengths = new Uint32Array(2 ** MAX_CODE_BITS).fill(1);
  let codeBits = minCodeBits + 1, next = clear + 2, last = 0, pixels = 0;
  let held = 0, heldBits = 0;
  for (let at = start + 1, blockEnd = at; at < bytes.length && pixels < most; at++) {
    const byte = bytes[at] ?? 0;
    if (at === blockEnd) {
      blockEnd = at + 1 + byte;
      continue;
    }
    held |= byte << heldBits;
    heldBits += 8;
    while (heldBits >= codeBits) {
      const code = held & (2 ** codeBits - 1);
      held >>>= codeBits;
      heldBits -= codeBits;
      if (code === clear + 1 || code > next) return pixels;
      if (code === clear) {
        [codeBits, next, last] = [minCodeBits + 1, clear + 2, 0];
        continue;
      }
      const length = code === next ? last + 1 : lengths[code] ?? 0;
      if (last > 0 && next < lengths.length) lengths[next++] = last + 1;
      if (next === 2 ** codeBits && codeBits < MAX_CODE_BITS) codeBits++;
      pixels += length;
      last = length;
    }
  }
  return pixels;
}
