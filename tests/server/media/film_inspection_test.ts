import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ProviderError } from "../../../server/generation/errors.ts";
import { inspectFilm } from "../../../server/media/film_inspection.ts";
import { boxAt, boxesOf } from "../../mp4_reading.ts";
import { drawPicture } from "../../pictures.ts";
import { smallFilm } from "../../small_film.ts";

async function inspect(bytes: Uint8Array) {
  const path = await Deno.makeTempFile({ suffix: ".mp4" });
  try {
    await Deno.writeFile(path, bytes);
    return await inspectFilm(path);
  } finally {
    await Deno.remove(path);
  }
}

async function assertBad(bytes: Uint8Array, fault: string): Promise<void> {
  const error = await assertRejects(() => inspect(bytes), ProviderError, undefined, fault);
  assertEquals(error.code, "bad-output");
  assertStringIncludes(error.message, `The film that came back ${fault}`);
}

/** The film with its sample entry renamed, as another codec would have named it. */
async function filmOfCodec(codec: string): Promise<Uint8Array<ArrayBuffer>> {
  const film = await smallFilm();
  const { contentStart } = boxAt(film, "moov/trak/mdia/minf/stbl/stsd");
  // Version, flags, entry count and the entry's size come before its name.
  film.set(new TextEncoder().encode(codec), contentStart + 12);
  return film;
}

/** A film put together anew of its boxes, in the order named. */
async function filmOfBoxes(...types: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const film = await smallFilm();
  const boxes = new Map(boxesOf(film).map((box) => [box.type, box]));
  return Uint8Array.from(types.flatMap((type) => {
    const { contentStart = 0, content = [] } = boxes.get(type) ?? {};
    return [...film.subarray(contentStart - 8, contentStart), ...content];
  }));
}

Deno.test("a whole film is described by size, codec, length and frames", async () => {
  const film = await smallFilm();
  assertEquals(await inspect(film), {
    codec: "avc1",
    width: 160,
    height: 96,
    durationSeconds: 0.5,
    frames: 4,
    bytes: film.length,
  });
});

Deno.test("a film with its index at the end is as good", async () => {
  const film = await filmOfBoxes("ftyp", "mdat", "moov");
  assertEquals((await inspect(film)).frames, 4);
});

Deno.test("a film whose last box reaches to the end of the file by definition is whole", async () => {
  const film = await filmOfBoxes("ftyp", "moov", "mdat");
  new DataView(film.buffer).setUint32(boxAt(film, "mdat").contentStart - 8, 0);
  assertEquals((await inspect(film)).frames, 4);
});

Deno.test("a film cut off after its index is refused, wherever the cut", async () => {
  const film = await smallFilm();
  const { contentStart } = boxAt(film, "mdat");
  await assertBad(film.subarray(0, film.length - 1), "is cut off");
  await assertBad(film.subarray(0, contentStart + 1), "is cut off");
  await assertBad(film.subarray(0, contentStart - 3), "is damaged or cut off");
  await assertBad(film.subarray(0, contentStart - 8), "has an index but no frames");
});

Deno.test("a film without its index is refused", async () => {
  await assertBad(await filmOfBoxes("ftyp", "mdat"), "has no index");
});

Deno.test("bytes after the last box are refused", async () => {
  const film = await smallFilm();
  await assertBad(Uint8Array.from([...film, 0, 0, 0, 0, 0, 0, 0, 0]), "is damaged or cut off");
});

Deno.test("codecs that browsers do not play are told apart by name", async () => {
  await assertBad(await filmOfCodec("mp4v"), "uses MPEG-4 Part 2 (mp4v)");
  await assertBad(await filmOfCodec("hvc1"), "uses HEVC (hvc1)");
  await assertBad(await filmOfCodec("hev1"), "uses HEVC (hev1)");
  await assertBad(await filmOfCodec("xxxx"), "uses a codec, which many browsers cannot play");
});

Deno.test("a film of sound alone is refused", async () => {
  const film = await smallFilm();
  const { contentStart } = boxAt(film, "moov/trak/mdia/hdlr");
  film.set(new TextEncoder().encode("soun"), contentStart + 8);
  await assertBad(film, "has no video track");
});

Deno.test("an index full of noise is refused as damaged", async () => {
  const film = await smallFilm();
  const { content } = boxAt(film, "moov");
  content.forEach((_, index) => content[index] = (index * 167 + 41) & 0xff);
  await assertBad(film, "has");
});

Deno.test("what is no film at all is named where it can be", async () => {
  const text = new TextEncoder().encode("Internal error");
  await assertBad(new Uint8Array(), "is empty");
  await assertBad(await drawPicture({ width: 100, height: 100 }), "is a picture, not an MP4");
  await assertBad(text, "is plain text, not an MP4");
  await assertBad(new TextEncoder().encode("<html>"), "is a web page, not an MP4");
  await assertBad(Uint8Array.from([7, 1, 200, 3]), "is not an MP4");
});
