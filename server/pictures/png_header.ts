import { crc32 } from "node:zlib";
import { pngChunks } from "../../contract/formats/png_chunks.ts";
import { numbersIn } from "../../contract/formats/walking.ts";
import type { StoredHeader } from "./header_facts.ts";

/** A checksum covers the name and the content behind a chunk's length. */
const NAME = 4, HEADER_BYTES = 13;
/** Encoders write chunks of kilobytes; who writes millions of empty ones wants to be waited for. */
const MAX_CHUNKS = 50_000;
/** Legal depths by colour type (ISO 15948, 11.2.2), and how many channels are decoded at most. */
const COLOURS: Readonly<Record<number, { readonly depths: number[]; readonly channels: number }>> =
  {
    0: { depths: [1, 2, 4, 8, 16], channels: 2 },
    2: { depths: [8, 16], channels: 4 },
    3: { depths: [1, 2, 4, 8], channels: 4 },
    4: { depths: [8, 16], channels: 2 },
    6: { depths: [8, 16], channels: 4 },
  };

/** What a PNG's first chunk says; `undefined` when that or a checksum anywhere is wrong. */
export function pngHeader(bytes: Uint8Array): StoredHeader | undefined {
  const numbers = numbersIn(bytes);
  let header: StoredHeader | undefined;
  for (const part of pngChunks(bytes, { most: MAX_CHUNKS })) {
    if (part.kind === "end") {
      return part.why === "too-many" ? undefined : header;
    }
    const { name, start, contentStart, contentEnd, end } = part;
    const isIntact = end <= bytes.length &&
      crc32(bytes.subarray(start + NAME, contentEnd)) === numbers.getUint32(contentEnd);
    if (!isIntact || (header === undefined) !== (name === "IHDR")) return undefined;
    const content = bytes.subarray(contentStart, contentEnd);
    header ??= headerIn(content);
    if (header === undefined) return undefined;
  }
  return undefined;
}

/** The content of IHDR (ISO 15948, 11.2.2). */
function headerIn(content: Uint8Array): StoredHeader | undefined {
  if (content.length !== HEADER_BYTES) return undefined;
  const numbers = numbersIn(content);
  const [width, height] = [numbers.getUint32(0), numbers.getUint32(4)];
  const [depth = 0, colourType = -1, , , interlacing] = content.subarray(8);
  const colours = COLOURS[colourType];
  if (width === 0 || height === 0 || !colours?.depths.includes(depth)) return undefined;
  const bytesPerPixel = colours.channels * Math.max(1, depth / 8);
  return {
    width,
    height,
    ...(interlacing === 0 ? {} : { held: { as: "interlaced", bytesPerPixel } }),
  };
}
