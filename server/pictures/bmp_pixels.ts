import { BMP_HEADER_BYTES, type BmpHeader, bmpHeader } from "../../contract/formats/bmp_header.ts";
import { numbersIn } from "../../contract/formats/walking.ts";
import type { FrameSize } from "../../contract/frame_size.ts";
import { InputError } from "../errors.ts";
import { readRuns } from "./bmp_runs.ts";

/** The pixels of a picture as red, green, blue and opacity, a byte each, from the top left on. */
export interface RgbaPicture extends FrameSize {
  readonly data: Uint8Array;
}

/** How pixels are compressed (BITMAPINFOHEADER, biCompression). */
const NONE = 0, RUNS_OF_8 = 1, RUNS_OF_4 = 2, MASKS = 3, ALPHA_MASKS = 6;
const INFO_BYTES = 40, WITH_MASKS = 52, WITH_ALPHA = 56, CORE_BYTES = 12;
/** Masks of red, green and blue where none are told. */
const MASKS_OF_16 = [0x7c00, 0x03e0, 0x001f], MASKS_OF_32 = [0xff0000, 0xff00, 0xff];

/**
 * The pixels of a BMP: 1, 2, 4 and 8 bits with a palette, 16, 24 and 32 bits, with masks or without, and
 * both run-length encodings, as browsers read them.
 *
 * @throws {InputError} `image-unreadable` for other kinds, damage and missing rows
 */
export function bmpPixels(bytes: Uint8Array): RgbaPicture {
  const header = bmpHeader(bytes);
  if (header === undefined) throw new InputError("image-unreadable");
  const { width, height, depth, compression } = header;
  const data = new Uint8Array(4 * width * height);
  if (compression === RUNS_OF_8 && depth === 8 || compression === RUNS_OF_4 && depth === 4) {
    readRuns(bytes, { header, palette: paletteOf(bytes, header), data });
    return { width, height, data };
  }
  const isMasked = compression === MASKS || compression === ALPHA_MASKS;
  if (compression !== NONE && !(isMasked && depth >= 16)) throw new InputError("image-unreadable");
  const read = pixelReader(bytes, { header, isMasked, data });
  if (endOfRows(header) > bytes.length) {
    throw new InputError("image-unreadable", { kind: "cut-off" });
  }
  const stride = strideOf(width, depth);
  for (let row = 0; row < height; row++) {
    const start = header.pixels + stride * (header.isTopDown ? row : height - 1 - row);
    for (let column = 0; column < width; column++) {
      read(start, column, 4 * (row * width + column));
    }
  }
  return { width, height, data };
}

/** Whether all rows of a BMP are in its file; of one that is run-length encoded its reader tells. */
export function bmpEnd(bytes: Uint8Array): "there" | "unsure" | "missing" {
  const header = bmpHeader(bytes);
  if (header === undefined) return bytes.length < BMP_HEADER_BYTES ? "missing" : "there";
  if (header.compression === RUNS_OF_8 || header.compression === RUNS_OF_4) return "unsure";
  return endOfRows(header) > bytes.length ? "missing" : "there";
}

/** Where uncompressed rows end; the last one need not be padded. */
function endOfRows({ pixels, width, height, depth }: BmpHeader): number {
  return pixels + strideOf(width, depth) * (height - 1) + Math.ceil(width * depth / 8);
}

function strideOf(width: number, depth: number): number {
  return Math.ceil(width * depth / 32) * 4;
}

/** Puts a pixel of a row at its place. Nothing is made for it: there are millions. */
type PixelReader = (rowStart: number, column: number, place: number) => void;

interface Reading {
  readonly header: BmpHeader;
  readonly isMasked: boolean;
  readonly data: Uint8Array;
}

function pixelReader(bytes: Uint8Array, reading: Reading): PixelReader {
  const { header, data } = reading;
  const { depth } = header;
  if (depth === 24) {
    return (start, column, place) => {
      const at = start + 3 * column;
      data[place] = bytes[at + 2] ?? 0;
      data[place + 1] = bytes[at + 1] ?? 0;
      data[place + 2] = bytes[at] ?? 0;
      data[place + 3] = 255;
    };
  }
  if (depth === 16 || depth === 32) return maskedReader(bytes, reading);
  if (![1, 2, 4, 8].includes(depth)) throw new InputError("image-unreadable");
  const palette = paletteOf(bytes, header);
  return (start, column, place) => {
    const bit = column * depth;
    const byte = bytes[start + (bit >> 3)] ?? 0;
    const index = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    for (let band = 0; band < 4; band++) data[place + band] = palette[4 * index + band] ?? 0;
  };
}

function maskedReader(bytes: Uint8Array, { header, isMasked, data }: Reading): PixelReader {
  const numbers = numbersIn(bytes);
  const isWide = header.depth === 32;
  const masks = isMasked ? masksOf(bytes, header) : isWide ? MASKS_OF_32 : MASKS_OF_16;
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : Math.clz32(mask & -mask) ^ 31;
    return { mask, shift, most: mask === 0 ? 0 : (mask >>> shift) >>> 0 };
  });
  const isOpaque = (channels[3]?.most ?? 0) === 0;
  return (start, column, place) => {
    const value = isWide
      ? numbers.getUint32(start + 4 * column, true)
      : numbers.getUint16(start + 2 * column, true);
    for (let band = 0; band < channels.length; band++) {
      const { mask, shift, most } = channels[band] ?? NO_CHANNEL;
      data[place + band] = most === 0 ? 0 : Math.round(((value & mask) >>> shift) * 255 / most);
    }
    if (isOpaque) data[place + 3] = 255;
  };
}

const NO_CHANNEL = { mask: 0, shift: 0, most: 0 };

/** The masks of red, green, blue and, where there is one, opacity: in the header or behind it. */
function masksOf(bytes: Uint8Array, { headerBytes, compression }: BmpHeader): number[] {
  const hasAlpha = headerBytes >= WITH_ALPHA || compression === ALPHA_MASKS;
  const count = hasAlpha ? 4 : 3;
  const start = 14 + INFO_BYTES;
  if (start + 4 * count > bytes.length) throw new InputError("image-unreadable");
  const numbers = numbersIn(bytes);
  return Array.from({ length: count }, (_, index) => numbers.getUint32(start + 4 * index, true));
}

/** As many colours as the depth allows, four bytes each; black where the file has fewer. */
function paletteOf(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { depth, headerBytes, headerEnd, colours, pixels } = header;
  const most = 2 ** depth;
  const entryBytes = headerBytes === CORE_BYTES ? 3 : 4;
  const hasMasks = headerBytes < WITH_MASKS && header.compression === MASKS;
  const start = headerEnd + (hasMasks ? 12 : 0);
  const room = Math.max(0, Math.floor((Math.min(pixels, bytes.length) - start) / entryBytes));
  const count = Math.min(most, room, colours === 0 ? most : colours);
  const palette = new Uint8Array(4 * most);
  for (let index = 0; index < most; index++) {
    const entry = start + entryBytes * index;
    const [blue = 0, green = 0, red = 0] = index < count ? bytes.subarray(entry, entry + 3) : [];
    palette.set([red, green, blue, 255], 4 * index);
  }
  return palette;
}
