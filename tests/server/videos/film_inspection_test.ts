import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { inspectFilm } from "../../../server/videos/film_inspection.ts";
import { filmVariant } from "../../film_variants.ts";
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

/** The film with its index claiming another number of frames. */
async function filmWith({ frames }: { readonly frames: number }) {
  const film = await smallFilm();
  const path = "moov/trak/mdia/minf/stbl";
  viewOf(boxAt(film, `${path}/stsz`).content).setUint32(8, frames);
  viewOf(boxAt(film, `${path}/stts`).content).setUint32(8, frames);
  return film;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
    framesPerSecond: 8,
    bytes: film.length,
    needsNewIndex: false,
  });
});

Deno.test("a film with its index at the end is as good", async () => {
  const film = await filmVariant({ index: "last" });
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
  const names = {
    mp4v: "MPEG-4 Part 2 (mp4v)",
    hvc1: "HEVC (hvc1)",
    hev1: "HEVC (hev1)",
    xxxx: "a film in an unknown codec",
  };
  for (const [codec, name] of Object.entries(names)) {
    const film = await filmOfCodec(codec);
    const error = await assertRejects(() => inspect(film), ProviderError);
    assertEquals([error.code, error.retryable], ["unplayable-codec", false]);
    assertStringIncludes(error.message, `The service sent ${name}, which browsers do not play.`);
  }
});

Deno.test("a film whose frames are zeros, from wherever on, is refused", async () => {
  for (const index of ["first", "last", "in-pieces"] as const) {
    const film = await filmVariant({ index, rounds: 3 });
    for (const share of [0, 0.5, 0.9]) {
      const zeroed = film.slice();
      for (const { type, content } of boxesOf(zeroed)) {
        if (type === "mdat") content.fill(0, Math.floor(content.length * share));
      }
      await assertBad(zeroed, "has damaged frames");
    }
  }
});

Deno.test("a film that starts with a frame that needs another one is refused", async () => {
  const film = await smallFilm();
  const { content } = boxAt(film, "mdat");
  const key = content.findIndex((byte, at) => at % 4 === 0 && (byte & 31) === 5);
  assertEquals(key >= 0, true, "the small film has a key frame");
  content[key] = 1;
  await assertBad(film, "has damaged frames");
});

Deno.test("H.264 of more colours or bits than browsers play is told by its name", async () => {
  const names = { 110: "High 10", 122: "High 4:2:2", 244: "High 4:4:4", 44: "CAVLC 4:4:4" };
  for (const [profile, name] of Object.entries(names)) {
    const film = await smallFilm();
    const { content } = boxAt(film, "moov/trak/mdia/minf/stbl/stsd");
    const settings = new TextDecoder("latin1").decode(content).indexOf("avcC");
    content[settings + 5] = Number(profile);
    const error = await assertRejects(() => inspect(film), ProviderError);
    assertEquals([error.code, error.retryable], ["unplayable-codec", false]);
    assertStringIncludes(error.message, `The service sent H.264 ${name}, which browsers do not`);
  }
});

Deno.test("a film in pieces, or with every frame marked as a key, needs a new index", async () => {
  for (const variant of [{ index: "in-pieces" }, { marksAllFramesAsKeys: true }] as const) {
    const facts = await inspect(await filmVariant(variant));
    assertEquals([facts.needsNewIndex, facts.frames, facts.durationSeconds], [true, 4, 0.5]);
  }
});

Deno.test("a film without a single frame is refused", async () => {
  await assertBad(await filmWith({ frames: 0 }), "has no frames");
});

Deno.test("a few bytes that claim billions of frames are refused without counting them", async () => {
  await assertBad(await filmWith({ frames: 0xffff_fff0 }), "claims to have more frames");
  const crowded = await smallFilm();
  viewOf(boxAt(crowded, "moov/trak/mdia/minf/stbl/stsc").content).setUint32(12, 500_000_000);
  await assertBad(crowded, "has a damaged index");
  const pieces = await filmVariant({ index: "in-pieces" });
  const { content } = boxAt(pieces, "moof/traf/trun");
  viewOf(content).setUint32(4, 0xffff_fff0);
  await assertBad(pieces, "claims to have more frames");
});

Deno.test("a film that claims to last for days is refused, whoever claims it", async () => {
  for (const path of ["moov/mvhd", "moov/trak/mdia/mdhd"]) {
    const film = await smallFilm();
    const header = viewOf(boxAt(film, path).content);
    header.setUint32(16, header.getUint32(12) * 86_400 * 3);
    await assertBad(film, "claims to be longer");
  }
});

Deno.test("a film that lasts no time at all is refused", async () => {
  const film = await smallFilm();
  const times = viewOf(boxAt(film, "moov/trak/mdia/minf/stbl/stts").content);
  for (let at = 12; at < times.byteLength; at += 8) times.setUint32(at, 0);
  await assertBad(film, "lasts no time at all");
});

Deno.test("an index of many megabytes is refused unread", async () => {
  const film = await filmOfBoxes("ftyp", "mdat", "moov");
  const { contentStart, content } = boxAt(film, "moov");
  const large = new Uint8Array(film.length + 5_000_000);
  large.set(film);
  viewOf(large).setUint32(contentStart - 8, 8 + content.length + 5_000_000);
  await assertBad(large, "has an unreasonably large index");
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
  await assertBad(new TextEncoder().encode('{"error":"busy"}'), "is JSON, not an MP4");
  await assertBad(Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1), "is a WebM or Matroska video, not");
  const quickTime = await smallFilm();
  quickTime.set(new TextEncoder().encode("qt  "), 8);
  await assertBad(quickTime, "is a QuickTime film, not an MP4");
  await assertBad(Uint8Array.from([7, 1, 200, 3]), "is not an MP4");
});
