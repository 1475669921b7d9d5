/** Pictures and parts of pictures that no encoder writes, put together byte by byte. */
import { crc32, deflateSync } from "node:zlib";

/** A PNG that is only a header: it claims `width` × `height` pixels and holds none. */
export function pngHeader(width: number, height: number): Uint8Array<ArrayBuffer> {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 2], 8);
  return Uint8Array.from([
    ...signature,
    ...pngChunk("IHDR", header),
    ...pngChunk("IDAT", new Uint8Array()),
    ...pngChunk("IEND", new Uint8Array()),
  ]);
}

/**
 * An interlaced PNG of transparent black: a small file that needs four bytes of memory for each pixel,
 * because nothing of it is known before all of it is read.
 */
export function hungryPng(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = pngHeader(width, height);
  const start = header.subarray(0, 16 + 8);
  const fields = join(start.subarray(16), Uint8Array.of(8, 6, 0, 0, 1));
  const rows = deflateSync(new Uint8Array(interlacedBytes(width, height)), { level: 1 });
  return join(
    header.subarray(0, 8),
    pngChunk("IHDR", fields),
    pngChunk("IDAT", Uint8Array.from(rows)),
    pngChunk("IEND", new Uint8Array()),
  );
}

/** Size of all rows of the seven passes (ISO 15948, 8.2), each with the byte of its filter. */
function interlacedBytes(width: number, height: number): number {
  const passes = [[8, 8, 0, 0], [8, 8, 4, 0], [4, 8, 0, 4], [4, 4, 2, 0], [2, 4, 0, 2], [
    2,
    2,
    1,
    0,
  ], [1, 2, 0, 1]];
  return passes.reduce((sum, [stepX = 1, stepY = 1, x = 0, y = 0]) => {
    const columns = Math.ceil((width - x) / stepX), rows = Math.ceil((height - y) / stepY);
    return sum + rows * (1 + 4 * columns);
  }, 0);
}

/** A JPEG with one more segment behind its start: `marker` is the code's second byte. */
export function insertSegment(
  jpeg: Uint8Array,
  marker: number,
  content: string,
): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(content);
  const length = body.length + 2;
  const segment = [0xff, marker, length >> 8, length & 0xff, ...body];
  return Uint8Array.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]);
}

/** One chunk of a PNG (ISO 15948, 5.3). */
export function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(name), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

/** What tells that a video of the browser's, or anything else, hangs on a picture. */
export const STOWAWAYS: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  "a web page": latin1("<!doctype html><script>stowaway()</script>"),
  "a script": latin1("*/=1;stowaway();//"),
  "a ZIP archive": latin1("PK\x03\x04\x14\0\0\0\0\0stowaway.exePK\x05\x06" + "\0".repeat(18)),
  "a video": latin1("\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x10mdatstowaway"),
};

/** Text as bytes, each character one. */
export function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Several pieces in a row. */
export function join(...pieces: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

/**
 * Only the beginning of a picture of each type, claiming `width` × `height` pixels. A GIF cannot claim
 * more than 65535 on a side, a WebP 16384.
 */
export function claim(type: "gif" | "jpeg" | "webp", width: number, height: number) {
  const size16 = (value: number) => String.fromCharCode(value & 0xff, value >> 8);
  const size16be = (value: number) => String.fromCharCode(value >> 8, value & 0xff);
  switch (type) {
    case "gif":
      return latin1(
        `GIF89a${size16(width)}${size16(height)}\x80\0\0\0\0\0\xff\xff\xff` +
          `,\0\0\0\0${size16(width)}${size16(height)}\0\x02\x02\x44\x01\0;`,
      );
    case "jpeg":
      return latin1(
        `\xff\xd8\xff\xc0\0\x11\x08${size16be(height)}${size16be(width)}` +
          "\x03\x01\x11\0\x02\x11\0\x03\x11\0\xff\xda\0\x0c\x03\x01\0\x02\0\x03\0\0\x3f\0\0\xff\xd9",
      );
    case "webp":
      return join(
        latin1("RIFF\x14\0\0\0WEBPVP8L\x08\0\0\0\x2f"),
        uint32((height - 1) * 2 ** 14 + width - 1).reverse(),
        new Uint8Array(3),
      );
  }
}

/**
 * A colour profile (ICC.1:2001) of sRGB's primaries in another order: what is stored as red is seen as
 * green, green as blue, blue as red.
 */
export function exchangedProfile(): Uint8Array<ArrayBuffer> {
  const text = (type: string, value: string) =>
    type === "desc"
      ? join(latin1("desc\0\0\0\0"), uint32(value.length + 1), latin1(value), new Uint8Array(79))
      : latin1(`text\0\0\0\0${value}\0`);
  const xyz = (...values: number[]) =>
    join(latin1("XYZ \0\0\0\0"), ...values.map((value) => uint32(Math.round(value * 65536))));
  const curve = join(latin1("curv\0\0\0\0"), uint32(1), Uint8Array.of(2, 0x33));
  const red = xyz(0.43607, 0.22249, 0.01392), green = xyz(0.38515, 0.71687, 0.09708);
  const blue = xyz(0.14307, 0.06061, 0.7141);
  const tags: readonly (readonly [string, Uint8Array])[] = [
    ["desc", text("desc", "Exchanged")],
    ["cprt", text("text", "None")],
    ["wtpt", xyz(0.9642, 1, 0.82491)],
    ["rXYZ", green],
    ["gXYZ", blue],
    ["bXYZ", red],
    ["rTRC", curve],
    ["gTRC", curve],
    ["bTRC", curve],
  ];
  return profileOf(tags);
}

function profileOf(tags: readonly (readonly [string, Uint8Array])[]): Uint8Array<ArrayBuffer> {
  let offset = 128 + 4 + 12 * tags.length;
  const entries: Uint8Array[] = [], bodies: Uint8Array[] = [];
  for (const [name, body] of tags) {
    const padded = join(body, new Uint8Array((4 - body.length % 4) % 4));
    entries.push(join(latin1(name), uint32(offset), uint32(body.length)));
    bodies.push(padded);
    offset += padded.length;
  }
  const header = new Uint8Array(128);
  header.set(uint32(offset), 0);
  header.set(latin1("\x02\x10\0\0mntrRGB XYZ "), 8);
  header.set(latin1("acsp"), 36);
  header.set(join(uint32(0.9642 * 65536), uint32(65536), uint32(0.82491 * 65536)), 68);
  return join(header, uint32(tags.length), ...entries, ...bodies);
}

function uint32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/**
 * A baseline JPEG of even grey, two bits for each 64 pixels: 108 million pixels take 420 kB, and a moment
 * to make.
 */
export function greyJpeg(width: number, height: number): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  const size16 = (value: number) => String.fromCharCode(value >> 8, value & 0xff);
  // One code of one bit: no difference to the last block, nothing else in this one.
  const table = (kind: string) => `\xff\xc4\0\x14${kind}\x01${"\0".repeat(15)}\0`;
  const head = latin1(
    `\xff\xd8\xff\xdb\0\x43\0${"\x01".repeat(64)}` +
      `\xff\xc0\0\x0b\x08${size16(height)}${size16(width)}\x01\x01\x11\0` +
      `${table("\0")}${table("\x10")}\xff\xda\0\x08\x01\x01\0\0\x3f\0`,
  );
  const bytes = new Uint8Array(head.length + Math.ceil(blocks / 4) + 2);
  bytes.set(head);
  bytes.set([0xff, 0xd9], bytes.length - 2);
  return bytes;
}
