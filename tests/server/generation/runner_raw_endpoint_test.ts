import { assert, assertEquals } from "@std/assert";
import type { Charged } from "../../../contract/problem.ts";
import { RawEndpointProvider } from "../../../server/providers/raw_endpoint.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake_hugging_face.ts";
import { smallVideo } from "../../small_video.ts";
import { RunnerHarness, TIMEOUT_MS, turnOfTheLoop } from "./runner_harness.ts";

const PROVIDER = { providerId: "raw-endpoint" };

async function startFake(): Promise<FakeHuggingFace & AsyncDisposable> {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  return { ...fake, [Symbol.asyncDispose]: () => fake.close() };
}

function providerOf(harness: RunnerHarness, url: string): RawEndpointProvider {
  const { clock } = harness;
  return new RawEndpointProvider({ url, clock, timeoutMs: TIMEOUT_MS, maxVideoBytes: 1_000_000 });
}

Deno.test("a video of the raw endpoint is stored and has been charged", async () => {
  await using harness = await RunnerHarness.open();
  await using fake = await startFake();
  const id = await harness.queue(PROVIDER);
  harness.start(providerOf(harness, fake.endpoint("video-chunked")));
  assertEquals((await harness.until(id, "succeeded")).charged, "yes");
  assertEquals(fake.requests.length, 1);
});

const FAILURES: Record<string, readonly [code: string, charged: Charged]> = {
  "invalid-image": ["invalid-image", "no"],
  "server-error": ["upstream-error", "unknown"],
  "closed": ["network", "unknown"],
  "truncated": ["network", "yes"],
  "html": ["bad-output", "unknown"],
};

for (const [scenario, expected] of Object.entries(FAILURES)) {
  Deno.test(`the endpoint's answer ${scenario} fails the generation and is not asked for again`, async () => {
    await using harness = await RunnerHarness.open();
    await using fake = await startFake();
    const id = await harness.queue(PROVIDER);
    harness.start(providerOf(harness, fake.endpoint(scenario)));
    const { failure } = await harness.until(id, "failed");
    assertEquals([failure.code, failure.charged], expected);
    assertEquals(fake.requests.length, 1);
    assertEquals(harness.listVideos(), []);
  });
}

Deno.test("a stop while the model wakes puts the work back in the queue for the next server", async () => {
  await using harness = await RunnerHarness.open();
  await using fake = await startFake();
  const id = await harness.queue(PROVIDER);
  const runner = harness.start(providerOf(harness, fake.endpoint("loading-forever")));
  await untilStage(harness, id, "waiting");
  await runner.stop({ graceMs: 10_000 });
  assertEquals((await harness.find(id)).state, "queued");
  harness.start(providerOf(harness, fake.endpoint("video")));
  await harness.until(id, "succeeded");
  assertEquals(fake.requests.length, 2);
});

Deno.test("canceling closes the connection to the endpoint", async () => {
  await using harness = await RunnerHarness.open();
  await using fake = await startFake();
  const id = await harness.queue(PROVIDER);
  harness.start(providerOf(harness, fake.endpoint("hang")));
  const request = await fake.request(1);
  await harness.stores.library.requestCancel(id, harness.clock.now());
  harness.notifier.notify(id);
  assertEquals((await harness.until(id, "canceled")).charged, "unknown");
  assertEquals(await request.ended, "client-left");
});

async function untilStage(harness: RunnerHarness, id: string, name: string): Promise<void> {
  for (;;) {
    const generation = await harness.find(id);
    assert(generation.state === "queued" || generation.state === "running");
    if (generation.state === "running" && generation.progress?.stage === name) return;
    await turnOfTheLoop();
  }
}
