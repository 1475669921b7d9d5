import { assert, assertEquals } from "@std/assert";
import { plainJpegSize } from "../../../server/pictures/jpeg_structure.ts";
import type { RgbPicture } from "../../../server/generation/ports/provider.ts";
import { drawPicture, type PictureOptions, readPicture } from "../../pictures.ts";
import { insertSegment, STOWAWAYS } from "../../pictures_crafted.ts";
import { join, latin1, pngChunk } from "../../pictures_crafted.ts";
import { assertColour, never, pixel, setUpPictureBench } from "../../pictures_opened.ts";

/** How far colours may be off after a profile, in steps of 255. */
const PROFILE_TOLERANCE = 6;
const SIZE = { width: 400, height: 240 };

const bench = setUpPictureBench();
Deno.test.afterAll(() => bench.close());

async function seen(options: PictureOptions): Promise<RgbPicture> {
  return await (await bench.open(await drawPicture(options))).rgb(SIZE, never());
}

/** Places of the drawn picture: the red square, the disc and two spots of the gradient. */
const PLACES = [[0.05, 0.05], [0.5, 0.5], [0.9, 0.2], [0.3, 0.9]] as const;

Deno.test("colours stored under exchanged primaries come out as the profile says", async () => {
  for (const type of ["image/jpeg", "image/png", "image/webp", "image/avif"] as const) {
    const plain = await seen({ type, ...SIZE });
    const managed = await seen({ type, ...SIZE, profile: "exchanged" });
    for (const [x, y] of PLACES) {
      const [red = 0, green = 0, blue = 0] = pixel(plain, x, y);
      // The profile's curve is a plain gamma, which differs from sRGB's in the darkest tones.
      const tolerance = Math.min(red, green, blue) < 40 ? 14 : PROFILE_TOLERANCE;
      assertColour(pixel(managed, x, y), [blue, red, green], tolerance);
    }
  }
});

Deno.test("Display P3, as telephones store it, comes out in the colours of sRGB", async () => {
  for (const type of ["image/jpeg", "image/png", "image/webp", "image/avif"] as const) {
    const stored = await readPicture(await drawPicture({ type, ...SIZE, profile: "p3" }));
    const [red = 0, green = 0] = pixel(stored, 0.05, 0.05);
    assert(red < 245 && green > 40, `the test picture is not in P3: ${red}, ${green}`);
    const plain = await seen({ type, ...SIZE });
    const managed = await seen({ type, ...SIZE, profile: "p3" });
    for (const [x, y] of PLACES) {
      assertColour(pixel(managed, x, y), pixel(plain, x, y), PROFILE_TOLERANCE);
    }
  }
});

Deno.test("a profile that does not fit the picture, or is broken, does not keep it out", async () => {
  const grey = await seen({ ...SIZE, colours: "grey", profile: "exchanged" });
  assertColour(pixel(grey, 0.5, 0.5), [253, 253, 253]);
  const bytes = await drawPicture(SIZE);
  const broken = insertSegment(bytes, 0xe2, "ICC_PROFILE\0\x01\x01no profile at all");
  const rgb = await (await bench.open(broken)).rgb(SIZE, never());
  assertColour(pixel(rgb, 0.5, 0.5), [255, 255, 255]);
});

for (const colours of ["grey", "cmyk", "16-bit", "palette", "1-bit"] as const) {
  for (const isProgressive of [false, true]) {
    const name = `${
      isProgressive ? "an interlaced" : "a"
    } ${colours} picture comes out in 8-bit colours`;
    Deno.test(name, async () => {
      const type = colours === "cmyk" ? "image/jpeg" : "image/png";
      const rgb = await seen({ type, ...SIZE, colours, isProgressive });
      assertColour(pixel(rgb, 0.5, 0.5), [255, 255, 255]);
      const [red = 0, green = 0, blue = 0] = pixel(rgb, 0.9, 0.2);
      const isGrey = colours === "grey" || colours === "1-bit";
      if (isGrey) assert(red === green && green === blue, `${red}, ${green}, ${blue} is no grey`);
      else assertColour([red, green, blue], [180, 40, 160], colours === "cmyk" ? 40 : 14);
    });
  }
}

Deno.test("of animations only the first frame is seen", async () => {
  for (const type of ["image/gif", "image/webp"] as const) {
    const bytes = await drawPicture({ type, ...SIZE, isAnimated: true });
    const picture = await bench.open(bytes);
    assertEquals([picture.width, picture.height], [SIZE.width, SIZE.height], type);
    const rgb = await picture.rgb(SIZE, never());
    assertColour(pixel(rgb, 0.5, 0.5), [255, 255, 255]);
    assertColour(pixel(rgb, 0.9, 0.2), [180, 40, 160], 14);
    // The second frame alone makes the file about twice as large.
    const still = await drawPicture({ type, ...SIZE });
    assert(bytes.length > 1.5 * still.length, `${type} of ${bytes.length} bytes is not animated`);
  }
});

Deno.test("what is transparent lies on black, in 16 bits too", async () => {
  for (const colours of [undefined, "16-bit", "grey"] as const) {
    const options = { type: "image/png", ...SIZE, isHalfTransparent: true } as const;
    const rgb = await seen(colours ? { ...options, colours } : options);
    assertColour(pixel(rgb, 0.95, 0.5), [0, 0, 0]);
    assertColour(pixel(rgb, 0.45, 0.5), [255, 255, 255]);
  }
});

Deno.test("of a picture with a place, a thumbnail and words hung on it nothing leaves the processor", async () => {
  for (const type of ["image/jpeg", "image/png", "image/webp", "image/avif"] as const) {
    const tagged = await drawPicture({ type, ...SIZE, isTagged: true, orientation: 1 });
    const before = (await readPicture(tagged)).fields;
    assert(before.some((field) => field.startsWith("exif-ifd3-GPS")), `${type} has no place`);
    assert(before.includes("xmp-data"), `${type} has no XMP`);
    const jpeg = await (await bench.open(tagged)).jpeg(SIZE, never());
    assertEquals(plainJpegSize(jpeg), SIZE, `${type} leaves segments`);
    assert(!new TextDecoder("latin1").decode(jpeg).includes("Secret"), type);
  }
});

Deno.test("a JPEG that would fit is written anew when anything hangs on it", async () => {
  const plain = await drawPicture({ ...SIZE, isPlain: true });
  const secret = "Secret";
  const cases: Readonly<Record<string, Uint8Array>> = {
    "EXIF": insertSegment(plain, 0xe1, `Exif\0\0${secret}`),
    "XMP": insertSegment(plain, 0xe1, `http://ns.adobe.com/xap/1.0/\0${secret}`),
    "IPTC": insertSegment(plain, 0xed, `Photoshop 3.0\x008BIM\x04\x04\0\0${secret}`),
    "a comment": insertSegment(plain, 0xfe, secret),
    "a thumbnail": insertSegment(plain, 0xe0, `JFXX\0\x10${secret}`),
    "what follows its end": join(plain, latin1(secret)),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    const jpeg = await (await bench.open(bytes)).jpeg(SIZE, never());
    assert(!new TextDecoder("latin1").decode(jpeg).includes(secret), name);
    assertEquals(plainJpegSize(jpeg), SIZE, name);
  }
});

for (const [name, stowaway] of Object.entries(STOWAWAYS)) {
  Deno.test(`a picture that is ${name} as well comes out as the picture alone`, async () => {
    const jpeg = await drawPicture({ ...SIZE, isPlain: true });
    const png = await drawPicture({ type: "image/png", ...SIZE });
    const text = new TextDecoder("latin1").decode(stowaway);
    const files = [
      join(jpeg, stowaway),
      insertSegment(jpeg, 0xfe, text.replaceAll("\0", " ")),
      join(await drawPicture({ type: "image/gif", ...SIZE }), stowaway),
      join(await drawPicture({ type: "image/webp", ...SIZE }), stowaway),
      join(await drawPicture({ type: "image/avif", ...SIZE }), stowaway),
      join(png, stowaway),
      join(png.subarray(0, 33), pngChunk("teXt", stowaway), png.subarray(33)),
    ];
    for (const [index, bytes] of files.entries()) {
      const cleaned = await (await bench.open(bytes)).jpeg(SIZE, never());
      assertColour(pixel(await readPicture(cleaned), 0.5, 0.5), [255, 255, 255]);
      assert(!new TextDecoder("latin1").decode(cleaned).includes("stowaway"), `file ${index}`);
    }
  });
}
