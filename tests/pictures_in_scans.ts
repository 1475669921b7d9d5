/** JPEGs that come in many scans (ITU-T T.81, annex G), written bit by bit: small files, much work. */
import { join } from "./pictures_crafted.ts";

/** How many coefficients a block has beside the first, and bits one of them may be sent in. */
const COEFFICIENTS = 63, BITS = 14;
/** Blocks without a coefficient that one run may tell of at most, and at least with so many bits. */
const LONGEST_RUN = 32_767, SHORTEST_RUN = 16_384;
/** The one code of each table: nothing has changed, and a run of blocks with 14 bits for its length. */
const NO_DIFFERENCE = 0, RUN = 0xe0;

/** All the scans that a grey picture can come in: one for each bit of each coefficient. */
export const ALL_SCANS = 1 + COEFFICIENTS * BITS;

/**
 * A valid progressive JPEG of an even grey in that many scans, each of which tells of every block that it
 * adds nothing. It needs 16384 blocks of 8 × 8 pixels or more.
 */
export function jpegInScans(
  { width, height, scans }: { width: number; height: number; scans: number },
): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const frame = [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0];
  const runs = runsOver(blocks);
  const later = Array.from({ length: scans - 1 }, (_, index) => {
    const coefficient = 1 + index % COEFFICIENTS;
    const bit = BITS - 1 - Math.floor(index / COEFFICIENTS);
    const approximation = bit === BITS - 1 ? bit : ((bit + 1) << 4) | bit;
    return [segment(0xda, 1, 1, 0, coefficient, coefficient, approximation), runs];
  });
  return join(
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, 0, ...new Array(64).fill(1)),
    segment(0xc2, ...frame),
    segment(0xc4, ...tableOf(0x00, NO_DIFFERENCE)),
    segment(0xc4, ...tableOf(0x10, RUN)),
    segment(0xda, 1, 1, 0, 0, 0, 0),
    toBytes("0".repeat(blocks)),
    ...later.flat(),
    Uint8Array.of(0xff, 0xd9),
  );
}

function segment(code: number, ...content: number[]): Uint8Array {
  const length = content.length + 2;
  return Uint8Array.of(0xff, code, length >> 8, length & 255, ...content);
}

/** A Huffman table of one code of one bit. */
function tableOf(id: number, symbol: number): number[] {
  return [id, 1, ...new Array(15).fill(0), symbol];
}

function runsOver(blocks: number): Uint8Array {
  const runs = Math.ceil(blocks / LONGEST_RUN), each = Math.floor(blocks / runs);
  const lengths = Array.from(
    { length: runs },
    (_, run) => run > 0 ? each : blocks - each * (runs - 1),
  );
  const codes = lengths.map((length) =>
    `0${(length - SHORTEST_RUN).toString(2).padStart(14, "0")}`
  );
  return toBytes(codes.join(""));
}

/** The bits as bytes, filled up with ones; a byte of ones is followed by a zero (T.81, B.1.1.5). */
function toBytes(bits: string): Uint8Array {
  const bytes = bits.match(/.{1,8}/g)?.map((byte) => parseInt(byte.padEnd(8, "1"), 2)) ?? [];
  return Uint8Array.from(bytes.flatMap((byte) => byte === 0xff ? [byte, 0] : [byte]));
}
