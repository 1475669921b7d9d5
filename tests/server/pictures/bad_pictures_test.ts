import { assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { IMAGE_TYPES } from "../../../contract/image_limits.ts";
import { InputError } from "../../../server/errors.ts";
import { quickestMs } from "../../patience.ts";
import { drawPicture, type PictureOptions } from "../../pictures.ts";
import { ALL_SCANS, jpegInScans } from "../../pictures_in_scans.ts";
import { claim, greyJpeg, join, latin1, pngHeader } from "../../pictures_crafted.ts";
import { assertColour, never, pixel, setUpPictureBench } from "../../pictures_opened.ts";

const FRAME = { width: 512, height: 288 };
/** How long the processor may take to refuse a picture, in milliseconds. */
const QUICK_MS = 1000;

const bench = setUpPictureBench();
await bench.processor.warm();
Deno.test.afterAll(() => bench.close());

/** Opens and uses a picture that must be refused soon; returns the code. */
async function refusalOf(bytes: Uint8Array, name: string): Promise<string> {
  let code = "";
  const tookMs = await quickestMs(QUICK_MS, async () => {
    const error = await assertRejects(
      async () => await (await bench.open(bytes)).rgb(FRAME, never()),
      InputError,
      undefined,
      name,
    );
    code = error.code;
  });
  assertLess(tookMs, QUICK_MS, name);
  return code;
}

/** The next picture is read as if nothing had been. */
async function assertWell(): Promise<void> {
  const bytes = await drawPicture({ type: "image/png", width: 600, height: 400 });
  assertColour(pixel(await (await bench.open(bytes)).rgb(FRAME, never()), 0.5, 0.5), [
    255,
    255,
    255,
  ]);
}

const KINDS: readonly PictureOptions[] = [
  ...IMAGE_TYPES.map((type) => ({ type })),
  { type: "image/jpeg", isPlain: true },
  { type: "image/jpeg", isProgressive: true, isTagged: true },
  { type: "image/png", isProgressive: true },
  { type: "image/png", colours: "palette" },
  { type: "image/webp", isHalfTransparent: true },
];

for (const kind of KINDS) {
  const name = Object.values(kind).join(", ");
  Deno.test(`a picture cut off anywhere is refused when it is opened: ${name}`, async () => {
    // Upright, so that a wide frame leaves out its end.
    const bytes = await drawPicture({ ...kind, width: 400, height: 600 });
    for (const share of [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98]) {
      const cut = bytes.subarray(0, Math.max(Math.floor(bytes.length * share), 16));
      const error = await assertRejects(() => bench.open(cut), InputError, undefined, `${share}`);
      assertEquals(error.code, "image-unreadable", `${share}`);
    }
    const { width } = await bench.open(bytes);
    assertEquals(width, 400);
    await assertWell();
  });

  Deno.test(`a picture whose header is noise is refused: ${name}`, async () => {
    const bytes = (await drawPicture({ ...kind, width: 400, height: 600 })).slice();
    // Behind where a WebP tells its size: a noise of that would be another refusal.
    for (let index = 32; index < 1200; index++) bytes[index] = (index * 167 + 129) & 0xff;
    assertEquals(await refusalOf(bytes, name), "image-unreadable");
    await assertWell();
  });
}

Deno.test("of a GIF whose later frames are cut off the first one is taken", async () => {
  const bytes = await drawPicture({ type: "image/gif", width: 400, height: 240, isAnimated: true });
  const cut = bytes.subarray(0, Math.floor(bytes.length * 0.8));
  const rgb = await (await bench.open(cut)).rgb({ width: 400, height: 240 }, never());
  assertColour(pixel(rgb, 0.5, 0.5), [255, 255, 255]);
});

/** An AVIF that says of itself that it is as large as told (ISO 23008-12, 6.5.3). */
async function avifClaim(width: number, height: number): Promise<Uint8Array> {
  const bytes = (await drawPicture({ type: "image/avif", width: 128, height: 96 })).slice();
  const text = new TextDecoder("latin1").decode(bytes);
  const view = new DataView(bytes.buffer);
  for (let at = text.indexOf("ispe"); at !== -1; at = text.indexOf("ispe", at + 4)) {
    view.setUint32(at + 8, width);
    view.setUint32(at + 12, height);
  }
  return bytes;
}

Deno.test("pictures that claim to be huge are refused by their headers, at no cost", async () => {
  const claims: Readonly<Record<string, Uint8Array>> = {
    "PNG": pngHeader(30_000, 30_000),
    "GIF": claim("gif", 30_000, 30_000),
    "JPEG": claim("jpeg", 30_000, 30_000),
    "the largest JPEG": claim("jpeg", 65_500, 65_500),
    "the largest PNG": pngHeader(2 ** 31 - 1, 2 ** 31 - 1),
    "WebP": claim("webp", 16_000, 16_000),
    "AVIF": await avifClaim(30_000, 30_000),
  };
  const expected = Object.fromEntries(
    Object.keys(claims).map((name) => [name, "image-too-many-pixels"]),
  );
  const tookMs = await quickestMs(QUICK_MS, async () => {
    const codes: Record<string, string> = {};
    for (const [name, bytes] of Object.entries(claims)) codes[name] = await refusalOf(bytes, name);
    assertEquals(codes, expected);
  });
  assertLess(tookMs, QUICK_MS);
  await assertWell();
  const { codes, grownMib } = await openInOwnProcess(claims);
  assertEquals(codes, expected);
  assertLess(grownMib, 100);
});

Deno.test("a baseline JPEG of a telephone's 108 or 200 megapixels is taken, and a larger one is not", async () => {
  for (const [width, height] of [[12_000, 9000], [16_320, 12_240]] as const) {
    const rgb = await (await bench.open(greyJpeg(width, height))).rgb(FRAME, never());
    assertColour(pixel(rgb, 0.5, 0.5), [128, 128, 128], 1);
  }
  assertEquals(await refusalOf(greyJpeg(20_000, 15_000), "300 million"), "image-too-many-pixels");
});

/** What a process that does nothing else says of these pictures, and what they cost it. */
async function openInOwnProcess(
  pictures: Readonly<Record<string, Uint8Array>>,
): Promise<{ readonly codes: Record<string, string>; readonly grownMib: number }> {
  const folder = await Deno.makeTempDir({ prefix: "lounge-claims-" });
  try {
    for (const [name, bytes] of Object.entries(pictures)) {
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    const script = new URL("./claimed_pictures.ts", import.meta.url).href;
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "--allow-all", script, folder],
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a picture of one pixel is too small, whatever its type", async () => {
  for (const type of IMAGE_TYPES) {
    const bytes = await drawPicture({ type, width: 1, height: 1 });
    assertEquals(await refusalOf(bytes, type), "image-too-small");
  }
});

Deno.test("a file's own bytes decide, whatever it claims to be", async () => {
  const others: readonly (readonly [bytes: Uint8Array, code: string])[] = [
    [new Uint8Array(), "image-empty"],
    [latin1("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "image-heic"],
    [latin1("\0\0\0\x18ftypisom\0\0\0\0isommp42"), "image-is-video"],
    [latin1("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image-type-unsupported"],
    [latin1("%PDF-1.7\n"), "image-type-unsupported"],
    [join(latin1("PK\x03\x04"), await drawPicture({ width: 400 })), "image-type-unsupported"],
  ];
  for (const [bytes, code] of others) assertEquals(await refusalOf(bytes, code), code);
  await assertWell();
});

Deno.test("a picture that takes too long is given up with what can be done", async () => {
  const hasty = setUpPictureBench({ timeoutMs: 1 });
  try {
    const bytes = await drawPicture({ type: "image/png", width: 600, height: 400 });
    const picture = await hasty.open(bytes);
    const error = await assertRejects(
      () => picture.rgb(FRAME, never()),
      InputError,
      "was not read after",
    );
    assertEquals(error.code, "image-too-slow");
    assertEquals(error.message.includes("damaged"), false, error.message);
  } finally {
    hasty.close();
  }
});

Deno.test("a JPEG in hundreds of scans is refused by its header, with what helps", async () => {
  const size = { width: 2400, height: 1600 };
  const bytes = jpegInScans({ ...size, scans: ALL_SCANS });
  assertEquals(await refusalOf(bytes, "scans"), "image-too-slow");
  const error = await assertRejects(() => bench.open(bytes), InputError);
  assertStringIncludes(error.message, `stored in ${ALL_SCANS} scans`);
  assertStringIncludes(error.message, "Save it as a baseline JPEG");
  const taken = await bench.open(jpegInScans({ ...size, scans: 100 }));
  assertColour(pixel(await taken.rgb(FRAME, never()), 0.5, 0.5), [128, 128, 128]);
});

Deno.test("the larger a JPEG, the fewer scans it may have", async () => {
  const size = { width: 8000, height: 8000 };
  const error = await assertRejects(
    () => bench.open(jpegInScans({ ...size, scans: 60 })),
    InputError,
  );
  assertEquals([error.code, error.parameters], [
    "image-too-slow",
    { kind: "scans", scans: 60, limit: 46 },
  ]);
  await bench.open(jpegInScans({ ...size, scans: 46 }));
});

Deno.test("scans that hide behind thousands of segments are not decoded", async () => {
  const bytes = jpegInScans({ width: 2400, height: 1600, scans: ALL_SCANS });
  const comments = join(...new Array(10_000).fill(latin1("\xff\xfe\0\x02")));
  const hidden = join(bytes.subarray(0, 2), comments, bytes.subarray(2));
  assertEquals(await refusalOf(hidden, "hidden"), "image-unreadable");
});
