import { assert, assertEquals } from "@std/assert";
import type { Charged } from "../../../contract/problem.ts";
import { RawEndpointProvider } from "../../../server/providers/raw_endpoint.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake_hugging_face.ts";
import { smallVideo } from "../../small_video.ts";
import { RunnerStage, TIMEOUT_MS, turnOfTheLoop } from "./runner_stage.ts";

const PROVIDER = { providerId: "raw-endpoint" };

async function startFake(): Promise<FakeHuggingFace & AsyncDisposable> {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  return { ...fake, [Symbol.asyncDispose]: () => fake.close() };
}

function providerOf(stage: RunnerStage, url: string): RawEndpointProvider {
  const { clock } = stage;
  return new RawEndpointProvider({ url, clock, timeoutMs: TIMEOUT_MS, maxVideoBytes: 1_000_000 });
}

Deno.test("a video of the raw endpoint is stored and has been charged", async () => {
  await using stage = await RunnerStage.open();
  await using fake = await startFake();
  const id = await stage.queue(PROVIDER);
  stage.start(providerOf(stage, fake.endpoint("video-chunked")));
  assertEquals((await stage.until(id, "succeeded")).charged, "yes");
  assertEquals(fake.requests.length, 1);
});

const FAILURES: Record<string, readonly [code: string, charged: Charged]> = {
  "invalid-image": ["invalid-image", "no"],
  "server-error": ["upstream-error", "unknown"],
  "closed": ["network", "unknown"],
  "truncated": ["network", "unknown"],
  "html": ["bad-output", "unknown"],
};

for (const [scenario, expected] of Object.entries(FAILURES)) {
  Deno.test(`the endpoint's answer ${scenario} fails the generation and is not asked for again`, async () => {
    await using stage = await RunnerStage.open();
    await using fake = await startFake();
    const id = await stage.queue(PROVIDER);
    stage.start(providerOf(stage, fake.endpoint(scenario)));
    const { failure } = await stage.until(id, "failed");
    assertEquals([failure.code, failure.charged], expected);
    assertEquals(fake.requests.length, 1);
    assertEquals(stage.listVideos(), []);
  });
}

Deno.test("a stop while the model wakes puts the work back in line for the next server", async () => {
  await using stage = await RunnerStage.open();
  await using fake = await startFake();
  const id = await stage.queue(PROVIDER);
  const runner = stage.start(providerOf(stage, fake.endpoint("loading-forever")));
  await untilStage(stage, id, "waiting");
  await runner.stop({ graceMs: 10_000 });
  assertEquals((await stage.find(id)).state, "queued");
  stage.start(providerOf(stage, fake.endpoint("video")));
  await stage.until(id, "succeeded");
  assertEquals(fake.requests.length, 2);
});

Deno.test("canceling closes the connection to the endpoint", async () => {
  await using stage = await RunnerStage.open();
  await using fake = await startFake();
  const id = await stage.queue(PROVIDER);
  stage.start(providerOf(stage, fake.endpoint("hang")));
  const request = await fake.request(1);
  await stage.stores.library.requestCancel(id, stage.clock.now());
  stage.news.announce(id);
  assertEquals((await stage.until(id, "canceled")).charged, "unknown");
  assertEquals(await request.ended, "client-left");
});

async function untilStage(stage: RunnerStage, id: string, name: string): Promise<void> {
  for (;;) {
    const generation = await stage.find(id);
    assert(generation.state === "queued" || generation.state === "running");
    if (generation.state === "running" && generation.progress?.stage === name) return;
    await turnOfTheLoop();
  }
}
