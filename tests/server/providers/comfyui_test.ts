import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import type { Model, Route } from "../../../server/models/model.ts";
import type { Workflow } from "../../../server/models/workflow.ts";
import { ComfyUi } from "../../../server/providers/comfyui/comfyui.ts";
import { findComfyUi } from "../../../server/providers/comfyui/comfyui_look.ts";
import { OwnServer } from "../../../server/providers/own_server.ts";
import { RememberedLook } from "../../../server/providers/own_server_look.ts";
import { failureSentence } from "../../../server/wording/failure_words.ts";
import { COMFY_SCENARIOS } from "../../fakes/comfyui_scenarios.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";
import {
  type FakeComfyUi,
  type FakeComfyUiOptions,
  startFakeComfyUi,
} from "../../fakes/fake_comfyui.ts";
import { eventually } from "../../patience.ts";
import { JPEG, OwnServerHarness } from "./own_server_harness.ts";

const SECRET = "planted-secret-of-the-proxy";
const HEADER = { name: "x-login", value: SECRET };
const VIDEO = mockVideo(20_000);

const { workflows, find } = await openRegistry();
const routeOf = (model: Model) =>
  model.routes.find(({ provider }) => provider === "comfyui") as Route;

interface Opened {
  readonly harness: OwnServerHarness;
  readonly fake: FakeComfyUi;
}

async function open(
  scenario: string,
  { modelId = "stable-video-diffusion-xt", ...options }: Partial<FakeComfyUiOptions> & {
    readonly modelId?: string;
  } = {},
): Promise<Opened> {
  const fake = await startFakeComfyUi({ video: VIDEO, header: HEADER, ...options });
  fake.play(scenario);
  const model = find(modelId) as Model;
  const route = routeOf(model);
  const workflow = workflows.get(route.workflow ?? "") as Workflow;
  const harness = new OwnServerHarness((clock) => {
    const server = new OwnServer({ url: fake.url, header: HEADER, maxVideoBytes: 100_000, clock });
    return new ComfyUi({ server, route, workflow, timeoutMs: 600_000, random: () => 1 });
  }, { model });
  return { harness, fake };
}

/** How each scenario ends that brings no video: code and case. */
const ENDINGS: Readonly<Record<string, readonly [code: string, kind?: string]>> = {
  "node-error": ["job-failed"],
  "out-of-memory": ["job-failed", "out-of-memory"],
  "interrupted": ["job-canceled"],
  "deleted": ["job-failed", "lost"],
  "restarted": ["job-failed", "lost"],
  "no-file": ["job-failed", "no-file"],
  "webp": ["bad-output", "no-video"],
  "file-gone": ["bad-output", "bad-address"],
  "without-output": ["invalid-parameters"],
  "node-missing": ["model-not-found", "missing-there"],
  "checkpoint-missing": ["model-not-found", "missing-there"],
  "bad-value": ["invalid-parameters"],
  "forbidden": ["auth-forbidden", "endpoint"],
  "too-large": ["provider-image-too-large"],
};
/** Work that has never begun is sent anew by whoever made the generation: see the crash test. */
const NEVER_BEGAN = ["lost-once", "lost-always", "fault-once"];

for (const name of COMFY_SCENARIOS.keys()) {
  if (name === "stuck") continue;
  const [code, kind] = ENDINGS[name] ?? [];
  const neverBegan = NEVER_BEGAN.includes(name);
  Deno.test(`ComfyUI, ${name}: ${code ?? (neverBegan ? "nothing has begun" : "a video")}`, async () => {
    const { harness, fake } = await open(name);
    await using _ = fake;
    const { error, ...ending } = await harness.ending();
    assertEquals(fake.prompts, 1);
    assertEquals(harness.clock.pending, 0);
    if (code === undefined) {
      assertEquals(ending, { state: neverBegan ? "never-began" : "succeeded" });
      return;
    }
    assertEquals([ending.code, ending.kind], [code, kind]);
    assert(error);
    const sentence = failureSentence(error, { audience: "guest" });
    assert(!/\/opt|Traceback|shapes/.test(sentence), sentence);
    assert(!Deno.inspect(error).includes(SECRET));
    assert(!Deno.inspect(error).includes("visitor's words"));
  });
}

Deno.test("picture, settings and seed reach the workflow at its marks", async () => {
  const { harness, fake } = await open("video");
  await using _ = fake;
  assertEquals(await harness.video(), VIDEO);
  const [job] = fake.jobs;
  const [[name, bytes]] = [...fake.uploads] as [[string, Uint8Array]];
  assertEquals(bytes, JPEG);
  assertEquals(job?.graph["2"]?.inputs.image, `${name} [temp]`);
  const { width, height, video_frames, fps, motion_bucket_id, augmentation_level } =
    job?.graph["3"]?.inputs ?? {};
  assertEquals(
    { width, height, video_frames, fps, motion_bucket_id, augmentation_level },
    {
      width: 1024,
      height: 576,
      video_frames: 25,
      fps: 7,
      motion_bucket_id: 127,
      augmentation_level: 0.02,
    },
  );
  assertEquals([job?.graph["5"]?.inputs.seed, job?.graph["7"]?.inputs.fps], [7, 7]);
  assertEquals(harness.toldBefore, { promptId: job?.promptId });
  assertEquals(job?.clientId, job?.promptId);
});

Deno.test("prompts, and sizes that the model makes, reach the Wan workflow", async () => {
  const { harness, fake } = await open("video", { modelId: "wan-2.2-5b" });
  await using _ = fake;
  assertEquals(await harness.video(), VIDEO);
  const graph = fake.jobs[0]?.graph;
  assertEquals(graph?.["5"]?.inputs.text, "A slow push in");
  const { width, height, length } = graph?.["8"]?.inputs ?? {};
  assertEquals([width, height, length], [1280, 704, 81]);
});

Deno.test("the place in the queue is counted by numbers, and steps come over the socket", async () => {
  const { harness, fake } = await open("queue-ahead");
  await using _ = fake;
  const operation = await harness.start();
  await eventually(() => assertEquals(fake.listeners, [String(operation.promptId)]));
  assertEquals(await harness.follow(operation), VIDEO);
  const messages = harness.reports.map(({ message }) => message);
  assertEquals(messages.slice(0, 2), [
    "Sending your picture to your own server (ComfyUI)",
    "Third in the queue at your own server (ComfyUI)",
  ]);
  assert(messages.includes("Your own server (ComfyUI) is making your video, step 2 of 3"));
});

Deno.test("without a socket asking alone follows the work", async () => {
  const { harness, fake } = await open("video");
  await using _ = fake;
  const { WebSocket: known } = globalThis;
  Object.assign(globalThis, {
    WebSocket: class extends EventTarget {
      readyState = 3;
      close() {}
    },
  });
  try {
    assertEquals(await harness.video(), VIDEO);
  } finally {
    Object.assign(globalThis, { WebSocket: known });
  }
});

for (const isOld of [false, true]) {
  const which = isOld ? "an old" : "a new";
  Deno.test(`a job is stopped at ${which} ComfyUI while it runs, and taken from the queue before`, async () => {
    const { harness, fake } = await open("stuck", { isOld, stepMs: 5 });
    await using _ = fake;
    const running = await harness.start();
    const waiting = await harness.start();
    await eventually(async () => {
      const { queue_running: [item] } = await queueOf(fake);
      assertEquals(item?.[1], running.promptId);
    });
    await harness.cancel(waiting);
    assertEquals(fake.interrupted, []);
    await harness.cancel(running);
    assertEquals(fake.interrupted, [String(running.promptId)]);
    harness.controller.abort();
  });
}

async function queueOf(fake: FakeComfyUi) {
  return await (await fetch(`${fake.url}/queue`, { headers: { "x-login": SECRET } })).json();
}

Deno.test("the fake makes two jobs of one id, as the real one does", async () => {
  await using fake = await startFakeComfyUi({ video: VIDEO });
  const body = JSON.stringify({ prompt: {}, prompt_id: crypto.randomUUID(), client_id: "me" });
  for (let times = 0; times < 2; times++) {
    await (await fetch(`${fake.url}/prompt`, { method: "POST", body })).body?.cancel();
  }
  assertEquals(fake.jobs.length, 2);
});

Deno.test("a server that is gone costs nothing, and says so", async () => {
  const { harness, fake } = await open("video");
  await fake[Symbol.asyncDispose]();
  const { code, charged } = await harness.ending();
  assertEquals([code, charged], ["unreachable", "no"]);
});

Deno.test("a handle that no version of this program has written is no job", async () => {
  const { harness, fake } = await open("video");
  await using _ = fake;
  await assertRejects(() => harness.cancel({ promptId: "../interrupt" }), TypeError);
});

Deno.test("a look names what is missing, and what keeps ComfyUI from answering", async () => {
  const lookAt = (url: string, header?: typeof HEADER) => {
    const server = new OwnServer({ url, maxVideoBytes: 1, ...(header ? { header } : {}) });
    return new RememberedLook(() => findComfyUi(server, workflows), Date.now);
  };
  const [svd, wan] = ["stable-video-diffusion-xt", "wan-2.2-5b"].map((id) =>
    routeOf(find(id) as Model)
  ) as [Route, Route];
  await using whole = await startFakeComfyUi({ video: VIDEO, header: HEADER });
  const look = lookAt(whole.url, HEADER);
  assertEquals([await look.lackOf(svd), await look.lackOf(wan)], [undefined, undefined]);
  const found = await look.lookAnew();
  assert(found.kind === "answers");
  assertMatch(found.says, /^ComfyUI 0\.38\.0 on cuda:0 Fake GPU, 24 GB$/);
  assertEquals(await lookAt(whole.url).lackOf(svd), { needs: "server-login" });

  const missing = [
    "svd_xt.safetensors",
    "Wan22ImageToVideoLatent",
    "wan2.2_ti2v_5B_fp16.safetensors",
  ];
  await using poor = await startFakeComfyUi({ video: VIDEO, missing });
  const poorLook = lookAt(poor.url);
  assertEquals(await poorLook.lackOf(svd), {
    needs: "server-lacks",
    missing: ["svd_xt.safetensors"],
  });
  assertEquals(await poorLook.lackOf(wan), {
    needs: "server-lacks",
    missing: ["wan2.2_ti2v_5B_fp16.safetensors", "the node Wan22ImageToVideoLatent"],
  });
  await using other = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => Response.json({ hello: "world" }),
  );
  const elsewhere = lookAt(`http://127.0.0.1:${other.addr.port}`);
  assertEquals(await elsewhere.lackOf(svd), { needs: "server-other" });
});

Deno.test("work that goes on for ever can be given up", async () => {
  const { harness, fake } = await open("stuck");
  await using _ = fake;
  const operation = await harness.start();
  const following = harness.follow(operation);
  await eventually(() => assert(harness.reports.length > 5));
  harness.controller.abort(new ProviderError("deadline-exceeded"));
  await assertRejects(() => following);
  await eventually(() => assertEquals(harness.clock.pending, 0));
});
