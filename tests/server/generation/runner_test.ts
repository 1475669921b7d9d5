import { assert, assertEquals } from "@std/assert";
import { readVideoRecipe } from "../../../contract/video_recipe.ts";
import { ProviderError, StorageError } from "../../../server/errors.ts";
import type { ProviderCall, VideoRequest } from "../../../server/generation/ports/provider.ts";
import { MemoryPictureStore } from "../../fakes/memory_picture_store.ts";
import { progressOf } from "../../../server/wording/progress.ts";
import {
  LOOK,
  RunnerHarness,
  scripted,
  TIMEOUT_MS,
  turnOfTheLoop,
  untilAborted,
  video,
} from "./runner_harness.ts";
import { availableModel, LOCAL_MODEL, modelsOf } from "./sample_models.ts";

Deno.test("a queued generation becomes a stored video and its picture goes", async () => {
  await using harness = await RunnerHarness.open();
  const requests: VideoRequest[] = [];
  const id = await harness.queue();
  harness.start(scripted({
    async start(request, call) {
      requests.push(request);
      await call.submitting();
      return await video();
    },
  }));
  const done = await harness.until(id, "succeeded");
  assertEquals(done.video.width, 160);
  assertEquals(done.video.frames, 4);
  assertEquals(Object.keys(done.video).sort(), [
    "bytes",
    "codec",
    "durationSeconds",
    "frames",
    "framesPerSecond",
    "height",
    "posterBytes",
    "width",
  ]);
  assertEquals(done.charged, "yes");
  assertEquals(requests.map(({ size, seed }) => ({ size, seed })), [
    { size: { width: 1024, height: 576 }, seed: 7 },
  ]);
  assertEquals(await harness.eventTypes(id), [
    "queued",
    "started",
    "progress",
    "saving",
    "succeeded",
  ]);
  assertEquals(harness.listVideos().sort(), [`${id}.jpg`, `${id}.mp4`]);
  while (await harness.pictures.has(id)) await turnOfTheLoop();
});

Deno.test("a video's poster is the picture as it was sent, and its file tells how it was made", async () => {
  await using harness = await RunnerHarness.open();
  const asked: unknown[] = [];
  const jpeg = (size: unknown) => {
    asked.push(size);
    return Promise.resolve(new TextEncoder().encode("a poster"));
  };
  const picture = { width: 1600, height: 900, jpeg, rgb: () => Promise.reject(new Error("no")) };
  harness.start(scripted(), { openPicture: () => Promise.resolve(picture) });
  const id = await harness.queue();
  const { video: facts } = await harness.until(id, "succeeded");
  assertEquals(asked, [{ width: 160, height: 96 }]);
  assertEquals(facts.posterBytes, "a poster".length);
  const poster = await (await harness.videos.find(`${id}.jpg`))?.open();
  assertEquals(await new Response(poster).text(), "a poster");
  const bytes = await (await harness.videos.find(`${id}.mp4`))?.open();
  const recipe = await readVideoRecipe(await new Response(bytes).blob());
  assertEquals([recipe?.model, recipe?.seed], ["endpoint-model", 7]);
});

Deno.test("a video whose poster cannot be made is shown without one", async () => {
  await using harness = await RunnerHarness.open();
  const jpeg = () => Promise.reject(new Error("the worker died"));
  const picture = { width: 1600, height: 900, jpeg, rgb: jpeg };
  harness.start(scripted(), { openPicture: () => Promise.resolve(picture) });
  const id = await harness.queue();
  assertEquals((await harness.until(id, "succeeded")).video.posterBytes, undefined);
  assertEquals(harness.listVideos(), [`${id}.mp4`]);
  const [, facts] = harness.loggedInfos.find(([sentence]) => sentence === "poster not made") ?? [];
  assertEquals(facts?.cause, "Error: the worker died");
});

Deno.test("work that is queued later is taken without waiting for a poll", async () => {
  await using harness = await RunnerHarness.open();
  harness.start(scripted());
  const first = await harness.queue();
  await harness.until(first, "succeeded");
  const second = await harness.queue();
  await harness.until(second, "succeeded");
});

Deno.test("what the built-in engine makes is free", async () => {
  await using harness = await RunnerHarness.open();
  const provider = scripted({ isRepeatable: true });
  const id = await harness.queue({ model: LOCAL_MODEL, payer: "nobody" });
  harness.start(provider, { models: modelsOf(availableModel(LOCAL_MODEL, provider)) });
  assertEquals((await harness.until(id, "succeeded")).charged, "no");
});

Deno.test("a provider's failure is stored with its code, its parameters and what it cost", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      throw new ProviderError("upstream-error", {}, { charged: "yes", retryable: true });
    },
  }));
  assertEquals((await harness.until(id, "failed")).failure, {
    code: "upstream-error",
    parameters: {},
    charged: "yes",
    retryable: true,
  });
  assert(await harness.pictures.has(id), "the picture is kept for another try");
});

Deno.test("a refusal that started nothing costs nothing", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      await call.notStarted();
      throw new ProviderError("overloaded", {}, { charged: "unknown" });
    },
  }));
  assertEquals((await harness.until(id, "failed")).failure.charged, "no");
});

for (const isSent of [false, true]) {
  Deno.test(`an unexpected error ${isSent ? "after" : "before"} the submission is logged, not told`, async () => {
    await using harness = await RunnerHarness.open();
    const id = await harness.queue();
    harness.start(scripted({
      async start(_request, call) {
        if (isSent) await call.submitting();
        throw new TypeError("a secret detail");
      },
    }));
    const { failure } = await harness.until(id, "failed");
    assertEquals(failure.code, "internal-error");
    assertEquals(failure.charged, isSent ? "unknown" : "no");
    assert(!JSON.stringify(failure).includes("secret"));
    assert(Deno.inspect(harness.loggedErrors.splice(0)).includes("a secret detail"));
  });
}

Deno.test("what was handed over and is no video is thrown away, and was charged", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      return { kind: "video", bytes: ReadableStream.from([new TextEncoder().encode("<html>")]) };
    },
  }));
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["bad-output", "yes"]);
  assertEquals(harness.listVideos(), []);
});

Deno.test("a disk that is full loses the video, and the video was paid for", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  harness.videos.write = () => Promise.reject(new StorageError("storage-full"));
  harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      return await video();
    },
  }));
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["storage-full", "yes"]);
});

Deno.test("a model that is not available any more fails at once", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue({ providerId: "a provider of last year" });
  harness.start(scripted());
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["unknown-model", "no"]);
});

for (const isSent of [false, true]) {
  Deno.test(`the deadline ends work that ${isSent ? "was" : "was not"} sent`, async () => {
    await using harness = await RunnerHarness.open();
    const waiting = Promise.withResolvers<void>();
    const id = await harness.queue();
    harness.start(scripted({
      async start(_request, call) {
        if (isSent) await call.submitting();
        waiting.resolve();
        return await untilAborted(call.signal);
      },
    }));
    await waiting.promise;
    harness.clock.advance(TIMEOUT_MS);
    const { failure } = await harness.until(id, "failed");
    assertEquals(failure.code, "deadline-exceeded");
    assertEquals(failure.charged, isSent ? "unknown" : "no");
    assert("parameters" in failure);
    assertEquals(failure.parameters, { kind: "after", limitSeconds: TIMEOUT_MS / 1000 });
  });
}

Deno.test("the deadline ends a video that stops arriving, whatever the provider does", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new Uint8Array(100)),
  });
  harness.start(scripted({ start: () => Promise.resolve({ kind: "video", bytes }) }));
  await harness.until(id, "saving");
  harness.clock.advance(TIMEOUT_MS);
  assertEquals((await harness.until(id, "failed")).failure.code, "deadline-exceeded");
  assertEquals(harness.listVideos(), []);
});

Deno.test("progress is stored in order, frame counts now and then, the last one always", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const drawing = (frame: number) => progressOf("drawing", { frame, frames: 25 });
  let late: ProviderCall | undefined;
  harness.start(scripted({
    start(_request, call) {
      late = call;
      call.report(progressOf("sending", { provider: "fal-ai" }));
      call.report(progressOf("in-queue", { provider: "fal-ai" }));
      for (let frame = 1; frame <= 10; frame++) call.report(drawing(frame));
      harness.clock.advance(500);
      for (let frame = 11; frame <= 25; frame++) call.report(drawing(frame));
      return video();
    },
  }));
  await harness.until(id, "succeeded");
  late?.report(progressOf("making", { provider: "fal-ai" }));
  const events = await harness.events(id);
  assertEquals(
    events.flatMap((event) => event.type === "progress" ? [event.progress] : []),
    [
      { stage: "preparing", code: "preparing-picture" },
      { stage: "waiting", code: "sending", parameters: { provider: "fal-ai" } },
      { stage: "waiting", code: "in-queue", parameters: { provider: "fal-ai" } },
      drawing(1),
      drawing(10),
      drawing(25),
    ],
  );
  assertEquals(events.map(({ type }) => type).slice(-2), ["saving", "succeeded"]);
});

Deno.test("visitors take turns", async () => {
  await using harness = await RunnerHarness.open();
  const owners = ["greedy", "greedy", "greedy", "modest"];
  const ids: string[] = [];
  for (const [seed, visitorId] of owners.entries()) {
    ids.push(await harness.queue({ visitorId, recipe: { seed } }));
  }
  const order: number[] = [];
  const start = ({ seed }: VideoRequest) => {
    order.push(seed);
    return video();
  };
  harness.start(scripted({ start }), { maxRunning: 1 });
  for (const id of ids) await harness.until(id, "succeeded");
  assertEquals(order, [0, 3, 1, 2]);
});

Deno.test("no more run at once than allowed, of one visitor and in all", async () => {
  await using harness = await RunnerHarness.open();
  const owners = ["greedy", "greedy", "modest", "third"];
  const ids: string[] = [];
  for (const visitorId of owners) ids.push(await harness.queue({ visitorId }));
  const [first = "", second = "", modest = "", third = ""] = ids;
  const gates: (() => void)[] = [];
  const start = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gates.push(resolve);
    return promise.then(video);
  };
  harness.start(scripted({ start }), { maxRunning: 2, maxRunningPerVisitor: 1 });
  for (const id of [first, modest]) await harness.until(id, "running");
  assertEquals((await harness.find(second)).state, "queued");
  assertEquals((await harness.find(third)).state, "queued");
  while (gates.length < 2) await turnOfTheLoop();
  gates[1]?.();
  await harness.until(modest, "succeeded");
  await harness.until(third, "running");
  assertEquals((await harness.find(second)).state, "queued", "the visitor's first still runs");
  gates[0]?.();
  await harness.until(second, "running");
  assertEquals((await harness.stores.history.count()).running, 2);
});

Deno.test("two runners on one database never run the same generation", async () => {
  await using harness = await RunnerHarness.open();
  const started: number[] = [];
  const provider = scripted({
    start({ seed }) {
      started.push(seed);
      return video();
    },
  });
  const limits = { maxRunning: 6 };
  const ids: string[] = [];
  for (let seed = 0; seed < 30; seed++) {
    ids.push(await harness.queue({ visitorId: `visitor ${seed % 7}`, recipe: { seed } }));
  }
  await using second = await harness.openSecondStores();
  const runners = [
    harness.start(provider, limits),
    harness.start(provider, { ...limits, ...second.stores }),
  ];
  for (const id of ids) assertEquals((await harness.until(id, "succeeded")).attempt, 1);
  assertEquals([started.length, new Set(started).size], [30, 30]);
  await Promise.all(runners.map((runner) => runner.stop({ graceMs: 0 })));
});

Deno.test("the provider gets the whole recipe, and the part of the picture that was chosen", async () => {
  await using harness = await RunnerHarness.open();
  const crop = { x: 0, y: 1, zoom: 2 };
  const opened: unknown[] = [];
  const requests: VideoRequest[] = [];
  const recipe = { prompt: "Rain", seed: 7, shape: "portrait", crop } as const;
  // Accepted before the model had controls: its settings are filled in.
  const id = await harness.queue({ recipe });
  harness.start(
    scripted({
      start(request) {
        requests.push(request);
        return video();
      },
    }),
    {
      async openPicture(source, options) {
        const bytes = await source.read();
        opened.push([new TextDecoder().decode(bytes), source.bytes, options.look, options.crop]);
        return UNSEEN_PICTURE;
      },
    },
  );
  await harness.until(id, "succeeded");
  assertEquals(opened, [["a picture", 9, LOOK, crop]]);
  assertEquals(
    requests.map(({ prompt, settings, size, seed }) => ({ prompt, settings, size, seed })),
    [{
      prompt: "Rain",
      settings: { fps: 7 },
      size: { width: 576, height: 1024 },
      seed: 7,
    }],
  );
});

Deno.test("a generation from before pictures' looks were stored is run like any other", async () => {
  await using harness = await RunnerHarness.open();
  const looks: unknown[] = [];
  const id = await harness.queue({ look: undefined });
  harness.start(scripted(), {
    openPicture(_source, { look }) {
      looks.push(look);
      return Promise.resolve(UNSEEN_PICTURE);
    },
  });
  await harness.until(id, "succeeded");
  assertEquals(looks, [undefined]);
});

Deno.test("a picture need not lie in a file", async () => {
  await using harness = await RunnerHarness.open();
  const pictures = new MemoryPictureStore();
  const id = await harness.queue();
  pictures.put(id, new TextEncoder().encode("in memory"));
  const read: string[] = [];
  harness.start(scripted(), {
    pictures,
    async openPicture(source) {
      read.push(new TextDecoder().decode(await source.read()));
      return UNSEEN_PICTURE;
    },
  });
  await harness.until(id, "succeeded");
  while (await pictures.has(id)) await turnOfTheLoop();
  assertEquals(read, ["in memory"]);
});

const UNSEEN_PICTURE = {
  width: 1600,
  height: 900,
  jpeg: () => Promise.reject(new Error("The scripted provider does not look at the picture.")),
  rgb: () => Promise.reject(new Error("The scripted provider does not look at the picture.")),
};

Deno.test("the log has a line for the start and one for the end, and nothing of the visitor", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue({ visitorId: "anna" });
  const runner = harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      harness.clock.advance(1234);
      throw new ProviderError("overloaded", {}, { charged: "no" });
    },
  }));
  await harness.until(id, "failed");
  await runner.stop({ graceMs: 0 });
  const about = { id, model: "endpoint-model", provider: "scripted", attempt: 1 };
  const problem =
    "The provider has no room for this video at the moment. Try again in a few minutes.";
  const cause = undefined;
  assertEquals(harness.loggedInfos, [
    ["generation started", { ...about, elapsedMs: 0 }],
    ["generation failed", {
      ...{ ...about, elapsedMs: 1234, payer: "instance", charged: "no" },
      ...{ code: "overloaded", problem, cause },
    }],
  ]);
});
