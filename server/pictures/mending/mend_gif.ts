import { numbersIn } from "../../../contract/formats/walking.ts";
import { joined, type MendedPicture } from "./mended.ts";

const HEADER_BYTES = 13, IMAGE = 0x2c, EXTENSION = 0x21, IMAGE_BYTES = 10;
/** An empty block ends a frame's data, a semicolon the file (GIF89a, sections 16 and 27). */
const END = Uint8Array.of(0, 0x3b);
/** Codes have at most twelve bits (GIF89a, appendix F). */
const MAX_CODE_BITS = 12;

/** Ends a GIF behind its first frame, where the file ends there and all pixels of that are in it. */
export function mendGif(bytes: Uint8Array): MendedPicture {
  const image = firstImage(bytes);
  if (image === undefined) return { bytes, end: "missing" };
  const data = image + IMAGE_BYTES + colourTableBytes(bytes[image + 9]);
  const blocks = subBlocks(bytes, data + 1);
  if (blocks.isClosed) return { bytes, end: "there" };
  const numbers = numbersIn(bytes);
  const pixels = numbers.getUint16(image + 5, true) * numbers.getUint16(image + 7, true);
  const isWhole = codedPixels(joined(blocks.contents), bytes[data] ?? 0, pixels) >= pixels;
  if (!isWhole) return { bytes, end: "missing" };
  const pieces = blocks.contents.flatMap((content) => [Uint8Array.of(content.length), content]);
  return { bytes: joined([bytes.subarray(0, data + 1), ...pieces, END]), end: "there" };
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

/** What stands in the blocks from `start` on, as far as they are there. */
function subBlocks(bytes: Uint8Array, start: number) {
  const contents: Uint8Array[] = [];
  let at = start;
  for (let length = bytes[at]; length !== undefined; length = bytes[at]) {
    if (length === 0) return { contents, isClosed: true, end: at + 1 };
    contents.push(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { contents, isClosed: false, end: at };
}

/** How many pixels are in compressed data (GIF89a, appendix F), counted up to `most`. */
function codedPixels(data: Uint8Array, minCodeBits: number, most: number): number {
  const clear = 2 ** minCodeBits;
  const lengths = new Uint32Array(2 ** MAX_CODE_BITS).fill(1);
  let codeBits = minCodeBits + 1, next = clear + 2, last = 0, pixels = 0;
  let held = 0, heldBits = 0;
  for (const byte of data) {
    held |= byte << heldBits;
    heldBits += 8;
    while (heldBits >= codeBits && pixels < most) {
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
