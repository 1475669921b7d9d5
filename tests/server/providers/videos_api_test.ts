import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import type { Model, Route } from "../../../server/models/model.ts";
import { OwnServer } from "../../../server/providers/own_server.ts";
import { findVideosApi, RememberedLook } from "../../../server/providers/own_server_look.ts";
import { VideosApi } from "../../../server/providers/videos_api.ts";
import { failureSentence } from "../../../server/wording/failure_words.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";
import {
  type FakeVideosApi,
  startFakeVideosApi,
  VIDEOS_API_SCENARIOS,
} from "../../fakes/fake_videos_api.ts";
import { JPEG, OwnServerHarness } from "./own_server_harness.ts";

const KEY = "planted-key-of-the-operator";
const VIDEO = mockVideo(20_000);
const HEADER = { name: "authorization", value: `Bearer ${KEY}` };

const registry = await openRegistry();
const model = registry.find("wan-2.2-5b") as Model;
const route = model.routes.find(({ provider }) => provider === "videos-api") as Route;

/** How each scenario ends that brings no video: code, case, and how often it was created. */
const ENDINGS: Readonly<Record<string, readonly [code: string, kind?: string, creates?: number]>> =
  {
    "failed": ["job-failed"],
    "failed-with-status": ["job-failed"],
    "out-of-memory": ["job-failed", "out-of-memory"],
    "unknown-state": ["upstream-error", "unknown-state"],
    "bad-request": ["invalid-parameters"],
    "login": ["auth-invalid", "endpoint"],
    "gateway": ["upstream-error", "gateway"],
    "breaks-off": ["network"],
    "synchronous": ["provider-misconfigured", "synchronous"],
  };

/** They end by many looks, or not at all. */
const SLOW = ["never-ends", "forgets-only", "forgotten", "no-video", "no-content"];

function open(scenario: string): { harness: OwnServerHarness; fake: FakeVideosApi } {
  const fake = startFakeVideosApi({ video: VIDEO, key: KEY });
  fake.play(scenario);
  const harness = new OwnServerHarness((clock) => {
    const server = new OwnServer({
      url: fake.url,
      header: HEADER,
      maxVideoBytes: 100_000,
      clock,
    });
    return new VideosApi({ server, route, timeoutMs: 600_000, random: () => 1 });
  }, { model });
  return { harness, fake };
}

for (const name of VIDEOS_API_SCENARIOS.keys()) {
  if (SLOW.includes(name)) continue;
  const [code, kind, creates = 1] = ENDINGS[name] ?? [];
  Deno.test(`/v1/videos, ${name}: ${code ?? "a video"}`, async () => {
    const { harness, fake } = open(name);
    await using _ = fake;
    const { error, ...ending } = await harness.ending();
    if (code === undefined) {
      assertEquals(ending, { state: "succeeded" });
      return;
    }
    assertEquals([ending.code, ending.kind], [code, kind]);
    assertEquals(fake.creates, creates);
    assert(error);
    assert(!/srv|Traceback/.test(failureSentence(error, { audience: "guest" })));
    assert(!Deno.inspect(error).includes(KEY));
    assertEquals(harness.clock.pending, 0);
  });
}

Deno.test("a video comes byte for byte, after what vLLM-Omni reports of it", async () => {
  const { harness, fake } = open("video");
  await using _ = fake;
  assertEquals(await harness.video(), VIDEO);
  const [job] = fake.jobs;
  assertEquals(job?.pictureBytes, JPEG.length);
  assertEquals(job?.fields, {
    model: "Wan-AI/Wan2.2-TI2V-5B-Diffusers",
    prompt: "A slow push in",
    seed: "7",
    size: "1280x704",
    num_frames: "81",
    fps: "24",
    flow_shift: "5",
  });
  assertEquals(harness.marks, ["submitting"]);
  assertEquals(harness.reports.map(({ message }) => message), [
    "Sending your picture to your own server (/v1/videos)",
    "Waiting in the queue at your own server (/v1/videos)",
    "Your own server (/v1/videos) is making your video, 40 % done",
  ]);
});

Deno.test("a model without prompts sends a blank, which the form does not take for missing", async () => {
  const fake = startFakeVideosApi({ video: VIDEO });
  await using _ = fake;
  const silent: Model = { ...model, prompt: { need: "none" } };
  const harness = new OwnServerHarness((clock) => {
    const server = new OwnServer({ url: fake.url, maxVideoBytes: 100_000, clock });
    return new VideosApi({ server, route, timeoutMs: 600_000 });
  }, { model: silent });
  assertEquals(await harness.video(), VIDEO);
  assertEquals(fake.jobs[0]?.fields.prompt, " ");
});

Deno.test("a server that was restarted has lost the job, once it has said so for long", async () => {
  const { harness, fake } = open("forgotten");
  await using _ = fake;
  const { code, kind } = await harness.ending();
  assertEquals([code, kind, fake.creates], ["job-failed", "forgotten", 1]);
});

for (const name of ["no-video", "no-content"]) {
  Deno.test(`/v1/videos, ${name}: given up after a while, created once`, async () => {
    const { harness, fake } = open(name);
    await using _ = fake;
    const { code } = await harness.ending();
    assertEquals([code, fake.creates], ["bad-output", 1]);
  });
}

Deno.test("DELETE is repeated while vLLM-Omni answers 409", async () => {
  const { harness, fake } = open("never-ends");
  await using _ = fake;
  const operation = await harness.start();
  await harness.cancel(operation);
  assertEquals(fake.jobs[0]?.isDeleted, true);
});

Deno.test("SGLang's DELETE does not pass for the end of the work", async () => {
  const { harness, fake } = open("forgets-only");
  await using _ = fake;
  const operation = await harness.start();
  const error = await assertRejects(() => harness.cancel(operation), ProviderError);
  assertEquals([error.code, error.parameters.kind], ["upstream-error", "not-stopped"]);
});

Deno.test("a look tells what the server lists, and what keeps it from answering", async () => {
  const fake = startFakeVideosApi({ video: VIDEO, key: KEY });
  const lookAt = (header?: typeof HEADER, url = fake.url) => {
    const server = new OwnServer({ url, maxVideoBytes: 1, ...(header ? { header } : {}) });
    return new RememberedLook(() => findVideosApi(server), Date.now);
  };
  const look = lookAt(HEADER);
  assertEquals(await look.lackOf(route), undefined);
  const other = { ...route, providerModel: "someone/else" };
  assertEquals(await look.lackOf(other), { needs: "server-lacks", missing: ["someone/else"] });
  const found = await look.lookAnew();
  assert(found.kind === "answers");
  assertMatch(found.says, /Wan2\.2-TI2V-5B/);
  assertEquals(await lookAt().lackOf(route), { needs: "server-login" });
  await fake[Symbol.asyncDispose]();
  assertEquals(await lookAt(HEADER).lackOf(route), { needs: "server-off" });
  await using page = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response("<html>Hello</html>", { headers: { "content-type": "text/html" } }),
  );
  const elsewhere = `http://127.0.0.1:${page.addr.port}`;
  assertEquals(await lookAt(HEADER, elsewhere).lackOf(route), { needs: "server-other" });
});
