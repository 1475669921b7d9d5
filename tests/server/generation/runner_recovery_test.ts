import { hasEnded } from "../../../contract/generation_state.ts";
import { assert, assertEquals } from "@std/assert";
import type { FailureCode } from "../../../server/wording/failures.ts";
import { ProviderError, StorageError } from "../../../server/errors.ts";
import type { VideoProvider } from "../../../server/generation/ports/provider.ts";
import type { ClaimOptions, QueueStore } from "../../../server/generation/ports/queue_store.ts";
import { smallVideo } from "../../small_video.ts";
import {
  LEASE_MS,
  RunnerHarness,
  scripted,
  TIMEOUT_MS,
  turnOfTheLoop,
  untilAborted,
  video,
} from "./runner_harness.ts";

/** A provider that counts its calls and never expects to be started. */
function notToBeStarted(script: Partial<VideoProvider> = {}): VideoProvider {
  return scripted({ start: () => Promise.reject(new Error("It was sent twice.")), ...script });
}

Deno.test("work that was not sent is begun again once its runner's lease is over", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "not-sent" });
  harness.start(scripted());
  await harness.until(await harness.queue(), "succeeded");
  assertEquals((await harness.find(id)).state, "running", "the lease still holds");
  harness.clock.advance(LEASE_MS);
  assertEquals((await harness.until(id, "succeeded")).attempt, 2);
  assertEquals(await harness.eventTypes(id), [
    "queued",
    "started",
    "started",
    "progress",
    "saving",
    "succeeded",
  ]);
});

Deno.test("work that was sent is never sent again and may have been charged", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "sent", at: 0 });
  harness.clock.advance(LEASE_MS);
  harness.start(notToBeStarted());
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged, failure.retryable], [
    "interrupted",
    "unknown",
    true,
  ]);
});

Deno.test("work that costs nothing is begun again even though it was sent", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "sent", at: 0 });
  harness.clock.advance(LEASE_MS);
  harness.start(scripted({ isRepeatable: true }));
  await harness.until(id, "succeeded");
});

Deno.test("an operation is asked for at once and followed to its video", async () => {
  await using harness = await RunnerHarness.open();
  const operation = { handle: "abc" };
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation });
  harness.clock.advance(LEASE_MS);
  const asked: unknown[] = [];
  harness.start(notToBeStarted({
    check(handle) {
      asked.push(handle);
      return video();
    },
  }));
  await harness.until(id, "succeeded");
  assertEquals(asked, [operation]);
});

Deno.test("an operation whose time is over is asked for all the same: its video may be there", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: {} });
  harness.clock.advance(2 * TIMEOUT_MS);
  harness.start(notToBeStarted({ check: video }));
  await harness.until(id, "succeeded");
});

Deno.test("a video that was published but not noted is noted", async () => {
  await using harness = await RunnerHarness.open();
  const { id, token } = await harness.leaveBehind({ kind: "sent", at: 0 });
  await harness.stores.queue.noteSaving(token, harness.clock.now());
  const bytes = ReadableStream.from([await smallVideo()]);
  await (await harness.videos.write(id, bytes, { maxBytes: 1_000_000 })).publish();
  harness.clock.advance(LEASE_MS);
  harness.start(notToBeStarted());
  const done = await harness.until(id, "succeeded");
  assertEquals([done.video.frames, done.charged], [4, "yes"]);
  assertEquals(harness.listVideos().sort(), [`${id}.jpg`, `${id}.mp4`]);
  assertEquals((await harness.eventTypes(id)).slice(-3), ["saving", "started", "succeeded"]);
});

Deno.test("a video that is visible is noted, though a power cut took the note before it", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "sent", at: 0 });
  const bytes = ReadableStream.from([await smallVideo()]);
  await (await harness.videos.write(id, bytes, { maxBytes: 1_000_000 })).publish();
  harness.clock.advance(LEASE_MS);
  harness.start(notToBeStarted());
  const done = await harness.until(id, "succeeded");
  assertEquals([done.video.frames, done.charged], [4, "yes"]);
  assertEquals((await harness.eventTypes(id)).slice(-3), ["started", "saving", "succeeded"]);
});

Deno.test("a video that was lost on its way to the disk is not asked for a second time", async () => {
  await using harness = await RunnerHarness.open();
  const { id, token } = await harness.leaveBehind({ kind: "sent", at: 0 });
  await harness.stores.queue.noteSaving(token, harness.clock.now());
  harness.clock.advance(LEASE_MS);
  harness.start(notToBeStarted());
  assertEquals((await harness.until(id, "failed")).failure.code, "interrupted");
});

Deno.test("a free video that was lost on its way to the disk is made again, without a word", async () => {
  await using harness = await RunnerHarness.open();
  const { id, token } = await harness.leaveBehind({ kind: "not-sent" });
  await harness.stores.queue.noteSaving(token, harness.clock.now());
  harness.clock.advance(LEASE_MS);
  harness.start(scripted({ isRepeatable: true }));
  await harness.until(id, "succeeded");
  assertEquals(await harness.eventTypes(id), [
    "queued",
    "started",
    "saving",
    "started",
    "succeeded",
  ]);
});

Deno.test("an operation's video that was lost on its way to the disk is fetched again", async () => {
  await using harness = await RunnerHarness.open();
  const { id, token } = await harness.leaveBehind({ kind: "operation", at: 0, operation: {} });
  await harness.stores.queue.noteSaving(token, harness.clock.now());
  harness.clock.advance(LEASE_MS);
  harness.start(notToBeStarted({ check: video }));
  await harness.until(id, "succeeded");
  assertEquals((await harness.eventTypes(id)).filter((type) => type === "saving").length, 1);
});

Deno.test("what was to be canceled when its runner was lost is canceled", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: { handle: 1 } });
  await harness.stores.library.requestCancel(id, harness.clock.now());
  harness.clock.advance(LEASE_MS);
  const canceled: unknown[] = [];
  harness.start(notToBeStarted({
    cancel(operation) {
      canceled.push(operation);
      return Promise.resolve();
    },
  }));
  assertEquals((await harness.until(id, "canceled")).charged, "unknown");
  assertEquals(canceled, [{ handle: 1 }]);
});

Deno.test("an operation is stored before the first wait, then asked for more and more seldom", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  let started = 0;
  const asked: number[] = [];
  const operation = { handle: "abc" };
  const provider = scripted({
    async start(_request, call) {
      await call.submitting();
      started = harness.clock.now();
      return { kind: "operation", operation };
    },
    check() {
      asked.push(harness.clock.now() - started);
      return asked.length < 4 ? Promise.resolve({ kind: "operation", operation }) : video();
    },
  });
  harness.start(provider);
  for (let ms = 0; asked.length < 4; ms += 50) {
    await turnOfTheLoop();
    const generation = await harness.find(id);
    if (ms === 0) continue;
    if (asked.length === 0 && generation.state === "running") {
      assertEquals(generation.submission.kind, "operation");
    }
    harness.clock.advance(50);
  }
  await harness.until(id, "succeeded");
  assertEquals(asked, [500, 1150, 2000, 3100]);
});

/** Lets time pass, half a second a turn, until the generation has ended. */
async function passTimeUntilEnded(harness: RunnerHarness, id: string): Promise<void> {
  while (!hasEnded(await harness.find(id))) {
    await turnOfTheLoop();
    harness.clock.advance(500);
  }
}

Deno.test("asking is repeated whatever it fails with, and a final state ends the work", async () => {
  await using harness = await RunnerHarness.open();
  const codes = ["network", "overloaded", "auth-invalid", "upstream-error"] as FailureCode[];
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: {} });
  harness.clock.advance(LEASE_MS);
  harness.start(notToBeStarted({
    check() {
      const code = codes.shift();
      if (code) return Promise.reject(new ProviderError(code));
      return Promise.resolve({ kind: "ended", failure: new ProviderError("job-failed") });
    },
  }));
  await passTimeUntilEnded(harness, id);
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged, codes.length], ["job-failed", "unknown", 0]);
  assertEquals("canLookAgain" in failure, false);
  const told = harness.loggedInfos.filter(([sentence]) => sentence === "provider asked again");
  assertEquals(told.map(([, facts]) => facts?.code), [
    "network",
    "overloaded",
    "auth-invalid",
    "upstream-error",
  ]);
});

Deno.test("a refusal is believed once it has come for three minutes, and the work stays known", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: {} });
  harness.clock.advance(LEASE_MS);
  const began = harness.clock.now();
  harness.start(notToBeStarted({
    check: () => Promise.reject(new ProviderError("payment-required")),
  }));
  await passTimeUntilEnded(harness, id);
  const { failure, endedAt } = await harness.until(id, "failed");
  assert(endedAt - began >= 180_000 && endedAt - began < 200_000, `${endedAt - began} ms`);
  assertEquals([failure.code, failure.charged], ["payment-required", "unknown"]);
  assert("canLookAgain" in failure && failure.canLookAgain);
});

Deno.test("a video that breaks off again and again is fetched until the deadline, with pauses", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: {} });
  harness.clock.advance(LEASE_MS);
  let videos = 0;
  const check = () => {
    videos++;
    const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => controller.error(new ProviderError("network")),
    });
    return Promise.resolve({ kind: "video", bytes } as const);
  };
  harness.start(notToBeStarted({ check }));
  await passTimeUntilEnded(harness, id);
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["deadline-exceeded", "yes"]);
  assert(videos > 20 && videos < 80, `${videos} videos`);
  assertEquals(harness.listVideos(), []);
});

Deno.test("where the video is, is stored before it is fetched; a new process fetches it there", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: { handle: 1 } });
  harness.clock.advance(LEASE_MS);
  const located = { handle: 1, address: "there" };
  const asked: unknown[] = [];
  const first = harness.start(notToBeStarted({
    check(operation) {
      asked.push(operation);
      if (!("address" in operation)) {
        return Promise.resolve({ kind: "located", operation: located });
      }
      return Promise.reject(new ProviderError("bad-output", {}, { charged: "yes" }));
    },
  }));
  while (asked.length < 2) await turnOfTheLoop();
  await first.stop({ graceMs: 0 });
  harness.clock.advance(LEASE_MS);
  harness.start(notToBeStarted({ check: (operation) => (asked.push(operation), video()) }));
  await harness.until(id, "succeeded");
  assertEquals(asked, [{ handle: 1 }, located, located]);
});

Deno.test("a runner that lost its lease writes nothing any more", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const started = Promise.withResolvers<AbortSignal>();
  harness.start(scripted({
    isRepeatable: true,
    start(_request, { signal }) {
      started.resolve(signal);
      return untilAborted(signal);
    },
  }));
  const signal = await started.promise;
  const later = harness.clock.now() + 2 * LEASE_MS;
  await harness.stores.queue.claimLost({ owner: "another", now: later, leaseMs: LEASE_MS });
  const before = await harness.events(id);
  harness.clock.advance(LEASE_MS / 3);
  while (!signal.aborted) await turnOfTheLoop();
  await turnOfTheLoop();
  assertEquals(await harness.events(id), before);
  const generation = await harness.find(id);
  assert(generation.state === "running" && generation.lease.owner === "another");
});

Deno.test("a submission is not sent when the lease was lost", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const ended = Promise.withResolvers<boolean>();
  harness.start(scripted({
    async start(_request, call) {
      const later = harness.clock.now() + 2 * LEASE_MS;
      await harness.stores.queue.claimLost({ owner: "another", now: later, leaseMs: LEASE_MS });
      await call.submitting().then(() => ended.resolve(true), (error) => {
        ended.resolve(false);
        throw error;
      });
      return await video();
    },
  }));
  assertEquals(await ended.promise, false, "it would have been sent");
  const generation = await harness.find(id);
  assert(generation.state === "running" && generation.submission.kind === "not-sent");
});

Deno.test("a video whose note could not be stored is noted by the next runner", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const settle = () => Promise.reject(new StorageError("storage-full"));
  const queue = withMethod(harness.stores.queue, "settle", settle);
  const runner = harness.start(scripted(), { queue });
  while (harness.loggedErrors.length === 0) await turnOfTheLoop();
  assertEquals((await harness.find(id)).state, "saving");
  assertEquals(harness.listVideos().sort(), [`${id}.jpg`, `${id}.mp4`]);
  await runner.stop({ graceMs: 0 });
  harness.loggedErrors.splice(0);
  harness.clock.advance(LEASE_MS);
  harness.start(notToBeStarted());
  assertEquals((await harness.until(id, "succeeded")).attempt, 2);
});

Deno.test("a runner that cannot renew its lease gives the work up when it is over", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const signals: AbortSignal[] = [];
  const renew = () => Promise.reject(new StorageError("storage-failed"));
  const provider = scripted({
    isRepeatable: true,
    start(_request, { signal }) {
      signals.push(signal);
      return signals.length === 1 ? untilAborted(signal) : video();
    },
  });
  harness.start(provider, { queue: withMethod(harness.stores.queue, "renew", renew) });
  while (signals.length === 0) await turnOfTheLoop();
  harness.clock.advance(LEASE_MS - 1);
  await turnOfTheLoop();
  assertEquals(signals[0]?.aborted, false, "the lease still held");
  harness.clock.advance(LEASE_MS);
  assertEquals((await harness.until(id, "succeeded")).attempt, 2);
  assertEquals(signals.map(({ aborted }) => aborted), [true, false]);
  harness.loggedErrors.splice(0);
});

Deno.test("a machine that slept for longer than a lease goes on with its work", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const gate = Promise.withResolvers<void>();
  const sent = Promise.withResolvers<void>();
  harness.start(scripted({
    async start(_request, call) {
      await call.submitting();
      sent.resolve();
      await gate.promise;
      return await video();
    },
  }));
  await sent.promise;
  harness.clock.advance(10 * LEASE_MS);
  await turnOfTheLoop();
  gate.resolve();
  assertEquals((await harness.until(id, "succeeded")).attempt, 1);
});

Deno.test("a store that fails is logged once, and once more when it works again", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  let [isFailing, failures] = [true, 0];
  const failing =
    <Options, Claimed>(claim: (options: Options) => Promise<Claimed>) => (options: Options) => {
      if (!isFailing) return claim(options);
      failures++;
      return Promise.reject(new StorageError("storage-failed"));
    };
  const { queue } = harness.stores;
  const claim = failing((options: ClaimOptions) => queue.claim(options));
  const claimLost = failing((options: ClaimOptions) => queue.claimLost(options));
  harness.start(scripted(), {
    queue: withMethod(withMethod(queue, "claim", claim), "claimLost", claimLost),
  });
  while (failures < 5) {
    harness.notifier.notifyWork();
    await turnOfTheLoop();
  }
  isFailing = false;
  harness.notifier.notifyWork();
  await harness.until(id, "succeeded");
  const sentences = harness.loggedErrors.splice(0).filter((entry) => typeof entry === "string");
  assertEquals(sentences, ["no work can be claimed"]);
  assertEquals(harness.loggedInfos[0]?.[0], "work can be claimed again");
});

/** The queue with one method replaced; all others are its own. */
function withMethod<Name extends keyof QueueStore>(
  queue: QueueStore,
  name: Name,
  method: QueueStore[Name],
): QueueStore {
  return new Proxy(queue, {
    get(target, key) {
      if (key === name) return method;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
