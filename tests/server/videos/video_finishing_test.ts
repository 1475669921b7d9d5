import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { VideoMarks } from "../../../contract/video_marks.ts";
import { readVideoRecipe } from "../../../contract/video_recipe.ts";
import { ProviderError, StorageError } from "../../../server/errors.ts";
import { finishVideo } from "../../../server/videos/video_finishing.ts";
import { type VideoVariant, videoVariant } from "../../video_variants.ts";
import { boxAt, boxesOf } from "../../mp4_reading.ts";

const MARKS: VideoMarks = {
  title: "AI video by <Wan> & friends \u0007",
  recipe: {
    v: 1,
    app: "AI Lounge After Dark",
    model: "wan",
    seed: 42,
    prompt: "Grüße, 夜",
    settings: { motion: 127, loop: true },
    picture: "0123456789abcdef".repeat(4),
  },
  source: "trained-model",
};

/** The video after it was finished, and the names of what lies in its folder then. */
async function finish(video: Uint8Array, marks: VideoMarks = MARKS) {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/video.mp4`;
    await Deno.writeFile(path, video);
    const facts = await finishVideo(path, marks);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assertEquals(names, ["video.mp4"]);
    return { video: await Deno.readFile(path), facts };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function typesOf(video: Uint8Array<ArrayBuffer>): string[] {
  return boxesOf(video).map(({ type }) => type);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

Deno.test("a finished video has its index and its marks before its frames", async () => {
  for (const index of ["first", "last", "in-pieces"] as const) {
    const { video, facts } = await finish(await videoVariant({ index, hasSound: true }));
    assertEquals(typesOf(video), ["ftyp", "moov", "uuid", "mdat"], index);
    assertEquals(facts.bytes, video.length);
    assertEquals([facts.frames, facts.framesPerSecond, facts.durationSeconds], [4, 8, 0.5]);
  }
});

Deno.test("frames and sound stay as they are, bit for bit", async () => {
  const before = await videoVariant({ index: "last", hasSound: true, rounds: 3 });
  const { video } = await finish(before);
  assertEquals(boxAt(video, "mdat").content, boxAt(before, "mdat").content);
  assertEquals(tracksOf(video), ["vide", "soun"]);
});

Deno.test("every place in the index moves with the frames", async () => {
  const before = await videoVariant({ index: "last", hasSound: true, rounds: 8 });
  const { video } = await finish(before);
  assertEquals(chunksOf(video), chunksOf(before));
});

Deno.test("long places in the index move as well", async () => {
  const before = widenPlaces(await videoVariant({ index: "last", rounds: 2 }));
  const { video } = await finish(before);
  assertEquals(chunksOf(video), chunksOf(before));
});

Deno.test("the recipe can be read from a finished video again", async () => {
  const { video } = await finish(await videoVariant());
  assertEquals(await readVideoRecipe(new Blob([video])), MARKS.recipe);
});

Deno.test("the XMP packet names where the pictures come from, in sound XML", async () => {
  const concepts = {
    "trained-model": "trainedAlgorithmicMedia",
    "altered-picture": "algorithmicallyEnhanced",
  } as const;
  for (const source of ["trained-model", "altered-picture"] as const) {
    const { video } = await finish(await videoVariant(), { ...MARKS, source });
    const { content } = boxAt(video, "uuid");
    assertEquals(content.slice(0, 16).toHex(), "be7acfcb97a942e89c71999491e3afac");
    const packet = textOf(content.slice(16));
    assertMatch(packet, /^<\?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"\?>/);
    assert(packet.includes(
      ` Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${
        concepts[source]
      }"`,
    ));
    assert(packet.includes(">AI video by &lt;Wan> &amp; friends </rdf:li>"), packet);
  }
});

Deno.test("finishing a video again changes nothing but the marks", async () => {
  const once = await finish(await videoVariant({ rounds: 2 }));
  const twice = await finish(once.video);
  assertEquals(twice.video, once.video);
  const other = { ...MARKS, recipe: { ...MARKS.recipe, seed: 7 } };
  const { video } = await finish(once.video, other);
  assertEquals((await readVideoRecipe(new Blob([video])))?.seed, 7);
  assertEquals(textOf(video).includes('"seed":42'), false);
});

Deno.test("what the video held beside its frames is gone", async () => {
  const video = await videoVariant();
  const junk = Uint8Array.from([0, 0, 0, 14, ...new TextEncoder().encode("freesecret")]);
  const before = Uint8Array.from([
    ...video.subarray(0, ftypEnd(video)),
    ...junk,
    ...video.subarray(
      ftypEnd(video),
    ),
  ]);
  // The places in the index are off by the junk now; the frames are behind it.
  shiftPlaces(before, junk.length);
  const after = await finish(before);
  assertEquals(typesOf(after.video), ["ftyp", "moov", "uuid", "mdat"]);
  assertEquals(chunksOf(after.video), chunksOf(video));
});

Deno.test("key frames that are none are told apart from those that are", async () => {
  const { video } = await finish(await videoVariant({ rounds: 3, marksAllFramesAsKeys: true }));
  const table = boxAt(video, "moov/trak/mdia/minf/stbl/stss").content;
  assertEquals([...table].slice(4), [0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 9]);
});

Deno.test("a large video in pieces keeps its pictures and its sound apart", async () => {
  const options = { rounds: 4, hasSound: true, fillerBytes: 300_000 } as const;
  const { video, facts } = await finish(await videoVariant({ ...options, index: "in-pieces" }));
  const whole = await finish(await videoVariant({ ...options, index: "last" }));
  assertEquals([facts.frames, facts.durationSeconds], [16, 2]);
  assertEquals(samplesOf(video), samplesOf(whole.video));
  const table = boxAt(video, "moov/trak/mdia/minf/stbl/stss").content;
  assertEquals([7, 11, 15, 19, 23].map((at) => table[at]), [4, 1, 5, 9, 13]);
});

Deno.test("a disk that takes no more is told from a video that is none", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeFile(`${folder}/video.mp4`, await videoVariant());
  await Deno.mkdir(`${folder}/video.mp4.new/in-the-way`, { recursive: true });
  const error = await assertRejects(() => finishVideo(`${folder}/video.mp4`, MARKS), StorageError);
  assertEquals(error.code, "storage-failed");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an index that points outside the frames is refused, and nothing stays behind", async () => {
  const variants: readonly VideoVariant[] = [{ hasSound: true }, { index: "last", hasSound: true }];
  for (const variant of variants) {
    const video = await videoVariant(variant);
    const places = placesOf(video);
    // The sound's, since the pictures' first place is tried before.
    const last = places.at(-1);
    last?.setUint32(8, video.length + 1000);
    const folder = await Deno.makeTempDir();
    await Deno.writeFile(`${folder}/video.mp4`, video);
    const error = await assertRejects(
      () => finishVideo(`${folder}/video.mp4`, MARKS),
      ProviderError,
    );
    assertEquals(error.code, "bad-output");
    assertEquals([...Deno.readDirSync(folder)].length, 1);
    await Deno.remove(folder, { recursive: true });
  }
});

function ftypEnd(video: Uint8Array<ArrayBuffer>): number {
  const { contentStart, content } = boxAt(video, "ftyp");
  return contentStart + content.length;
}

/** The kinds of a video's tracks. */
function tracksOf(video: Uint8Array<ArrayBuffer>): string[] {
  return tracksIn(video).map((track) => textOf(boxAt(track, "mdia/hdlr").content.subarray(8, 12)));
}

function tracksIn(video: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const { content, contentStart } = boxAt(video, "moov");
  return boxesOf(content, contentStart)
    .filter(({ type }) => type === "trak")
    .map((box) => box.content);
}

/** The tables of places, one a track, in the video's own bytes. */
function placesOf(video: Uint8Array<ArrayBuffer>): DataView[] {
  return tracksIn(video).map((track) => {
    const tables = boxesOf(boxAt(track, "mdia/minf/stbl").content);
    const { content } = tables.find(({ type }) => type === "stco" || type === "co64") ??
      tables[0] ??
      boxAt(track, "stco");
    return new DataView(content.buffer, content.byteOffset, content.byteLength);
  });
}

/** The first bytes of each chunk that the index points to. */
function chunksOf(video: Uint8Array<ArrayBuffer>): string[] {
  return placesOf(video).flatMap((table) => {
    const count = table.getUint32(4);
    const size = (table.byteLength - 8) / count;
    return Array.from({ length: count }, (_, index) => {
      const at = 8 + index * size;
      const place = size === 8 ? Number(table.getBigUint64(at)) : table.getUint32(at);
      return video.slice(place, place + 24).toHex();
    });
  });
}

/** Sizes of the frames of each track, as the index has them. */
function samplesOf(video: Uint8Array<ArrayBuffer>): string[] {
  return tracksIn(video).map((track) => boxAt(track, "mdia/minf/stbl/stsz").content.toHex());
}

function shiftPlaces(video: Uint8Array<ArrayBuffer>, by: number): void {
  for (const table of placesOf(video)) {
    for (let at = 8; at < table.byteLength; at += 4) table.setUint32(at, table.getUint32(at) + by);
  }
}

/** The video, whose index stands last, with places of eight bytes each. */
function widenPlaces(video: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const path = ["moov", "trak", "mdia", "minf", "stbl"];
  const { contentStart, content } = boxAt(video, `${path.join("/")}/stco`);
  const count = new DataView(content.buffer, content.byteOffset).getUint32(4);
  const wide = new Uint8Array(8 + count * 8);
  wide.set(content.subarray(0, 8));
  for (let index = 0; index < count; index++) {
    wide.set(content.subarray(8 + index * 4, 12 + index * 4), 12 + index * 8);
  }
  const after = contentStart + content.length;
  const widened = Uint8Array.from([
    ...video.subarray(0, contentStart),
    ...wide,
    ...video.subarray(after),
  ]);
  widened.set(new TextEncoder().encode("co64"), contentStart - 4);
  const view = new DataView(widened.buffer);
  const headers = path.map((_, depth) => boxAt(video, path.slice(0, depth + 1).join("/")));
  for (const { contentStart: start } of [...headers, { contentStart }]) {
    view.setUint32(start - 8, view.getUint32(start - 8) + count * 4);
  }
  return widened;
}
