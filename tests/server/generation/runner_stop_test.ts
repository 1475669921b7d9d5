import { assert, assertEquals } from "@std/assert";
import type { ProviderCall, VideoProvider } from "../../../server/generation/ports/provider.ts";
import { GenerationNotifier } from "../../../server/generation/generation_notifier.ts";
import { finishVideo } from "../../../server/videos/video_finishing.ts";
import {
  LEASE_MS,
  RunnerHarness,
  scripted,
  turnOfTheLoop,
  untilAborted,
  video,
} from "./runner_harness.ts";

/** A provider whose start waits in the named phase until the call is aborted. */
function waitingProvider(phase: "not-sent" | "sent" | "taken-back", isRepeatable = false) {
  const waiting = Promise.withResolvers<ProviderCall>();
  const provider = scripted({
    isRepeatable,
    async start(_request, call) {
      if (phase !== "not-sent") await call.submitting();
      if (phase === "taken-back") await call.notStarted();
      waiting.resolve(call);
      return await untilAborted(call.signal);
    },
  });
  return { provider, waiting: waiting.promise };
}

/** A provider with an operation that never ends; `canceled` gets what it is asked to cancel. */
function endlessOperation(canceled: unknown[] = []) {
  const asked = Promise.withResolvers<void>();
  const endless = { kind: "operation", operation: { handle: 7 } } as const;
  const provider: VideoProvider = scripted({
    start: () => Promise.resolve(endless),
    check() {
      asked.resolve();
      return Promise.resolve(endless);
    },
    cancel(operation) {
      canceled.push(operation);
      return Promise.resolve();
    },
  });
  return { provider, asked: asked.promise };
}

for (
  const [phase, charged] of [
    ["not-sent", "no"],
    ["sent", "unknown"],
    ["taken-back", "no"],
  ] as const
) {
  Deno.test(`canceling work that is ${phase} ends it at once, charged: ${charged}`, async () => {
    await using harness = await RunnerHarness.open();
    const { provider, waiting } = waitingProvider(phase);
    const id = await harness.queue();
    harness.start(provider);
    const { signal } = await waiting;
    await harness.stores.library.requestCancel(id, harness.clock.now());
    harness.notifier.notify(id);
    assertEquals((await harness.until(id, "canceled")).charged, charged);
    assert(signal.aborted);
    assertEquals((await harness.eventTypes(id)).slice(-2), ["cancel-requested", "canceled"]);
  });
}

/** Has the visitor cancel through another process: nobody here is told. */
async function cancelElsewhere(harness: RunnerHarness, id: string): Promise<void> {
  await using other = await harness.openSecondStores();
  await other.stores.library.requestCancel(id, harness.clock.now());
}

/** Passes on to the test what the run tells, and lets the run itself hear nothing. */
class OutboundNotifier extends GenerationNotifier {
  readonly #target: GenerationNotifier;

  constructor(target: GenerationNotifier) {
    super();
    this.#target = target;
  }

  override notify(id: string): void {
    this.#target.notify(id);
  }
}

Deno.test("what was canceled through another process ends with the next heartbeat", async () => {
  await using harness = await RunnerHarness.open();
  const { provider, waiting } = waitingProvider("not-sent");
  const id = await harness.queue();
  harness.start(provider, { notifier: new OutboundNotifier(harness.notifier) });
  await waiting;
  await cancelElsewhere(harness, id);
  assertEquals((await harness.find(id)).state, "running", "nobody has looked yet");
  harness.clock.advance(LEASE_MS / 3);
  await harness.until(id, "canceled");
});

Deno.test("what was canceled through another process just before the end becomes no video", async () => {
  await using harness = await RunnerHarness.open();
  const finishing = Promise.withResolvers<void>();
  const isCanceled = Promise.withResolvers<void>();
  const id = await harness.queue();
  const runner = harness.start(scripted(), {
    notifier: new OutboundNotifier(harness.notifier),
    async finishVideo(path, marks) {
      finishing.resolve();
      await isCanceled.promise;
      return await finishVideo(path, marks);
    },
  });
  await finishing.promise;
  await cancelElsewhere(harness, id);
  isCanceled.resolve();
  await runner.stop({ graceMs: 10_000 });
  assertEquals((await harness.find(id)).state, "canceled");
  assertEquals(harness.listVideos(), []);
});

Deno.test("canceling an operation tells the provider", async () => {
  await using harness = await RunnerHarness.open();
  const canceled: unknown[] = [];
  const { provider } = endlessOperation(canceled);
  const id = await harness.queue();
  harness.start(provider);
  await untilOperation(harness, id);
  await harness.stores.library.requestCancel(id, harness.clock.now());
  harness.notifier.notify(id);
  assertEquals((await harness.until(id, "canceled")).charged, "unknown");
  assertEquals(canceled, [{ handle: 7 }]);
});

Deno.test("canceling succeeds although the provider cannot be told", async () => {
  await using harness = await RunnerHarness.open();
  const { provider } = endlessOperation();
  const id = await harness.queue();
  harness.start({ ...provider, cancel: () => Promise.reject(new Error("unreachable")) });
  await untilOperation(harness, id);
  await harness.stores.library.requestCancel(id, harness.clock.now());
  harness.notifier.notify(id);
  await harness.until(id, "canceled");
});

Deno.test("canceling while the video arrives keeps nothing, but the video was paid for", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      return { kind: "video", bytes: new ReadableStream() };
    },
  }));
  await harness.until(id, "saving");
  await harness.stores.library.requestCancel(id, harness.clock.now());
  harness.notifier.notify(id);
  assertEquals((await harness.until(id, "canceled")).charged, "yes");
  assertEquals(harness.listVideos(), []);
});

for (
  const [phase, isRepeatable] of [["not-sent", false], ["taken-back", false], [
    "sent",
    true,
  ]] as const
) {
  Deno.test(`a stop puts ${isRepeatable ? "free" : phase} work back in the queue`, async () => {
    await using harness = await RunnerHarness.open();
    const { provider, waiting } = waitingProvider(phase, isRepeatable);
    const id = await harness.queue();
    const runner = harness.start(provider);
    await waiting;
    await runner.stop({ graceMs: 10_000 });
    assertEquals((await harness.find(id)).state, "queued");
    assertEquals((await harness.eventTypes(id)).at(-1), "released");
    harness.start(scripted());
    assertEquals((await harness.until(id, "succeeded")).attempt, 2);
  });
}

Deno.test("a stop leaves an operation to whoever comes next, at once", async () => {
  await using harness = await RunnerHarness.open();
  const { provider } = endlessOperation();
  const id = await harness.queue();
  const runner = harness.start(provider);
  await untilOperation(harness, id);
  await runner.stop({ graceMs: 10_000 });
  assertEquals((await harness.find(id)).state, "running");
  harness.start({
    ...provider,
    start: () => Promise.reject(new Error("sent twice")),
    check: video,
  });
  assertEquals((await harness.until(id, "succeeded")).attempt, 2);
});

Deno.test("a stop waits for the answer to sent work", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const sent = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const runner = harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      sent.resolve();
      await answer.promise;
      return await video();
    },
  }));
  await sent.promise;
  const stopped = runner.stop({ graceMs: 10_000 });
  harness.clock.advance(9_999);
  answer.resolve();
  await stopped;
  assertEquals((await harness.find(id)).state, "succeeded");
});

Deno.test("sent work whose answer does not come within the grace fails as interrupted", async () => {
  await using harness = await RunnerHarness.open();
  const { provider, waiting } = waitingProvider("sent");
  const id = await harness.queue();
  const runner = harness.start(provider);
  await waiting;
  const stopped = runner.stop({ graceMs: 10_000 });
  harness.clock.advance(10_000);
  await stopped;
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["interrupted", "unknown"]);
});

Deno.test("a stop does not wait for a provider that does not listen", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const started = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const wasLetGo = Promise.withResolvers<void>();
  const bytes = new ReadableStream({ cancel: () => wasLetGo.resolve() });
  const runner = harness.start(scripted({
    async start() {
      started.resolve();
      await answer.promise;
      return { kind: "video", bytes };
    },
  }));
  await started.promise;
  await runner.stop({ graceMs: 10_000 });
  assertEquals((await harness.find(id)).state, "queued");
  answer.resolve();
  await wasLetGo.promise;
});

Deno.test("sent work that turns out not to have started is let go of during a stop", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const sent = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const runner = harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      sent.resolve();
      await answer.promise;
      await call.notStarted();
      return await untilAborted(call.signal);
    },
  }));
  await sent.promise;
  const stopped = runner.stop({ graceMs: 10_000 });
  answer.resolve();
  await stopped;
  assertEquals((await harness.find(id)).state, "queued");
});

Deno.test("a stopped runner claims nothing more", async () => {
  await using harness = await RunnerHarness.open();
  const runner = harness.start(scripted());
  await harness.until(await harness.queue(), "succeeded");
  await runner.stop({ graceMs: 0 });
  const id = await harness.queue();
  assertEquals((await harness.find(id)).state, "queued");
  assertEquals(harness.notifier.listenerCount, 0);
  assertEquals(harness.clock.pending, 0);
});

async function untilOperation(harness: RunnerHarness, id: string): Promise<void> {
  for (;;) {
    const generation = await harness.until(id, "running");
    if (generation.submission.kind === "operation") return;
    await turnOfTheLoop();
  }
}
