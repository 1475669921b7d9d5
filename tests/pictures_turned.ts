/** EXIF data, code points and bitmaps as the tests need them, put together byte by byte. */
import { isoBoxes } from "../contract/formats/iso_boxes.ts";
import { join, latin1, pngChunk } from "./pictures_crafted.ts";

/** What EXIF data say of a picture's orientation, and how they are written. */
export interface ExifOptions {
  readonly orientation: number;
  /** Type of the value (TIFF 6.0): 1 byte, 3 short, 4 long. */
  readonly type?: number;
  readonly count?: number;
  readonly isBigEndian?: boolean;
  /** Where the directory begins. */
  readonly offset?: number;
}

/** EXIF data that hold nothing but an orientation. */
export function exifData(
  { orientation, type = 3, count = 1, isBigEndian = false, offset = 8 }: ExifOptions,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(offset + 18);
  const numbers = new DataView(bytes.buffer);
  const isLittle = !isBigEndian;
  bytes.set(latin1(isLittle ? "II" : "MM"));
  numbers.setUint16(2, 42, isLittle);
  numbers.setUint32(4, offset, isLittle);
  numbers.setUint16(offset, 1, isLittle);
  numbers.setUint16(offset + 2, 0x112, isLittle);
  numbers.setUint16(offset + 4, type, isLittle);
  numbers.setUint32(offset + 6, count, isLittle);
  if (type === 4) numbers.setUint32(offset + 10, orientation, isLittle);
  else if (type === 3) numbers.setUint16(offset + 10, orientation, isLittle);
  else bytes[offset + 10] = orientation;
  return bytes;
}

/** A JPEG segment (T.81, B.1.1.4). */
export function jpegSegment(code: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = content.length + 2;
  return join(Uint8Array.of(0xff, code, length >> 8, length & 0xff), content);
}

/** The JPEG with segments of EXIF data behind its start. */
export function withExif(jpeg: Uint8Array, ...exif: readonly Uint8Array[]) {
  const segments = exif.map((data) => jpegSegment(0xe1, join(latin1("Exif\0\0"), data)));
  return join(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2));
}

/** The PNG with chunks before its pixels. */
export function withChunks(png: Uint8Array, ...chunks: readonly Uint8Array[]) {
  return join(png.subarray(0, 33), ...chunks, png.subarray(33));
}

/** A PNG's chunk of whole numbers. */
export function numbersChunk(name: string, ...values: readonly number[]): Uint8Array {
  return pngChunk(name, join(...values.map(uint32)));
}

/** A WebP of the extended kind (RFC 9649, 2.7) with EXIF data, made of one of the simple kind. */
export function webpWithExif(
  webp: Uint8Array,
  { width, height, exif }: {
    readonly width: number;
    readonly height: number;
    readonly exif: Uint8Array;
  },
): Uint8Array<ArrayBuffer> {
  const flags = Uint8Array.of(8, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0);
  const picture = webp.subarray(12);
  const body = join(chunk("VP8X", flags), picture, chunk("EXIF", exif));
  return join(latin1("RIFF"), uint32(body.length + 4).reverse(), latin1("WEBP"), body);
}

function chunk(name: string, content: Uint8Array) {
  const padding = new Uint8Array(content.length % 2);
  return join(latin1(name), uint32(content.length).reverse(), content, padding);
}

/**
 * The AVIF of one item put together anew (AV1 image file format, section 2), its colours told by code
 * points and its matrix left as it was: BT.601 with full range.
 */
export function avifWithColours(
  avif: Uint8Array,
  [primaries, transfer]: readonly [primaries: number, transfer: number],
): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder("latin1").decode(avif);
  const properties = ["ispe", "pixi", "av1C"].map((name) => {
    const at = text.indexOf(name) - 4;
    return avif.subarray(at, at + new DataView(avif.buffer).getUint32(at));
  });
  const colours = box("colr", latin1("nclx"), Uint8Array.of(0, primaries, 0, transfer, 0, 6, 0x80));
  const data =
    [...isoBoxes(avif)].flatMap((part) =>
      part.kind === "box" && part.type === "mdat"
        ? [avif.subarray(part.contentStart, part.end)]
        : []
    )[0] ?? new Uint8Array();
  const head = box("ftyp", latin1("avif\0\0\0\0avifmif1miaf"));
  const metaOf = (offset: number) =>
    box(
      "meta",
      new Uint8Array(4),
      box("hdlr", new Uint8Array(8), latin1("pict"), new Uint8Array(13)),
      box("pitm", Uint8Array.of(0, 0, 0, 0, 0, 1)),
      box(
        "iloc",
        Uint8Array.of(0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1),
        uint32(offset),
        uint32(data.length),
      ),
      box(
        "iinf",
        Uint8Array.of(0, 0, 0, 0, 0, 1),
        box("infe", Uint8Array.of(2, 0, 0, 0, 0, 1, 0, 0), latin1("av01\0")),
      ),
      box(
        "iprp",
        box("ipco", ...properties, colours),
        box("ipma", Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 4, 1, 2, 0x83, 4)),
      ),
    );
  const meta = metaOf(head.length + metaOf(0).length + 8);
  return join(head, meta, box("mdat", data));
}

function box(type: string, ...content: readonly Uint8Array[]) {
  const inner = join(...content);
  return join(uint32(inner.length + 8), latin1(type), inner);
}

/** How a bitmap is stored. */
export interface BitmapOptions {
  readonly depth: 1 | 4 | 8 | 16 | 24 | 32;
  /** Size of its header: 12, 40, 56, 108 or 124 bytes. */
  readonly headerBytes?: number;
  readonly isTopDown?: boolean;
  /** Masks of red, green, blue and perhaps opacity, for 16 and 32 bits. */
  readonly masks?: readonly number[];
  /** Run-length encoded; 4 and 8 bits only. */
  readonly isInRuns?: boolean;
}

/** A BMP of that size of stripes in many colours, its rows and columns told apart. */
export function bitmap(
  { width, height }: { readonly width: number; readonly height: number },
  { depth, headerBytes = 40, isTopDown = false, masks, isInRuns = false }: BitmapOptions,
): Uint8Array<ArrayBuffer> {
  const colours = depth <= 8 ? 2 ** depth : 0;
  const entry = headerBytes === 12 ? 3 : 4;
  const palette = new Uint8Array(colours * entry);
  for (let index = 0; index < colours; index++) {
    palette.set([(index * 37) & 255, (index * 91) & 255, (index * 151 + 40) & 255], index * entry);
  }
  const hasMasks = masks !== undefined;
  const extra = hasMasks && headerBytes === 40 ? 4 * masks.length : 0;
  const start = 14 + headerBytes + extra + palette.length;
  const pixels = isInRuns
    ? runsOf(width, height, depth)
    : rowsOf({ width, height }, { depth, isTopDown });
  const bytes = new Uint8Array(start + pixels.length);
  const numbers = new DataView(bytes.buffer);
  bytes.set(latin1("BM"));
  numbers.setUint32(2, bytes.length, true);
  numbers.setUint32(10, start, true);
  numbers.setUint32(14, headerBytes, true);
  if (headerBytes === 12) {
    numbers.setUint16(18, width, true);
    numbers.setUint16(20, height, true);
    bytes.set([1, 0, depth], 22);
  } else {
    numbers.setInt32(18, width, true);
    numbers.setInt32(22, isTopDown ? -height : height, true);
    bytes.set([1, 0, depth], 26);
    numbers.setUint32(30, isInRuns ? (depth === 8 ? 1 : 2) : hasMasks ? 3 : 0, true);
  }
  masks?.forEach((mask, index) => numbers.setUint32(54 + 4 * index, mask, true));
  if (headerBytes > 40) bytes.set(latin1("BGRs"), 70);
  bytes.set(palette, 14 + headerBytes + extra);
  bytes.set(pixels, start);
  return bytes;
}

function rowsOf(
  { width, height }: { readonly width: number; readonly height: number },
  { depth, isTopDown }: { readonly depth: number; readonly isTopDown: boolean },
): Uint8Array {
  const stride = Math.ceil(width * depth / 32) * 4;
  const rows = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const start = stride * (isTopDown ? row : height - 1 - row);
    for (let at = 0; at < stride; at++) rows[start + at] = (at * 7 + row * 3) & 0xff;
  }
  return rows;
}

/** Rows of one run, of single pixels, and one that a step leaves out. */
function runsOf(width: number, height: number, depth: number): Uint8Array {
  const bytes: number[] = [];
  for (let row = 0; row < height; row++) {
    if (row % 3 === 0) bytes.push(width, (row * 5) & 0xff);
    else if (row % 3 === 1) {
      const length = Math.min(width, 20) & ~3;
      const count = depth === 4 ? length / 2 : length;
      bytes.push(0, length, ...Array.from({ length: count }, (_, at) => (at * 9 + row) & 0xff));
      if (count % 2 === 1) bytes.push(0);
    } else bytes.push(0, 2, 5, 0, 9, 0x37);
    bytes.push(0, 0);
  }
  return Uint8Array.from([...bytes, 0, 1]);
}

function uint32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
