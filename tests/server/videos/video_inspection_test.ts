import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { playingOf } from "../../../contract/playing.ts";
import { ProviderError } from "../../../server/errors.ts";
import { inspectVideo } from "../../../server/videos/video_inspection.ts";
import { videoVariant } from "../../video_variants.ts";
import { boxAt, boxesOf } from "../../mp4_reading.ts";
import { drawPicture } from "../../pictures.ts";
import { smallVideo } from "../../small_video.ts";

async function inspect(bytes: Uint8Array) {
  const path = await Deno.makeTempFile({ suffix: ".mp4" });
  try {
    await Deno.writeFile(path, bytes);
    return await inspectVideo(path);
  } finally {
    await Deno.remove(path);
  }
}

async function assertBad(bytes: Uint8Array, fault: string): Promise<void> {
  const error = await assertRejects(() => inspect(bytes), ProviderError, undefined, fault);
  assertEquals(error.code, "bad-output");
  assertStringIncludes(error.message, `The video that came back ${fault}`);
}

/** The video with its sample entry renamed, as another codec would have named it. */
async function videoOfCodec(codec: string): Promise<Uint8Array<ArrayBuffer>> {
  const video = await smallVideo();
  const { contentStart } = boxAt(video, "moov/trak/mdia/minf/stbl/stsd");
  // Version, flags, entry count and the entry's size come before its name.
  video.set(new TextEncoder().encode(codec), contentStart + 12);
  return video;
}

/** The video with its index claiming another number of frames. */
async function videoWith({ frames }: { readonly frames: number }) {
  const video = await smallVideo();
  const path = "moov/trak/mdia/minf/stbl";
  viewOf(boxAt(video, `${path}/stsz`).content).setUint32(8, frames);
  viewOf(boxAt(video, `${path}/stts`).content).setUint32(8, frames);
  return video;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A video put together anew of its boxes, in the order named. */
async function videoOfBoxes(...types: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const video = await smallVideo();
  const boxes = new Map(boxesOf(video).map((box) => [box.type, box]));
  return Uint8Array.from(types.flatMap((type) => {
    const { contentStart = 0, content = [] } = boxes.get(type) ?? {};
    return [...video.subarray(contentStart - 8, contentStart), ...content];
  }));
}

Deno.test("a whole video is described by size, codec, length and frames", async () => {
  const video = await smallVideo();
  assertEquals(await inspect(video), {
    codec: "avc1.42000a",
    width: 160,
    height: 96,
    durationSeconds: 0.5,
    frames: 4,
    framesPerSecond: 8,
    bytes: video.length,
    needsNewIndex: false,
    truth: {},
  });
});

Deno.test("a video with its index at the end is as good", async () => {
  const video = await videoVariant({ index: "last" });
  assertEquals((await inspect(video)).frames, 4);
});

Deno.test("a video whose last box reaches to the end of the file by definition is whole", async () => {
  const video = await videoOfBoxes("ftyp", "moov", "mdat");
  new DataView(video.buffer).setUint32(boxAt(video, "mdat").contentStart - 8, 0);
  assertEquals((await inspect(video)).frames, 4);
});

Deno.test("a video cut off after its index is refused, wherever the cut", async () => {
  const video = await smallVideo();
  const { contentStart } = boxAt(video, "mdat");
  await assertBad(video.subarray(0, video.length - 1), "is cut off");
  await assertBad(video.subarray(0, contentStart + 1), "is cut off");
  await assertBad(video.subarray(0, contentStart - 3), "is damaged or cut off");
  await assertBad(video.subarray(0, contentStart - 8), "has an index, but no frames");
});

Deno.test("a video without its index is refused", async () => {
  await assertBad(await videoOfBoxes("ftyp", "mdat"), "has no index");
});

Deno.test("a few bytes after the last piece may be the beginning of another one", async () => {
  const video = await videoVariant({ index: "in-pieces" });
  await assertBad(Uint8Array.from([...video, 0, 0, 0]), "is damaged or cut off");
  await assertBad(Uint8Array.from([...video, 0, 0, 9, 9, ...utf8("moof")]), "is cut off");
});

Deno.test("a video whose box of frames ends before they do is refused", async () => {
  const video = await smallVideo();
  const { contentStart, content } = boxAt(video, "mdat");
  viewOf(video).setUint32(contentStart - 8, 8 + content.length - 40);
  await assertBad(video, "has damaged");
});

Deno.test("codecs that no browser plays are told apart by name", async () => {
  const names = { mp4v: "MPEG-4 Part 2 (mp4v)", s263: "H.263 (s263)" };
  for (const [codec, name] of Object.entries(names)) {
    const video = await videoOfCodec(codec);
    const error = await assertRejects(() => inspect(video), ProviderError);
    assertEquals([error.code, error.retryable], ["unplayable-codec", false]);
    assertStringIncludes(error.message, `The provider sent ${name}, which browsers do not`);
  }
  const video = await videoOfCodec("xxxx");
  const error = await assertRejects(() => inspect(video), ProviderError);
  assertEquals([error.code, error.parameters], ["unplayable-codec", {}]);
});

Deno.test("a video whose frames are zeros, from wherever on, is refused", async () => {
  for (const index of ["first", "last", "in-pieces"] as const) {
    const video = await videoVariant({ index, rounds: 3 });
    for (const share of [0, 0.5, 0.9]) {
      const zeroed = video.slice();
      for (const { type, content } of boxesOf(zeroed)) {
        if (type === "mdat") content.fill(0, Math.floor(content.length * share));
      }
      await assertBad(zeroed, "has damaged frames");
    }
  }
});

Deno.test("a video that starts with a frame that needs another one is refused", async () => {
  const video = await smallVideo();
  const { content } = boxAt(video, "mdat");
  const key = content.findIndex((byte, at) => at % 4 === 0 && (byte & 31) === 5);
  assertEquals(key >= 0, true, "the small video has a key frame");
  content[key] = 1;
  await assertBad(video, "has damaged frames");
});

Deno.test("H.264 of more colours or bits than every browser plays is taken, and told by its codec", async () => {
  for (const profile of [110, 122, 244, 44]) {
    const video = await smallVideo();
    const { content } = boxAt(video, "moov/trak/mdia/minf/stbl/stsd");
    const settings = new TextDecoder("latin1").decode(content).indexOf("avcC");
    content[settings + 5] = profile;
    const { codec } = await inspect(video);
    assertEquals(codec, `avc1.${profile.toString(16)}000a`);
    assertEquals(playingOf(codec)?.isEverywhere, false);
  }
});

Deno.test("a video in pieces needs a new index, and one of false key frames a list of the true ones", async () => {
  const pieces = await inspect(await videoVariant({ index: "in-pieces" }));
  assertEquals([pieces.needsNewIndex, pieces.frames, pieces.durationSeconds], [true, 4, 0.5]);
  const all = await inspect(await videoVariant({ marksAllFramesAsKeys: true, rounds: 2 }));
  assertEquals([all.needsNewIndex, all.truth.keys], [false, [1, 5]]);
});

Deno.test("a video without a single frame is refused", async () => {
  await assertBad(await videoWith({ frames: 0 }), "has no frames");
});

Deno.test("a few bytes that claim billions of frames are refused without counting them", async () => {
  await assertBad(await videoWith({ frames: 0xffff_fff0 }), "claims to have more frames");
  const crowded = await smallVideo();
  viewOf(boxAt(crowded, "moov/trak/mdia/minf/stbl/stsc").content).setUint32(12, 500_000_000);
  await assertBad(crowded, "has a damaged index");
  const pieces = await videoVariant({ index: "in-pieces" });
  const { content } = boxAt(pieces, "moof/traf/trun");
  viewOf(content).setUint32(4, 0xffff_fff0);
  await assertBad(pieces, "claims to have more frames");
});

Deno.test("a video that claims to last for days is refused, whoever claims it", async () => {
  for (const path of ["moov/mvhd", "moov/trak/mdia/mdhd"]) {
    const video = await smallVideo();
    const header = viewOf(boxAt(video, path).content);
    header.setUint32(16, header.getUint32(12) * 86_400 * 3);
    await assertBad(video, "claims to be longer");
  }
});

Deno.test("a video that lasts no time at all is refused", async () => {
  const video = await smallVideo();
  const times = viewOf(boxAt(video, "moov/trak/mdia/minf/stbl/stts").content);
  for (let at = 12; at < times.byteLength; at += 8) times.setUint32(at, 0);
  await assertBad(video, "lasts no time at all");
});

Deno.test("an index of many megabytes is refused unread", async () => {
  const video = await videoOfBoxes("ftyp", "mdat", "moov");
  const { contentStart, content } = boxAt(video, "moov");
  const large = new Uint8Array(video.length + 5_000_000);
  large.set(video);
  viewOf(large).setUint32(contentStart - 8, 8 + content.length + 5_000_000);
  await assertBad(large, "has an unreasonably large index");
});

Deno.test("a video of sound alone is refused", async () => {
  const video = await smallVideo();
  const { contentStart } = boxAt(video, "moov/trak/mdia/hdlr");
  video.set(new TextEncoder().encode("soun"), contentStart + 8);
  await assertBad(video, "has no video track");
});

Deno.test("an index full of noise is refused as damaged", async () => {
  const video = await smallVideo();
  const { content } = boxAt(video, "moov");
  content.forEach((_, index) => content[index] = (index * 167 + 41) & 0xff);
  await assertBad(video, "has");
});

Deno.test("what is no video at all is named where it can be", async () => {
  const text = new TextEncoder().encode("Internal error");
  await assertBad(new Uint8Array(), "is empty");
  await assertBad(await drawPicture({ width: 100, height: 100 }), "is a picture, not an MP4");
  await assertBad(text, "is plain text, not an MP4");
  await assertBad(new TextEncoder().encode("<html>"), "is a web page, not an MP4");
  await assertBad(new TextEncoder().encode('{"error":"busy"}'), "is JSON, not an MP4");
  await assertBad(Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1), "is a WebM or Matroska video, not");
  await assertBad(Uint8Array.from([7, 1, 200, 3]), "is not an MP4");
});
