/** A finished video is kept however it was wrapped, without its frames being touched. */
import { assertEquals, assertRejects } from "@std/assert";
import { MkvOutputFormat, MovOutputFormat, WebMOutputFormat } from "mediabunny";
import { ProviderError } from "../../../server/errors.ts";
import { boxAt, boxesOf } from "../../mp4_reading.ts";
import { framesIn, videoVariant } from "../../video_variants.ts";
import { finishSample } from "../../finished_video.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const C2PA_UUID = Uint8Array.fromHex("d8fec3d61b0e483c92975828877ec481");

function joined(...parts: (Uint8Array | string)[]): Bytes {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? [...new TextEncoder().encode(part)] : [...part]
    ),
  );
}

function box(type: string, content: Uint8Array = new Uint8Array()): Bytes {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, 8 + content.length);
  return joined(size, type, content);
}

/** The video with its boxes in another order; places in the index follow the frames. */
function reordered(video: Bytes, ...types: string[]): Bytes {
  const parts = boxesOf(video);
  const whole = joined(...types.map((type) => {
    const { content } = parts.find((part) => part.type === type) ?? {};
    return box(type, content);
  }));
  const moves = boxAt(whole, "mdat").contentStart - boxAt(video, "mdat").contentStart;
  const places = boxAt(whole, "moov/trak/mdia/minf/stbl/stco").content;
  const view = new DataView(places.buffer, places.byteOffset, places.byteLength);
  for (let at = 8; at < view.byteLength; at += 4) view.setUint32(at, view.getUint32(at) + moves);
  return whole;
}

function withOpenSize(video: Bytes, type: string): Bytes {
  new DataView(video.buffer).setUint32(boxAt(video, type).contentStart - 8, 0);
  return video;
}

const WRAPPINGS: Readonly<Record<string, (video: Bytes) => Bytes>> = {
  "a zero byte behind its last box": (video) => joined(video, "\0"),
  "zero bytes behind its last box": (video) => joined(video, "\0".repeat(40)),
  "a line's end behind its last box": (video) => joined(video, "\r\n"),
  "text behind its last box": (video) => joined(video, "--boundary-of-a-form--\r\n"),
  "half of some padding behind its last box": (video) => joined(video, "\0\0\x01\0free\0\0"),
  "an index of open size as its last box": (video) =>
    withOpenSize(reordered(video, "ftyp", "mdat", "moov"), "moov"),
  "padding before its type": (video) => reordered(video, "free", "ftyp", "moov", "mdat"),
  "its type last": (video) => reordered(video, "moov", "mdat", "ftyp"),
  "no type, as QuickTime once wrote": (video) => reordered(video, "wide", "mdat", "moov"),
};

for (const [name, wrap] of Object.entries(WRAPPINGS)) {
  Deno.test(`a video with ${name} is kept, frame by frame as it is`, async () => {
    const plain = await videoVariant({ rounds: 3 });
    const { video, facts } = await finishSample(wrap(plain));
    assertEquals(boxesOf(video).map(({ type }) => type), ["ftyp", "moov", "uuid", "mdat"]);
    assertEquals(await framesIn(video), await framesIn(plain));
    assertEquals([facts.frames, facts.durationSeconds], [12, 1.5]);
  });
}

const FORMATS = {
  QuickTime: () => new MovOutputFormat({ fastStart: "in-memory" }),
  Matroska: () => new MkvOutputFormat(),
  "Matroska as it is streamed": () => new MkvOutputFormat({ appendOnly: true }),
};

for (const [name, format] of Object.entries(FORMATS)) {
  Deno.test(`H.264 in ${name} becomes an MP4, frame by frame as it is`, async () => {
    const plain = await videoVariant({ rounds: 3, hasSound: true });
    const { video, facts } = await finishSample(
      await videoVariant({ rounds: 3, hasSound: true, format: format() }),
    );
    assertEquals(boxesOf(video).map(({ type }) => type), ["ftyp", "moov", "uuid", "mdat"]);
    assertEquals(await framesIn(video), await framesIn(plain));
    assertEquals([facts.codec, facts.frames], ["avc1.42000a", 12]);
  });

  Deno.test(`H.264 in ${name} that is cut off is refused, wherever the cut`, async () => {
    const whole = await videoVariant({ rounds: 3, hasSound: true, format: format() });
    for (const share of [0.01, 0.3, 0.6, 0.9]) {
      const error = await assertRejects(
        () => finishSample(whole.subarray(0, Math.floor(whole.length * share))),
        ProviderError,
      );
      assertEquals(error.code, "bad-output");
    }
    await assertRejects(() => finishSample(whole.subarray(0, whole.length - 1)), ProviderError);
  });
}

Deno.test("Matroska whose frames are zeros from somewhere on is refused", async () => {
  for (const share of [0.3, 0.6, 0.9]) {
    const video = await videoVariant({ rounds: 3, format: new MkvOutputFormat() });
    await assertRejects(() => finishSample(video.fill(0, video.length * share)), ProviderError);
  }
});

Deno.test("VP8 in WebM becomes an MP4 that names its codec", async () => {
  const format = new WebMOutputFormat();
  const { facts } = await finishSample(await videoVariant({ format, inert: "vp8" }));
  assertEquals([facts.codec, facts.frames], ["vp08.00.10.08", 4]);
});

Deno.test("a signature is left out, and told of", async () => {
  const plain = await videoVariant();
  const signed = joined(plain, box("uuid", joined(C2PA_UUID, new Uint8Array(60))));
  const { video, facts } = await finishSample(signed);
  assertEquals(facts.wasSigned, true);
  assertEquals(boxesOf(video).map(({ type }) => type), ["ftyp", "moov", "uuid", "mdat"]);
  assertEquals((await finishSample(plain)).facts.wasSigned, false);
});
