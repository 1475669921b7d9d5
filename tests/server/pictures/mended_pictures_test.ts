import { assert, assertEquals, assertRejects } from "@std/assert";
import { jpegParts } from "../../../contract/formats/jpeg_parts.ts";
import { InputError } from "../../../server/errors.ts";
import { drawPicture, type PictureOptions } from "../../pictures.ts";
import { insertSegment, join, latin1, pngChunk } from "../../pictures_crafted.ts";
import { never, setUpPictureBench } from "../../pictures_opened.ts";

const SIZE = { width: 168, height: 121 };
const SOS = 0xda, SOF = 0xc0, EOI = 0xd9;

const bench = setUpPictureBench();
Deno.test.afterAll(() => bench.close());

const draw = (options: PictureOptions) => drawPicture({ ...SIZE, isGrainy: true, ...options });
const plain = await draw({ isPlain: true });
const progressive = await draw({ isPlain: true, isProgressive: true });
const restarted = await draw({ isPlain: true, isRestarted: true });
const png = await draw({ type: "image/png" });
const webp = await draw({ type: "image/webp" });
const gif = await draw({ type: "image/gif" });
const avif = await draw({ type: "image/avif" });

async function pixelsOf(bytes: Uint8Array): Promise<Uint8Array> {
  return (await (await bench.open(bytes)).rgb(SIZE, never())).data;
}

/** Every one of these files gives the same pixels as the whole picture, and a JPEG as well. */
async function assertSame(whole: Uint8Array, files: Readonly<Record<string, Uint8Array>>) {
  const expected = await pixelsOf(whole);
  for (const [name, bytes] of Object.entries(files)) {
    assertEquals(await pixelsOf(bytes), expected, name);
    assert((await (await bench.open(bytes)).jpeg(SIZE, never())).length > 1000, name);
  }
}

/** Every one of these is refused, when it is opened or when its pixels are read. */
async function assertRefused(files: Readonly<Record<string, Uint8Array>>) {
  for (const [name, bytes] of Object.entries(files)) {
    const error = await assertRejects(() => pixelsOf(bytes), InputError, undefined, name);
    assertEquals(error.code, "image-unreadable", name);
  }
}

function placeOf(jpeg: Uint8Array, code: number): number {
  for (const part of jpegParts(jpeg)) {
    if (part.kind === "segment" && part.code === code) return part.start;
  }
  throw new Error(`no segment ${code.toString(16)}`);
}

function inserted(bytes: Uint8Array, at: number, extra: Uint8Array) {
  return join(bytes.subarray(0, at), extra, bytes.subarray(at));
}

/** Other parameters of the first scan. */
function scannedAs(jpeg: Uint8Array, ...parameters: number[]) {
  const other = jpeg.slice();
  const scan = placeOf(jpeg, SOS);
  other.set(parameters, scan + 2 + (jpeg[scan + 3] ?? 0) - 3);
  return other;
}

/** Bytes that are no marker before each restart, or behind each scan. */
function withJunk(jpeg: Uint8Array, junk: Uint8Array, isBefore: (code: number) => boolean) {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let at = placeOf(jpeg, SOS) + 2; at < jpeg.length; at++) {
    if (jpeg[at] !== 0xff || !isBefore(jpeg[at + 1] ?? 0)) continue;
    pieces.push(jpeg.subarray(from, at), junk);
    from = at;
  }
  return join(...pieces, jpeg.subarray(from));
}

const isRestart = (code: number) => code >= 0xd0 && code <= 0xd7;
const junk = (length: number) => new Uint8Array(length).fill(0x35);

Deno.test("what stands between the segments of a JPEG costs no pixel", async () => {
  const thumbnail = join(latin1("\0\xe1\x10\0Exif\0\0"), plain).subarray(0, 0x1000 + 2);
  const padded = join(thumbnail, junk(0x1000 + 2 - thumbnail.length));
  await assertSame(plain, {
    "a hundred bytes": inserted(plain, placeOf(plain, SOF), junk(100)),
    "thousands before the scan": inserted(plain, placeOf(plain, SOS), junk(24_242)),
    "fill bytes": inserted(plain, placeOf(plain, SOF), new Uint8Array(500).fill(0xff)),
    "a segment that begins with a zero": inserted(plain, placeOf(plain, SOF), padded),
    "a JFIF of another time": insertSegment(plain, 0xe0, "JFIF\0\x07\x01\0\0\x01\0\x01\0\0"),
    "a transformation that nobody knows": insertSegment(plain, 0xee, "Adobe\0\x64\0\0\0\0\x09"),
  });
  await assertSame(progressive, {
    "of a progressive one": inserted(progressive, placeOf(progressive, 0xc2), junk(300)),
  });
});

Deno.test("a sequential JPEG may call its scan what it likes", async () => {
  await assertSame(plain, {
    "no coefficient": scannedAs(plain, 0, 0, 0),
    "some": scannedAs(plain, 1, 5, 0),
    "finer ones": scannedAs(plain, 0, 63, 0x11),
    "impossible ones": scannedAs(plain, 255, 255, 255),
  });
});

Deno.test("junk behind the data of a scan or before a restart costs no pixel", async () => {
  await assertSame(restarted, {
    "five bytes": withJunk(restarted, junk(5), isRestart),
    "six hundred": withJunk(restarted, junk(600), isRestart),
    "before the end": withJunk(restarted, junk(600), (code) => code === EOI),
  });
  await assertSame(progressive, {
    "between scans": withJunk(progressive, junk(40), (code) => code === 0xc4 || code === EOI),
  });
  const missing = restarted.slice();
  const second = missing.findIndex((byte, at) => byte === 0xff && missing[at + 1] === 0xd1);
  missing[second + 1] = 0xd4;
  await assertRefused({
    "a restart out of order": missing,
    "data cut short before a restart": join(
      restarted.subarray(0, second - 20),
      restarted.subarray(second),
    ),
  });
});

Deno.test("a JPEG without its end marker is taken if all rows are there", async () => {
  for (const whole of [plain, progressive, restarted]) {
    const open = whole.subarray(0, -2);
    await assertSame(whole, {
      "no marker": open,
      "half a marker": whole.subarray(0, -1),
      "zeros instead": join(open, new Uint8Array(4096)),
    });
    for (const lost of [1, 3, 40, whole.length >> 3]) {
      const error = await assertRejects(() => bench.open(open.subarray(0, -lost)), InputError);
      assertEquals(error.code, "image-unreadable", `${lost} bytes less`);
    }
  }
  const scanEnds = [...jpegParts(progressive)].flatMap((part) =>
    part.kind === "scan" ? [part.end] : []
  );
  const early = progressive.subarray(0, scanEnds.at(-2));
  await assertRejects(() => bench.open(early), InputError, undefined, "the last scan is missing");
});

/** The PNG with other chunks instead of those of its pixels. */
function withPixels(change: (data: Uint8Array) => readonly Uint8Array[]) {
  const [before, data, after]: [Uint8Array[], Uint8Array[], Uint8Array[]] = [[], [], []];
  const numbers = new DataView(png.buffer);
  for (let at = 8; at < png.length;) {
    const end = at + 12 + numbers.getUint32(at);
    const name = new TextDecoder().decode(png.subarray(at + 4, at + 8));
    if (name === "IDAT") data.push(png.subarray(at + 8, end - 4));
    else (data.length === 0 ? before : after).push(png.subarray(at, end));
    at = end;
  }
  return join(png.subarray(0, 8), ...before, ...change(join(...data)), ...after);
}

function spoilt(chunk: Uint8Array) {
  const other = chunk.slice();
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
  return other;
}

Deno.test("a PNG is taken whatever its other chunks and its end are like", async () => {
  const gamma = spoilt(pngChunk("gAMA", Uint8Array.of(0, 1, 0x86, 0xa0)));
  await assertSame(png, {
    "no IEND": png.subarray(0, -12),
    "half of it": png.subarray(0, -6),
    "a damaged IEND": spoilt(png),
    "no checksum of the pixels": withPixels((data) => [pngChunk("IDAT", data)]).subarray(0, -16),
    "damaged beside the pixels": inserted(png, 33, gamma),
    "text among the pixels": withPixels((data) => [
      pngChunk("IDAT", data.subarray(0, 99)),
      pngChunk("tEXt", latin1("a\0b")),
      pngChunk("IDAT", data.subarray(99)),
    ]),
    "a checksum of zlib that is wrong": withPixels((data) => [pngChunk("IDAT", spoilt(data))]),
    "none": withPixels((data) => [pngChunk("IDAT", data.subarray(0, -4))]),
    "junk behind the pixels": withPixels((data) => [pngChunk("IDAT", join(data, junk(8)))]),
    "a length that is too long": withPixels((data) => {
      const chunk = pngChunk("IDAT", data);
      new DataView(chunk.buffer).setUint32(0, data.length + 5000);
      return [chunk];
    }),
  });
  await assertRefused({
    "pixels cut off": withPixels((data) => [pngChunk("IDAT", data)]).subarray(0, -60),
    "rows missing": withPixels((data) => [pngChunk("IDAT", data.subarray(0, -60))]),
    "a checksum of the pixels that is wrong": withPixels((
      data,
    ) => [spoilt(pngChunk("IDAT", data))]),
  });
});

Deno.test("a WebP is as long as its chunks, whatever it says", async () => {
  const saying = (length: number) => {
    const other = webp.slice();
    new DataView(other.buffer).setUint32(4, length, true);
    return other;
  };
  const said = webp.length - 8;
  await assertSame(webp, {
    "one more": saying(said + 1),
    "its whole length": saying(said + 8),
    "one less": saying(said - 1),
    "nothing": saying(0),
    "much": saying(0x7fffffff),
    "followed by text": join(webp, latin1("hello")),
  });
  const moving = await draw({ type: "image/webp", isAnimated: true });
  await assertSame(moving, { "a later frame cut off": moving.subarray(0, -200) });
  await assertRefused({ "cut off": webp.subarray(0, -2) });
});

Deno.test("a GIF ends where its first frame does", async () => {
  const frame = gif.subarray(0, -2);
  await assertSame(gif, { "no trailer": gif.subarray(0, -1), "no end of its data": frame });
  await assertRefused({ "a block less": frame.subarray(0, -300) });
});

Deno.test("of an AVIF of any brand, moving or not, the picture is taken", async () => {
  const branded = (...brands: string[]) => {
    const other = avif.slice();
    const end = new DataView(avif.buffer).getUint32(0);
    for (let at = 8, index = 0; at < end; at += at === 8 ? 8 : 4, index++) {
      other.set(latin1(brands[index] ?? "miaf"), at);
    }
    return other;
  };
  const video = latin1("\0\0\0\x10moov\0\0\0\x08trak");
  await assertSame(avif, {
    "a picture of any kind": branded("mif1", "avif"),
    "a file of any kind": branded("isom", "avif"),
    "a moving one": join(branded("avis", "avis", "msf1", "avif"), video),
    "a moving one of a still's brand": join(branded("avif", "avis"), video),
    "followed by zeros": join(avif, new Uint8Array(99)),
  });
});
