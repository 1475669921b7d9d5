import { BufferSource, EncodedPacketSink, Input, MP4 } from "mediabunny";
import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import type { GenerationProgress } from "../../../../contract/generation.ts";
import { CanceledError, InputError, ProviderError } from "../../../../server/errors.ts";
import { inspectVideo } from "../../../../server/videos/video_inspection.ts";
import { LocalEngine } from "../../../../server/providers/local/local_engine.ts";
import type { FrameSize } from "../../../../contract/frame_size.ts";
import type { Picture, VideoRequest } from "../../../../server/generation/ports/provider.ts";
import { labelWords } from "../../../../server/wording/labels.ts";
import { progressView } from "../../../../server/wording/progress.ts";
import { boxAt, boxesOf } from "../../../mp4_reading.ts";
import { syntheticPicture } from "../../../synthetic_picture.ts";
import { poster, postOnPlain } from "./drawn_scenes.ts";

const SMALL = { width: 160, height: 96 };
/** A picture whose depth the engine believes. */
const deepPicture: Picture = {
  ...syntheticPicture(SMALL),
  rgb: (size) => Promise.resolve(postOnPlain(size)),
};
const engine = new LocalEngine();

Deno.test.afterAll(() => engine.close());

function request(options: Partial<VideoRequest> = {}): VideoRequest {
  const size = options.size ?? SMALL;
  return { picture: syntheticPicture(size), size, seed: 1, settings: {}, ...options };
}

async function makeVideo(
  videoRequest: VideoRequest,
  { signal = new AbortController().signal, report = (_: GenerationProgress) => {}, by = engine } =
    {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { bytes } = await by.start(videoRequest, { signal, report });
  return new Uint8Array(await new Response(bytes).arrayBuffer());
}

function number32({ content }: { content: Uint8Array<ArrayBuffer> }, offset: number): number {
  return new DataView(content.buffer, content.byteOffset).getUint32(offset);
}

for (const size of [{ width: 1024, height: 576 }, { width: 576, height: 1024 }]) {
  Deno.test(`a video of ${size.width}×${size.height} is H.264 of 36 frames at 12 a second`, async () => {
    const video = await makeVideo(request({ size }));
    const path = await Deno.makeTempFile();
    await Deno.writeFile(path, video);
    const { codec, width, height, frames, durationSeconds } = await inspectVideo(path);
    await Deno.remove(path);
    assertEquals({ codec, width, height, frames }, { codec: "avc1.42001f", ...size, frames: 36 });
    assertEquals(durationSeconds, 3);
  });
}

/** The number of each key frame, counted from 1. */
function keyFrames(video: Uint8Array<ArrayBuffer>): number[] {
  const box = boxAt(video, "moov/trak/mdia/minf/stbl/stss");
  return Array.from({ length: number32(box, 4) }, (_, index) => number32(box, 8 + 4 * index));
}

function frameNumber(video: Uint8Array<ArrayBuffer>): number {
  return number32(boxAt(video, "moov/trak/mdia/minf/stbl/stsz"), 8);
}

Deno.test("the index comes first and names a key frame every two seconds, and no other", async () => {
  const video = await makeVideo(request({ settings: { seconds: 5, fps: 10 } }));
  assertEquals(boxesOf(video).map(({ type }) => type).slice(0, 2), ["ftyp", "moov"]);
  assertEquals(keyFrames(video), [1, 21, 41]);
  const times = boxAt(video, "moov/trak/mdia/minf/stbl/stts");
  const timescale = number32(boxAt(video, "moov/trak/mdia/mdhd"), 12);
  assertEquals(number32(times, 4), 1, "every frame lasts as long as the others");
  assertEquals(timescale / number32(times, 12), 10);
});

Deno.test("what the index calls a key frame is one in the video", async () => {
  const video = await makeVideo(request({ settings: { seconds: 5, fps: 7 } }));
  using input = new Input({ source: new BufferSource(video), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  assert(track);
  const types: string[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) {
    types.push(await track.determinePacketType(packet) ?? "unknown");
  }
  const keys = [...types.keys()].filter((index) => types[index] === "key").map((at) => at + 1);
  assertEquals(types.length, 35);
  assertEquals(keys, keyFrames(video));
});

Deno.test("the video says inside what it is: of simulated depth, or of a flat picture", async () => {
  const wordsIn = async (videoRequest: VideoRequest) =>
    new TextDecoder("latin1").decode(await makeVideo(videoRequest));
  assertEquals(
    labelWords("simulated-depth"),
    "Local motion preview: simulated depth, no AI video model",
  );
  assert(
    (await wordsIn(request({ picture: deepPicture }))).includes(labelWords("simulated-depth")),
  );
  const flat = {
    ...syntheticPicture(SMALL),
    rgb: (size: FrameSize) => Promise.resolve(poster(size)),
  };
  assert((await wordsIn(request({ picture: flat }))).includes(labelWords("simulated-move")));
});

Deno.test("length, pace, move, strength and loop are the request's settings", async () => {
  const plain = { seconds: 1, fps: 15, move: "rise", strength: 0.5, loop: false };
  const video = await makeVideo(request({ picture: deepPicture, settings: plain }));
  assertEquals(frameNumber(video), 15);
  const frames = boxAt(video, "mdat").content;
  for (const change of [{ move: "orbit" }, { strength: 0.8 }, { loop: true }]) {
    const settings = { ...plain, ...change };
    const other = await makeVideo(request({ picture: deepPicture, settings }));
    assertNotEquals(boxAt(other, "mdat").content, frames, JSON.stringify(change));
  }
});

Deno.test("a setting that is not legal is refused before anything is drawn", async () => {
  const pictured = { ...syntheticPicture(SMALL), rgb: () => Promise.reject(new Error("Drawn")) };
  const error = await assertRejects(
    () => makeVideo(request({ picture: pictured, settings: { seconds: 60 } })),
    InputError,
  );
  assertEquals(error.code, "invalid-setting");
});

Deno.test("a seed always gives the same frames, and another seed other ones", async () => {
  const frames = async (seed: number) =>
    boxAt(await makeVideo(request({ picture: deepPicture, seed })), "mdat").content;
  const [first, again, other] = [await frames(5), await frames(5), await frames(6)];
  assertEquals(first, again);
  assertNotEquals(first, other);
});

Deno.test("an engine's own options go before the settings", async () => {
  const longer = new LocalEngine({ frames: 40, framesPerSecond: 20 });
  try {
    const video = await makeVideo(request({ settings: { seconds: 1, fps: 7 } }), { by: longer });
    assertEquals(frameNumber(video), 40);
  } finally {
    longer.close();
  }
});

Deno.test("every frame is reported", async () => {
  const reports: GenerationProgress[] = [];
  await makeVideo(request(), { report: (progress) => reports.push(progress) });
  assertEquals(
    reports.map(({ frame }) => frame),
    Array.from({ length: 36 }, (_, i) => i + 1),
  );
  assertEquals(reports[6], { stage: "generating", code: "drawing", frame: 7, frames: 36 });
  assertEquals(reports[6] && progressView(reports[6]).message, "Drawing frame 7 of 36");
});

Deno.test("a video canceled half way is not waited for, and the next one is whole", async () => {
  const canceling = new AbortController();
  const seen: number[] = [];
  const canceled = makeVideo(request({ size: { width: 1024, height: 576 } }), {
    signal: canceling.signal,
    report: ({ frame = 0 }) => {
      seen.push(frame);
      if (frame === 3) canceling.abort();
    },
  });
  const next = makeVideo(request());
  await assertRejects(() => canceled, CanceledError);
  assertEquals(frameNumber(await next), 36);
  assert(Math.max(...seen) < 36, "the canceled video was drawn to its end");
});

Deno.test("a waiting video says that it waits", async () => {
  const stages: string[] = [];
  const first = makeVideo(request());
  const second = makeVideo(request(), { report: ({ stage }) => stages.push(stage) });
  await Promise.all([first, second]);
  assertEquals(stages[0], "waiting");
});

Deno.test("a worker that breaks is replaced, and the next video is whole", async () => {
  const broken: Picture = {
    ...syntheticPicture(SMALL),
    rgb: () => Promise.resolve({ ...SMALL, data: new Uint8Array(9) }),
  };
  const failing = makeVideo(request({ picture: broken }));
  const next = makeVideo(request());
  const error = await assertRejects(() => failing, ProviderError);
  assertEquals([error.code, error.charged, error.retryable], ["engine-failed", "no", true]);
  assert((await next).length > 0);
});

Deno.test("a video that takes too long fails, and says so", async () => {
  const hasty = new LocalEngine({ timeoutMs: 1 });
  try {
    const error = await assertRejects(() => makeVideo(request(), { by: hasty }), ProviderError);
    assertEquals(error.code, "engine-failed");
    assert(error.message.includes("too long"));
  } finally {
    hasty.close();
  }
});

Deno.test("a picture that cannot be read is the picture's fault, not the engine's", async () => {
  const damaged: Picture = {
    ...syntheticPicture(SMALL),
    rgb: () => Promise.reject(new InputError("image-unreadable")),
  };
  const error = await assertRejects(() => makeVideo(request({ picture: damaged })), InputError);
  assertEquals(error.code, "image-unreadable");
});

Deno.test("a closed engine cancels", async () => {
  const closing = new LocalEngine();
  const video = makeVideo(request(), { by: closing });
  closing.close();
  await assertRejects(() => video, CanceledError);
});
