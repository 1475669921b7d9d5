/** What the headers of a finished video say is what its frames and tables say. */
import { assertEquals } from "@std/assert";
import { boxAt, boxesOf } from "../../mp4_reading.ts";
import { videoVariant } from "../../video_variants.ts";
import { finishSample } from "../../finished_video.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const TRACK = "moov/trak";
const TABLES = `${TRACK}/mdia/minf/stbl`;
const WHOLE = { mvhd: 1.5, tkhd: 1.5, mdhd: 1.5 };

function numbersAt(video: Bytes, path: string): DataView {
  const { content } = boxAt(video, path);
  return new DataView(content.buffer, content.byteOffset, content.byteLength);
}

/** Lengths that the headers claim, in seconds; the boxes of a test have short numbers. */
function lengthsOf(video: Bytes) {
  const [movie, media] = [numbersAt(video, "moov/mvhd"), numbersAt(video, `${TRACK}/mdia/mdhd`)];
  return {
    mvhd: movie.getUint32(16) / movie.getUint32(12),
    tkhd: numbersAt(video, `${TRACK}/tkhd`).getUint32(20) / movie.getUint32(12),
    mdhd: media.getUint32(16) / media.getUint32(12),
  };
}

function keysOf(video: Bytes): number[] {
  const table = numbersAt(video, `${TABLES}/stss`);
  return Array.from({ length: table.getUint32(4) }, (_, at) => table.getUint32(8 + at * 4));
}

/** The video with an edit list that shows `seconds` of it from `start` on. */
function edited(video: Bytes, edit: { readonly start: number; readonly seconds: number }): Bytes {
  const movieScale = numbersAt(video, "moov/mvhd").getUint32(12);
  const mediaScale = numbersAt(video, `${TRACK}/mdia/mdhd`).getUint32(12);
  const list = new Uint8Array(36);
  const view = new DataView(list.buffer);
  view.setUint32(0, 36);
  list.set(new TextEncoder().encode("edts"), 4);
  view.setUint32(8, 28);
  list.set(new TextEncoder().encode("elst"), 12);
  view.setUint32(20, 1);
  view.setUint32(24, edit.seconds * movieScale);
  view.setUint32(28, edit.start * mediaScale);
  view.setUint32(32, 0x1_0000);
  // With the index behind the frames, no place in it moves.
  const { contentStart, content } = boxAt(video, TRACK);
  const end = contentStart + content.length;
  const whole = Uint8Array.from([...video.subarray(0, end), ...list, ...video.subarray(end)]);
  for (const path of ["moov", TRACK]) {
    const { contentStart: at, content } = boxAt(video, path);
    new DataView(whole.buffer).setUint32(at - 8, content.length + 8 + list.length);
  }
  return whole;
}

for (const path of ["moov/mvhd", `${TRACK}/mdia/mdhd`, `${TRACK}/tkhd`]) {
  for (const wrong of [0, 1]) {
    Deno.test(`a length of ${wrong} in ${path} becomes that of the frames`, async () => {
      const before = await videoVariant({ index: "last", rounds: 3 });
      numbersAt(before, path).setUint32(path.endsWith("tkhd") ? 20 : 16, wrong);
      const { video, facts } = await finishSample(before);
      assertEquals([lengthsOf(video), facts.durationSeconds], [WHOLE, 1.5]);
    });
  }
}

Deno.test("frames that are no key frames are no longer listed as such, wherever they stand", async () => {
  for (const wrong of [[1, 2, 5, 9], [1, 5, 9, 12], [1], undefined]) {
    const before = await videoVariant({
      ...{ index: "last", rounds: 3 },
      ...wrong === undefined ? { marksAllFramesAsKeys: true } : { keys: wrong },
    });
    assertEquals(keysOf((await finishSample(before)).video), [1, 5, 9], `${wrong}`);
  }
});

for (
  const edit of [{ start: 0, seconds: 1 }, { start: 0.5, seconds: 1 }, {
    start: 0.25,
    seconds: 0.5,
  }]
) {
  Deno.test(`an edit list of ${edit.seconds} s from ${edit.start} s on is kept`, async () => {
    const before = edited(await videoVariant({ index: "last", rounds: 3 }), edit);
    const { video, facts } = await finishSample(before);
    assertEquals(
      boxAt(video, `${TRACK}/edts/elst`).content,
      boxAt(before, `${TRACK}/edts/elst`).content,
    );
    assertEquals(lengthsOf(video), { mvhd: edit.seconds, tkhd: edit.seconds, mdhd: 1.5 });
    assertEquals([facts.durationSeconds, facts.framesPerSecond], [edit.seconds, 8]);
  });

  Deno.test(`an edit list of ${edit.seconds} s from ${edit.start} s on survives packing anew`, async () => {
    const before = edited(await videoVariant({ index: "last", rounds: 3 }), edit);
    before.set(new TextEncoder().encode("qt  "), 8);
    const { video, facts } = await finishSample(before);
    assertEquals(boxesOf(video).map(({ type }) => type), ["ftyp", "moov", "uuid", "mdat"]);
    const list = numbersAt(video, `${TRACK}/edts/elst`);
    const media = numbersAt(video, `${TRACK}/mdia/mdhd`).getUint32(12);
    assertEquals(list.getUint32(12) / media, edit.start);
    assertEquals([lengthsOf(video).tkhd, facts.durationSeconds], [edit.seconds, edit.seconds]);
  });
}

Deno.test("an edit list never shows more than there is", async () => {
  const long = { start: 0, seconds: 9 };
  const before = edited(await videoVariant({ index: "last", rounds: 3 }), long);
  const { video, facts } = await finishSample(before);
  assertEquals([lengthsOf(video), facts.durationSeconds], [WHOLE, 1.5]);
});

/** The settings of H.264 of 1280×720 that names BT.709 as its colours, as x264 writes them. */
const HD_SETTINGS = Uint8Array.fromHex(
  "0164001fffe1001c6764001facd9405005bb016a020202800000030080000018078c18cb01000668ebe3cb22c0fdf8f800",
);
const BT601 = { primaries: "smpte170m", transfer: "smpte170m", matrix: "smpte170m" } as const;

/** Where the colours stand in the list of codecs. */
function coloursAt(video: Bytes): number {
  const { content } = boxAt(video, `${TABLES}/stsd`);
  return new TextDecoder("latin1").decode(content).indexOf("colrnclx") + 8;
}

Deno.test("the codec's entry tells size and colours as the pictures do", async () => {
  const colorSpace = { ...BT601, fullRange: true };
  const told = { description: HD_SETTINGS, colorSpace };
  const { video, facts } = await finishSample(await videoVariant({ told }));
  const entry = numbersAt(video, `${TABLES}/stsd`);
  assertEquals([entry.getUint16(40), entry.getUint16(42)], [1280, 720]);
  assertEquals([facts.width, facts.height], [1280, 720]);
  const at = coloursAt(video);
  assertEquals([0, 2, 4].map((field) => entry.getUint16(at + field)), [1, 1, 1]);
  assertEquals(entry.getUint8(at + 6), 0);
});

Deno.test("colours that the pictures do not name stay as the entry has them", async () => {
  const colorSpace = { ...BT601, fullRange: false };
  const { video } = await finishSample(await videoVariant({ told: { colorSpace } }));
  assertEquals(numbersAt(video, `${TABLES}/stsd`).getUint16(coloursAt(video) + 4), 6);
});
