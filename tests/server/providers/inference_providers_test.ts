import { assert, assertEquals, assertRejects } from "@std/assert";
import { CanceledError, ProviderError } from "../../../server/errors.ts";
import type { FakeHuggingFace } from "../../fakes/fake_hugging_face.ts";
import { closedHost } from "../../fakes/talking_port.ts";
import { JPEG, openRoutedHarness, openScenario, TOKEN, VIDEO } from "./routed_harness.ts";

const BASE64 = JPEG.toBase64();

Deno.test("fal.ai gets a data URL and the parameters in its own words", async () => {
  await using harness = openScenario("fal-video");
  await harness.start();
  const { path, target, body } = await submitted(harness.fake);
  assertEquals(path, "/router/fal-ai/fal-ai/wan/v2.2-5b/image-to-video");
  assert(target.endsWith("?_subdomain=queue"));
  assertEquals(body.image_url, `data:image/jpeg;base64,${BASE64}`);
  assertEquals([body.seed, typeof body.prompt], [7, "string"]);
});

Deno.test("WaveSpeed gets bare base64 twice", async () => {
  await using harness = openScenario("wavespeed-video");
  await harness.start();
  const { path, body } = await submitted(harness.fake);
  assertEquals(path, "/router/wavespeed/api/v3/wavespeed-ai/framepack");
  assertEquals([body.image, body.images], [BASE64, [BASE64]]);
});

Deno.test("Together AI gets the model's name and a first frame", async () => {
  await using harness = openScenario("together-video");
  await harness.start();
  const { path, body } = await submitted(harness.fake);
  assertEquals(path, "/router/together/v2/videos");
  assertEquals(body.model, "Wan-AI/Wan2.2-I2V-A14B");
  const input_image = `data:image/jpeg;base64,${BASE64}`;
  assertEquals(body.frame_images, [{ input_image, frame: "first" }]);
});

for (const name of ["fal-video", "wavespeed-video", "together-video"]) {
  Deno.test(`${name}: every routed call carries the token and who is billed, the CDN neither`, async () => {
    await using harness = openScenario(name, { billTo: "the-lounge" });
    await harness.video();
    const { requests, leaks } = harness.fake;
    const routed = requests.filter(({ path }) => path.startsWith("/router/"));
    assert(routed.length >= 3);
    for (const { headers } of routed) {
      assertEquals(headers.get("authorization"), `Bearer ${TOKEN}`);
      assertEquals(headers.get("x-hf-bill-to"), "the-lounge");
    }
    assertEquals(leaks, []);
    assertEquals(requests.at(-1)?.path.startsWith("/cdn/"), true);
  });
}

Deno.test("a visitor's own token pays alone: the instance's goes to the Hub at most", async () => {
  const visitorToken = "hf_visitor_of_tonight";
  await using harness = openScenario("fal-video", { visitorToken, billTo: "the-lounge" });
  await harness.video();
  for (const { path, headers } of harness.fake.requests) {
    if (!path.startsWith("/router/")) continue;
    assertEquals(headers.get("authorization"), `Bearer ${visitorToken}`);
    assertEquals(headers.get("x-hf-bill-to"), null);
  }
});

Deno.test("what is stored is plain: the provider and a path, no host and no token", async () => {
  await using harness = openScenario("fal-video");
  const { operation } = await harness.start();
  assertEquals(operation, {
    provider: "fal-ai",
    path: "/fal-ai/fal-ai/wan/requests/fal-video--1",
  });
});

Deno.test("the visitor reads the place in the queue and who is at work", async () => {
  await using harness = openScenario("fal-in-queue");
  await harness.video();
  assertEquals(harness.reports.map(({ stage, message }) => `${stage}: ${message}`), [
    "waiting: Sending your picture to fal.ai",
    "waiting: Third in the queue at fal.ai",
    "waiting: Second in the queue at fal.ai",
    "waiting: First in the queue at fal.ai",
    "generating: fal.ai is making your video",
  ]);
  await using crowded = openScenario("fal-far-back");
  await crowded.video();
  assertEquals(crowded.reports[1]?.message, "Number 42 in the queue at fal.ai");
  await using plain = openScenario("together-slow");
  await plain.video();
  assertEquals(plain.reports[1]?.message, "Waiting in the queue at Together AI");
});

Deno.test("a queue's path counts, its host does not", async () => {
  await using harness = openScenario("fal-foreign-host");
  await harness.video();
  const paths = harness.fake.requests.map(({ path }) => path);
  assert(paths.includes("/router/fal-ai/fal-ai/wan/requests/fal-foreign-host--1/status"));
});

for (const scenario of ["submit-not-found", "submit-not-supported", "submit-pay-as-you-go-off"]) {
  Deno.test(`after ${scenario} the next provider is tried`, async () => {
    await using harness = openRoutedHarness();
    harness.fake.play("fal-ai", `fal-${scenario}`);
    const { operation } = await harness.start();
    assertEquals(operation.provider, "wavespeed");
    assertEquals(harness.marks, [
      "submitting to fal-ai",
      "not started",
      "submitting to wavespeed",
    ]);
    assertEquals(
      harness.reports.map(({ message }) => message).slice(1),
      [
        "fal.ai cannot take this video now, trying WaveSpeed",
        "Sending your picture to WaveSpeed",
      ],
    );
  });
}

for (
  const scenario of [
    "submit-server-error",
    "submit-gateway-timeout",
    "submit-closed",
    "submit-web-page",
    "submit-credits-used-up",
    "submit-unauthorized",
    "submit-policy",
    "submit-overloaded-forever",
  ]
) {
  Deno.test(`after ${scenario} no other provider is tried`, async () => {
    await using harness = openRoutedHarness();
    harness.fake.play("fal-ai", `fal-${scenario}`);
    await assertRejects(() => harness.start(), ProviderError);
    const asked = harness.fake.requests.filter(({ method }) => method === "POST");
    assert(asked.every(({ path }) => path.startsWith("/router/fal-ai/")));
  });
}

Deno.test("a router that cannot be reached is tried again, and no other provider behind it", async () => {
  await using harness = openRoutedHarness({ routerUrl: `http://${await closedHost()}` });
  const error = await assertRejects(() => harness.start(), ProviderError);
  assertEquals([error.code, error.charged, error.retryable], ["unreachable", "no", true]);
  const tried = ["submitting to fal-ai", "not started"];
  assertEquals(harness.marks, [...tried, ...tried, ...tried]);
  assertEquals([harness.clock.waits, harness.clock.pending], [[2000, 4000], 0]);
});

Deno.test("a router that can be reached again makes the video", async () => {
  const closed = `http://${await closedHost()}`;
  let posts = 0;
  await using harness = openRoutedHarness({
    fetch: (input, init) => fetch(init?.method === "POST" && ++posts === 1 ? closed : input, init),
  });
  assertEquals(await harness.video(), VIDEO);
  assertEquals(harness.marks, ["submitting to fal-ai", "not started", "submitting to fal-ai"]);
});

Deno.test("work that was taken goes on when the router cannot be reached for a while", async () => {
  const closed = `http://${await closedHost()}`;
  let asks = 0;
  await using harness = openScenario("fal-video", {
    fetch: (input, init) => fetch(init?.method === "GET" && ++asks === 1 ? closed : input, init),
  });
  assertEquals(await harness.video(), VIDEO);
  assertEquals(harness.marks, ["submitting to fal-ai"]);
});

Deno.test("when nobody serves the model any more, the first refusal is the one to read", async () => {
  await using harness = openRoutedHarness();
  for (const [provider, name] of [["fal-ai", "fal"], ["wavespeed", "wavespeed"]] as const) {
    harness.fake.play(provider, `${name}-submit-not-found`);
  }
  harness.fake.play("together", "together-submit-gone");
  const error = await assertRejects(() => harness.start(), ProviderError);
  assertEquals([error.code, error.charged], ["model-not-found", "no"]);
  assertEquals(harness.marks.length, 6);
});

Deno.test("without a live route nothing is sent", async () => {
  await using harness = openRoutedHarness();
  harness.fake.hub.play("absent");
  const error = await assertRejects(() => harness.start(), ProviderError);
  assertEquals([error.code, error.charged], ["model-not-found", "no"]);
  assertEquals(harness.fake.requests.map(({ method }) => method), ["GET"]);
  assertEquals(harness.marks, []);
});

Deno.test("without a token nothing is sent, and the operator is told", async () => {
  await using harness = openRoutedHarness({ instanceToken: null });
  const error = await assertRejects(() => harness.start(), ProviderError, "HF_API_TOKEN");
  assertEquals([error.code, error.charged], ["auth-invalid", "no"]);
  assertEquals(harness.fake.requests, []);
});

Deno.test("canceling asks fal.ai to stop, by the queue's own path", async () => {
  await using harness = openScenario("fal-cancel-accepted");
  const { operation } = await harness.start();
  await harness.provider.cancel(operation, harness.call);
  const { method, path } = harness.fake.requests.at(-1) ?? {};
  assertEquals(method, "PUT");
  assertEquals(path, "/router/fal-ai/fal-ai/wan/requests/fal-cancel-accepted--1/cancel");
});

for (const name of ["fal-cancel-too-late", "fal-cancel-unknown"]) {
  Deno.test(`${name}: it is not known whether the work goes on`, async () => {
    await using harness = openScenario(name);
    const { operation } = await harness.start();
    await assertRejects(() => harness.provider.cancel(operation, harness.call), ProviderError);
  });
}

Deno.test("a provider that cannot be asked to stop is not asked", async () => {
  await using harness = openScenario("wavespeed-video");
  const { operation } = await harness.start();
  const before = harness.fake.requests.length;
  await harness.provider.cancel(operation, harness.call);
  assertEquals(harness.fake.requests.length, before);
});

Deno.test("a stored operation that leads elsewhere is not followed", async () => {
  await using harness = openScenario("fal-video");
  for (
    const operation of [
      { provider: "fal-ai", path: "/wavespeed/x" },
      { provider: "fal-ai", path: "/fal-ai/../v1/chat" },
      { provider: "fal-ai", path: "/fal-ai/x?y" },
      { provider: "fal-ai", path: "//evil.example" },
      { provider: "replicate", path: "/replicate/x" },
      {},
    ]
  ) {
    await assertRejects(() => harness.provider.check(operation, harness.call), TypeError);
  }
  assertEquals(harness.fake.requests, []);
});

Deno.test("canceling while the picture is being sent leaves the outcome open", async () => {
  await using harness = openScenario("fal-submit-silent");
  const started = assertRejects(() => harness.start(), CanceledError);
  const { ended } = await harness.fake.request(2);
  harness.controller.abort();
  assertEquals((await started).charged, "unknown");
  assertEquals(await ended, "client-left");
  assertEquals(harness.marks, ["submitting to fal-ai"]);
  assertEquals(harness.clock.pending, 0);
});

Deno.test("whether another try may help is the platform's word where it gives one", async () => {
  await using lost = openScenario("fal-runner-lost");
  assertEquals((await lost.ending()).error?.retryable, true);
  await using late = openScenario("fal-request-timeout");
  assertEquals((await late.ending()).error?.retryable, false);
});

Deno.test("many visitors meet the scenarios that their tokens and prompts name", async () => {
  await using harness = openRoutedHarness({
    modelId: "wan-2.2-5b",
    visitorToken: "hf_scenario_fal_job_failed",
  });
  assertEquals((await harness.ending()).code, "job-failed");
  const call = {
    ...harness.call,
    visitorToken: () => Promise.resolve("hf_scenario_fal_policy_none"),
  };
  const { operation } = await harness.provider.start(
    { ...harness.request, prompt: "slowly scenario:fal-job-canceled" },
    call,
  );
  assertEquals(operation.path, "/fal-ai/fal-ai/wan/requests/fal-job-canceled--2");
});

async function submitted(fake: FakeHuggingFace) {
  const { path, target, body } = await fake.request(2);
  const json: Record<string, unknown> = JSON.parse(new TextDecoder().decode(body));
  return { path, target, body: json };
}
