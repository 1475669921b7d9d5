import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import { SeededRandom } from "../../crash/seeded_random.ts";
import { drawPicture, type PictureOptions } from "../../pictures.ts";
import { insertSegment, join } from "../../pictures_crafted.ts";
import { never, setUpPictureBench } from "../../pictures_opened.ts";

const SIZE = { width: 640, height: 360 };

const bench = setUpPictureBench();
Deno.test.afterAll(() => bench.close());

/** Random bytes in the middle of a picture, where its pixels are. */
function withNoise(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const random = new SeededRandom(7);
  const noise = Uint8Array.from({ length }, () => Math.floor(random.next() * 256));
  const damaged = bytes.slice();
  damaged.set(noise, (bytes.length - length) >> 1);
  return Uint8Array.from(damaged);
}

/** What becomes of a picture as a JPEG of its own size: nothing, or the code of its refusal. */
async function refusalOf(bytes: Uint8Array): Promise<string | undefined> {
  const picture = await bench.open(bytes);
  return await picture.jpeg(SIZE, never()).then(() => undefined, (error) => {
    if (error instanceof InputError) return error.code;
    throw error;
  });
}

const KINDS: Readonly<Record<string, PictureOptions>> = {
  "a photograph": { isTagged: true },
  "a JPEG that would go through untouched": { isPlain: true },
  "a progressive JPEG": { isProgressive: true },
  "a PNG": { type: "image/png" },
  "an AVIF": { type: "image/avif" },
};

for (const [name, kind] of Object.entries(KINDS)) {
  Deno.test(`${name} that is damaged in its middle is refused, and no video is made of its grey half`, async () => {
    const bytes = await drawPicture({ ...kind, ...SIZE, isGrainy: true });
    assertEquals(await refusalOf(bytes), undefined);
    for (const length of [1000, 4000]) {
      const error = await assertRejects(
        async () => await (await bench.open(withNoise(bytes, length))).jpeg(SIZE, never()),
        InputError,
      );
      assertEquals(error.code, "image-unreadable", `${length} bytes`);
    }
  });
}

Deno.test("what cameras and programs do to JPEGs beside the pixels harms none", async () => {
  const baseline = await drawPicture({ ...SIZE, isPlain: true });
  const progressive = await drawPicture({ ...SIZE, isPlain: true, isProgressive: true });
  const zeros = new Uint8Array(16), fill = new Uint8Array(3).fill(0xff);
  for (const bytes of [baseline, progressive]) {
    const table = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc4);
    const [start, end] = [bytes.subarray(0, table), bytes.subarray(table)];
    const [body, eoi] = [bytes.subarray(0, -2), bytes.subarray(-2)];
    const oddities = {
      "bytes between segments": join(start, zeros.subarray(0, 3), end),
      "fill bytes": join(start, fill, end),
      "bytes behind the pixels": join(body, zeros, eoi),
      "bytes behind the end": join(bytes, zeros),
      "a JFIF of another time": insertSegment(bytes, 0xe0, "JFIF\0\x07\x01\0\0\x01\0\x01\0\0"),
      "an unknown transformation": insertSegment(bytes, 0xee, "Adobe\0\x64\0\0\0\0\x01"),
    };
    for (const [name, odd] of Object.entries(oddities)) {
      assertEquals(await refusalOf(odd), undefined, name);
    }
  }
});
