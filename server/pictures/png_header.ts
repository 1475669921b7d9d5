import { crc32 } from "node:zlib";
import { exifOrientation } from "./exif_orientation.ts";
import type { PictureHeader } from "./picture_header.ts";

const SIGNATURE_BYTES = 8, HEADER_BYTES = 13;
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
export function pngHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [isFirst, orientation]: [boolean, number | undefined] = [true, 1];
  for (const { name, content, isIntact } of chunks(view, bytes)) {
    if (!isIntact || isFirst !== (name === "IHDR")) return undefined;
    if (name === "eXIf") orientation = exifOrientation(content);
    isFirst = false;
  }
  if (isFirst || view.getUint32(SIGNATURE_BYTES) !== HEADER_BYTES) return undefined;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colours] = [view.getUint8(24), COLOURS[view.getUint8(25)]];
  if (width === 0 || height === 0 || !colours?.depths.includes(depth)) return undefined;
  const bytesPerPixel = colours.channels * Math.max(1, depth / 8);
  return {
    width,
    height,
    ...(view.getUint8(28) === 0 ? {} : { held: { as: "interlaced", bytesPerPixel } }),
    orientation,
  };
}

function* chunks(
  view: DataView,
  bytes: Uint8Array,
): Generator<{ readonly name: string; readonly content: Uint8Array; readonly isIntact: boolean }> {
  let offset = SIGNATURE_BYTES;
  let name = "";
  for (let count = 0; name !== "IEND" && offset + 12 <= bytes.length; count++) {
    const end = offset + 8 + view.getUint32(offset);
    name = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const isReadable = count < MAX_CHUNKS && end + 4 <= bytes.length;
    const isIntact = isReadable && crc32(bytes.subarray(offset + 4, end)) === view.getUint32(end);
    yield { name, content: bytes.subarray(offset + 8, end), isIntact };
    offset = end + 4;
  }
}
