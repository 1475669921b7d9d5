import { deflateSync, inflateRawSync } from "node:zlib";
import { constants } from "node:zlib";
import { pngChunks } from "../../../contract/formats/png_chunks.ts";
import { numbersIn } from "../../../contract/formats/walking.ts";
import { joined } from "./mended.ts";
import { pngChunk } from "./mend_png.ts";

const SIGNATURE_BYTES = 8, ZLIB_HEADER_BYTES = 2;
/** Rows that are held twice meanwhile. */
const MAX_ROW_BYTES = 100_000_000;
/** Channels by colour type (ISO/IEC 15948, 11.2.2). */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** The passes of an interlaced picture: from where, in which steps, both ways (ISO/IEC 15948, 8.2). */
const PASSES = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [
    0,
    1,
    1,
    2,
  ],
] as const;

/**
 * A PNG with its pixels compressed anew, where the compressed data hold all of them but end as they
 * should not: without their checksum or with a wrong one, or with bytes behind it. `undefined` where
 * rows are missing or the data are broken.
 */
export function deflateAnew(bytes: Uint8Array): Uint8Array | undefined {
  const before: Uint8Array[] = [bytes.subarray(0, SIGNATURE_BYTES)], pixels: Uint8Array[] = [];
  let rowBytes: number | undefined;
  for (const part of pngChunks(bytes)) {
    if (part.kind === "end") break;
    const content = bytes.subarray(part.contentStart, part.contentEnd);
    if (part.name === "IHDR") rowBytes = rowBytesOf(content);
    if (part.name === "IDAT") pixels.push(content);
    else if (pixels.length === 0) before.push(bytes.subarray(part.start, part.end));
  }
  if (rowBytes === undefined || rowBytes > MAX_ROW_BYTES) return undefined;
  const rows = inflated(joined(pixels).subarray(ZLIB_HEADER_BYTES), rowBytes);
  if (rows === undefined) return undefined;
  const anew = new Uint8Array(deflateSync(rows, { level: 1 }));
  return joined([...before, pngChunk("IDAT", anew), pngChunk("IEND")]);
}

/** Exactly so many bytes; what a browser does not need, it does not miss. */
function inflated(data: Uint8Array, length: number): Uint8Array | undefined {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    const rows = inflateRawSync(data, { finishFlush, maxOutputLength: length + 1 });
    return rows.length === length ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** What the filtered rows of all passes come to, each with the byte of its filter. */
function rowBytesOf(header: Uint8Array): number | undefined {
  if (header.length < 13) return undefined;
  const numbers = numbersIn(header);
  const [width, height] = [numbers.getUint32(0), numbers.getUint32(4)];
  const [depth = 0, colourType = -1, , , interlacing = 0] = header.subarray(8);
  const bits = depth * (CHANNELS[colourType] ?? NaN);
  const passes = interlacing === 0 ? [[0, 1, 0, 1] as const] : PASSES;
  const sum = passes.reduce((sum, [left, across, top, down]) => {
    const columns = Math.ceil((width - left) / across), rows = Math.ceil((height - top) / down);
    return columns > 0 && rows > 0 ? sum + rows * (1 + Math.ceil(columns * bits / 8)) : sum;
  }, 0);
  return Number.isFinite(sum) ? sum : undefined;
}
