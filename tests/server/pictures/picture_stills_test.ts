import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import { PictureStills } from "../../../server/pictures/picture_stills.ts";
import { drawPicture } from "../../pictures.ts";
import { never, setUpPictureBench } from "../../pictures_opened.ts";

const bench = setUpPictureBench();
Deno.test.afterAll(() => bench.close());

Deno.test("a visitor has one still drawn at a time, and all together a few", async () => {
  const stills = new PictureStills(bench.processor);
  const bytes = await drawPicture({ width: 400, height: 300 });
  const arriving = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const slow = { bytes: bytes.length, read: () => arriving.promise.then((all) => all.slice()) };
  const drawFor = (visitorId: string) => stills.draw(slow, { visitorId, signal: never() });
  const first = ["a", "b", "c", "d"].map(drawFor);
  for (const visitorId of ["a", "e"]) {
    const error = await assertRejects(() => drawFor(visitorId), InputError, undefined, visitorId);
    assertEquals([error.code, error.retryAfterSeconds], ["still-busy", 5]);
  }
  arriving.resolve(bytes);
  const drawn = await Promise.all(first);
  assertEquals(drawn.map(({ picture }) => picture.width), [400, 400, 400, 400]);
  assertEquals((await drawFor("a")).picture, { width: 400, height: 300 });
});
