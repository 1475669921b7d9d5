/** What Chromium paints of a picture is what a provider receives of it. */
import { Buffer } from "node:buffer";
import { assert, assertEquals } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../../browser.ts";
import { drawPicture, type PictureOptions } from "../../pictures.ts";
import { join, latin1, pngChunk } from "../../pictures_crafted.ts";
import { never, setUpPictureBench } from "../../pictures_opened.ts";
import {
  avifWithColours,
  bitmap,
  exifData,
  type ExifOptions,
  numbersChunk,
  webpWithExif,
  withChunks,
  withExif,
} from "../../pictures_turned.ts";

const SIZE = { width: 96, height: 68 };
/** Mean difference that two decoders may make, and that of the worst hundredth, of 255. */
const ALIKE = 1, ALIKE_AT_WORST = 6;
/** An AVIF's colours have half the resolution, and each decoder has its own way to enlarge them. */
const AVIF_ALIKE = 3;

const bench = setUpPictureBench();
let browser: Browser, page: Page;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  page = await (await browser.newContext()).newPage();
});
Deno.test.afterAll(async () => {
  bench.close();
  await browser.close();
});

const draw = (options: PictureOptions) => drawPicture({ ...SIZE, ...options });
const [jpeg, png, gif] = [
  await draw({ isPlain: true }),
  await draw({ type: "image/png" }),
  await draw({ type: "image/gif" }),
];

interface Painted {
  readonly width: number;
  readonly height: number;
  /** RGB on black. */
  readonly data: Uint8Array;
}

/** What the browser paints of these pictures, one after the other on one page. */
async function painted(pictures: readonly Uint8Array[]): Promise<Painted[]> {
  const texts = pictures.map((bytes) => Buffer.from(bytes).toString("base64"));
  const found = await page.evaluate(async (texts) => {
    const results = [];
    for (const text of texts) {
      const image = new Image();
      image.src = URL.createObjectURL(
        new Blob([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))]),
      );
      await image.decode();
      const canvas = document.createElement("canvas");
      const [width, height] = [image.naturalWidth, image.naturalHeight];
      Object.assign(canvas, { width, height });
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.fillRect(0, 0, width, height);
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      let packed = "";
      for (const byte of data) packed += String.fromCharCode(byte);
      results.push({ width, height, pixels: btoa(packed) });
    }
    return results;
  }, texts);
  return found.map(({ pixels, ...size }) => {
    const data = Buffer.from(pixels, "base64").filter((_, at) => at % 4 !== 3);
    return { ...size, data };
  });
}

/** Each of these pictures is sent as Chromium paints it: of that size, in those colours. */
async function assertSentAsShown(pictures: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const shown = await painted(Object.values(pictures));
  for (const [index, [name, bytes]] of Object.entries(pictures).entries()) {
    const { width, height, data } = shown[index] ?? { width: 0, height: 0, data: new Uint8Array() };
    const picture = await bench.open(bytes);
    assertEquals([picture.width, picture.height], [width, height], name);
    const sent = await picture.rgb({ width, height }, never());
    const differences = sent.data.map((value, at) => Math.abs(value - (data[at] ?? 0))).sort();
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    const worst = differences[Math.floor(differences.length * 0.99)] ?? 0;
    const isAlike = name.includes("AVIF")
      ? mean <= AVIF_ALIKE
      : mean <= ALIKE && worst <= ALIKE_AT_WORST;
    assert(isAlike, `${name} is ${mean} and ${worst} off`);
  }
}

function named<Key extends string | number>(
  keys: readonly Key[],
  make: (key: Key) => Uint8Array,
): Record<string, Uint8Array> {
  return Object.fromEntries(keys.map((key) => [String(key), make(key)]));
}

const ORIENTATIONS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
/** How an orientation may be written. */
const WRITTEN: Readonly<Record<string, ExifOptions>> = {
  "the other byte order": { orientation: 6, isBigEndian: true },
  "a long": { orientation: 6, type: 4 },
  "a long of the other byte order": { orientation: 6, type: 4, isBigEndian: true },
  "a byte": { orientation: 6, type: 1 },
  "two of them": { orientation: 6, count: 2 },
  "none of them": { orientation: 6, count: 0 },
  "at an odd place": { orientation: 6, offset: 9 },
  "far behind": { orientation: 8, offset: 300 },
};

Deno.test("a JPEG is sent as it is seen, however its EXIF data tell that", async () => {
  const six = exifData({ orientation: 6 }), three = exifData({ orientation: 3 });
  const junk = latin1("no EXIF data at all");
  const scan = jpeg.findLastIndex((byte, at) => byte === 0xff && jpeg[at + 1] === 0xda);
  const late = withExif(join(latin1("\xff\xd8"), new Uint8Array()), six).subarray(2);
  await assertSentAsShown({
    ...named(ORIENTATIONS, (orientation) => withExif(jpeg, exifData({ orientation }))),
    ...named(
      Object.keys(WRITTEN),
      (name) => withExif(jpeg, exifData(WRITTEN[name] ?? { orientation: 1 })),
    ),
    "two segments": withExif(jpeg, six, three),
    "two segments the other way round": withExif(jpeg, three, six),
    "a segment of nothing first": withExif(jpeg, new Uint8Array(), six),
    "a segment of junk first": withExif(jpeg, junk, six),
    "cut off in the entry": withExif(jpeg, six.subarray(0, -5)),
    "cut off behind the entry": withExif(jpeg, six.subarray(0, -4)),
    "behind the tables": join(jpeg.subarray(0, scan), late, jpeg.subarray(scan)),
    "behind the pixels": join(jpeg.subarray(0, -2), late, jpeg.subarray(-2)),
  });
});

Deno.test("a PNG, a WebP and an AVIF are sent as they are seen, whatever they say of it", async () => {
  const exif = (orientation: number) => pngChunk("eXIf", exifData({ orientation }));
  const avif = await Promise.all(
    ORIENTATIONS.slice(1, 9).map((orientation) => draw({ type: "image/avif", orientation })),
  );
  const simple = await draw({ type: "image/webp", isPlain: true });
  await assertSentAsShown({
    ...named(ORIENTATIONS, (orientation) => withChunks(png, exif(orientation))),
    "twice": withChunks(png, exif(6), exif(3)),
    "behind the pixels": join(png.subarray(0, -12), exif(6), png.subarray(-12)),
    "a long": withChunks(png, pngChunk("eXIf", exifData({ orientation: 6, type: 4 }))),
  });
  await assertSentAsShown(
    named(
      ORIENTATIONS,
      (orientation) => webpWithExif(simple, { ...SIZE, exif: exifData({ orientation }) }),
    ),
  );
  await assertSentAsShown(
    Object.fromEntries(avif.map((bytes, index) => [`AVIF ${index + 1}`, bytes])),
  );
});

/** Code points of primaries and transfer (ITU-T H.273), Display P3, HDR and television among them. */
const CODE_POINTS: readonly (readonly [primaries: number, transfer: number])[] = [
  ...[1, 4, 5, 6, 8, 9, 10, 11, 12, 22].map((primaries) => [primaries, 13] as const),
  ...[4, 5, 6, 7, 8, 9, 11, 15, 17].map((transfer) => [1, transfer] as const),
  ...[1, 9, 12].flatMap((primaries) => [[primaries, 16], [primaries, 18]] as const),
  ...[[9, 14], [9, 1], [2, 16], [12, 2]] as const,
];

Deno.test("a PNG is sent in the colours that it is seen in", async () => {
  const deep = await draw({ type: "image/png", colours: "16-bit" });
  const clear = await draw({ type: "image/png", isHalfTransparent: true });
  const grey = await draw({ type: "image/png", colours: "grey" });
  const cicp = (primaries: number, transfer: number) =>
    pngChunk("cICP", Uint8Array.of(primaries, transfer, 0, 1));
  const gamma = (value: number) => numbersChunk("gAMA", Math.round(value * 100_000));
  const p3 = numbersChunk("cHRM", 31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6000);
  const profiled = await draw({ type: "image/png", profile: "p3" });
  await assertSentAsShown({
    ...Object.fromEntries(
      CODE_POINTS.map((points) => [`${points}`, withChunks(png, cicp(...points))]),
    ),
    ...named(
      [0.1, 0.44, 0.45455, 0.47, 0.48, 0.55, 1, 3],
      (value) => withChunks(png, gamma(value)),
    ),
    "gamma and P3": withChunks(png, gamma(0.45455), p3),
    "P3 alone": withChunks(png, p3),
    "gamma and sRGB": withChunks(png, gamma(1), pngChunk("sRGB", Uint8Array.of(0))),
    "code points and gamma": withChunks(png, cicp(1, 13), gamma(1)),
    "a profile": profiled,
    "a profile and code points": withChunks(profiled, cicp(1, 13)),
    "a profile and gamma": withChunks(profiled, gamma(1)),
    "16 bits of PQ": withChunks(deep, cicp(9, 16)),
    "16 bits of gamma": withChunks(deep, gamma(1)),
    "transparent PQ": withChunks(clear, cicp(9, 16)),
    "grey of gamma": withChunks(grey, gamma(1)),
  });
});

/** Transfers with which Chromium shows no AVIF. */
const NOT_SHOWN = [9, 11];

Deno.test("an AVIF is sent in the colours that it is seen in", async () => {
  const eight = await draw({ type: "image/avif", isPlain: true });
  const ten = await draw({ type: "image/avif", isPlain: true, colours: "10-bit" });
  await assertSentAsShown({
    "AVIF": eight,
    "AVIF of ten bits": ten,
    ...Object.fromEntries(
      CODE_POINTS.filter(([, transfer]) => !NOT_SHOWN.includes(transfer))
        .map((points) => [`AVIF of ${points}`, avifWithColours(eight, points)]),
    ),
    "AVIF of ten bits of PQ": avifWithColours(ten, [9, 16]),
    "AVIF of ten bits of HLG": avifWithColours(ten, [9, 18]),
    "AVIF of ten bits of P3": avifWithColours(ten, [12, 13]),
  });
});

const NAMES = { "image/jpeg": "JPEG", "image/webp": "WebP", "image/avif": "AVIF" };

Deno.test("pictures with profiles are sent in the colours that they are seen in", async () => {
  for (const type of ["image/jpeg", "image/webp", "image/avif"] as const) {
    await assertSentAsShown({
      [`${NAMES[type]} in P3`]: await draw({ type, profile: "p3" }),
      [`${NAMES[type]} in exchanged colours`]: await draw({ type, profile: "exchanged" }),
    });
  }
});

Deno.test("a GIF is sent on the canvas that it is seen on", async () => {
  const onCanvas = (width: number, height: number, left = 0, top = 0) => {
    const other = gif.slice();
    const numbers = new DataView(other.buffer);
    numbers.setUint16(6, width, true);
    numbers.setUint16(8, height, true);
    const frame = other.findIndex((byte, at) =>
      byte === 0x2c && at > 13 + 3 && isFrameAt(other, at)
    );
    numbers.setUint16(frame + 1, left, true);
    numbers.setUint16(frame + 3, top, true);
    return other;
  };
  await assertSentAsShown({
    "a canvas of its size": gif,
    "a larger one": onCanvas(200, 150),
    "one of the size of a screen": onCanvas(640, 480),
    "in the middle of it": onCanvas(640, 480, 100, 90),
    "one that is too small": onCanvas(64, 64),
    "none": onCanvas(0, 0),
  });
});

/** A frame's descriptor tells its size. */
function isFrameAt(bytes: Uint8Array, at: number): boolean {
  const numbers = new DataView(bytes.buffer);
  return numbers.getUint16(at + 5, true) === SIZE.width &&
    numbers.getUint16(at + 7, true) === SIZE.height;
}

Deno.test("a BMP of every usual kind is sent as it is seen", async () => {
  const of = (options: Parameters<typeof bitmap>[1]) => bitmap({ width: 83, height: 70 }, options);
  await assertSentAsShown({
    "1 bit": of({ depth: 1 }),
    "4 bits": of({ depth: 4 }),
    "8 bits": of({ depth: 8 }),
    "8 bits of old": of({ depth: 8, headerBytes: 12 }),
    "16 bits": of({ depth: 16 }),
    "16 bits with masks": of({ depth: 16, masks: [0xf800, 0x07e0, 0x1f] }),
    "24 bits": of({ depth: 24 }),
    "24 bits of old": of({ depth: 24, headerBytes: 12 }),
    "24 bits from the top": of({ depth: 24, isTopDown: true }),
    "24 bits of today": of({ depth: 24, headerBytes: 124 }),
    "32 bits": of({ depth: 32 }),
    "32 bits with masks": of({ depth: 32, masks: [0xff, 0xff00, 0xff0000] }),
    "32 bits with opacity": of({
      depth: 32,
      headerBytes: 108,
      masks: [0xff0000, 0xff00, 0xff, 0xff000000],
    }),
    "runs of 8 bits": of({ depth: 8, isInRuns: true }),
    "runs of 4 bits": of({ depth: 4, isInRuns: true }),
  });
});
