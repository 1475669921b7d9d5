import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CanceledError, ProviderError } from "../../../server/errors.ts";
import { RawEndpointProvider } from "../../../server/providers/raw_endpoint.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";
import { JPEG, openHarness, TIMEOUT_MS, TOKEN, VIDEO } from "./raw_endpoint_harness.ts";

Deno.test("the picture arrives unchanged, once, with its type and the token", async () => {
  await using harness = openHarness("video");
  await harness.video();
  assertEquals(harness.fake.requests.length, 1);
  const { method, headers, body } = await harness.fake.request(1);
  assertEquals(method, "POST");
  assertEquals(headers.get("content-type"), "image/jpeg");
  assertEquals(headers.get("accept"), "*/*");
  assertEquals(headers.get("authorization"), `Bearer ${TOKEN}`);
  assertEquals(headers.get("x-scale-up-timeout"), null);
  assertEquals(body, JPEG);
});

/** For how long the proxy was told to hold each request, in seconds. */
async function scaleUpSeconds(scenario: string, high: number): Promise<(string | null)[]> {
  const model = { controls: [], usualSeconds: { low: 1, high } };
  await using harness = openHarness(scenario, { model });
  await harness.video();
  return harness.fake.requests.map(({ headers }) => headers.get("x-scale-up-timeout"));
}

Deno.test("an endpoint may wake as long as there is time for the video afterwards", async () => {
  assertEquals(await scaleUpSeconds("video", 180), ["420"]);
  // A wait of 20 seconds lies between the two.
  assertEquals(await scaleUpSeconds("loading-once", 180), ["420", "400"]);
});

Deno.test("an endpoint gets some time to wake, however long its videos take", async () => {
  assertEquals(await scaleUpSeconds("video", 900), ["30"]);
});

const WAITS: Record<string, { readonly waits: number[]; readonly says: string }> = {
  "loading-once": { waits: [20_000], says: "Hugging Face is starting the model, about 20 seconds" },
  "loading-twice": {
    waits: [53_374, 4_000],
    says: "Hugging Face is starting the model, about 54 seconds",
  },
  "loading-without-estimate": {
    waits: [20_000],
    says: "Hugging Face is starting the model, about 20 seconds",
  },
  "busy-once": { waits: [7_000], says: "Hugging Face is busy, trying again in about 7 seconds" },
  "busy-twice": {
    waits: [7_000, 7_000],
    says: "Hugging Face is busy, trying again in about 7 seconds",
  },
  "busy-ratelimit": {
    waits: [12_000],
    says: "Hugging Face is busy, trying again in about 12 seconds",
  },
  "busy-unknown": { waits: [2_000], says: "Hugging Face is busy, trying again in about 2 seconds" },
  "overloaded-once": {
    waits: [2_000],
    says: "Hugging Face is busy, trying again in about 2 seconds",
  },
  "asked-back-once": {
    waits: [2_000],
    says: "Hugging Face is busy, trying again in about 2 seconds",
  },
};

for (const [scenario, { waits, says }] of Object.entries(WAITS)) {
  Deno.test(`the video comes after the wait that ${scenario} asks for`, async () => {
    await using harness = openHarness(scenario);
    assertEquals(await harness.video(), VIDEO);
    assertEquals(harness.clock.waits, waits);
    assertEquals(harness.reports.map(({ stage }) => stage), [
      ...waits.flatMap(() => ["generating", "waiting"]),
      "generating",
    ]);
    assertEquals(harness.reports[1]?.message, says);
    assertEquals(harness.fake.requests.map(({ body }) => body.length), [
      JPEG.length,
      ...waits.map(() => JPEG.length),
    ]);
    assertEquals(harness.clock.pending, 0);
  });
}

Deno.test("each request is announced before it goes out, and taken back when nothing was started", async () => {
  await using harness = openHarness("busy-twice");
  await harness.video();
  assertEquals(harness.marks, [
    "submitting after 0",
    "not started after 1",
    "submitting after 1",
    "not started after 2",
    "submitting after 2",
  ]);
});

for (const scenario of ["server-error", "gateway-timeout", "closed", "json-error", "truncated"]) {
  Deno.test(`what ${scenario} may have started is not taken back`, async () => {
    await using harness = openHarness(scenario);
    await assertRejects(harness.video, ProviderError);
    assertEquals(harness.marks, ["submitting after 0"]);
  });
}

Deno.test("a refusal that is no reason to wait is known to have started nothing", async () => {
  await using harness = openHarness("invalid-image");
  await assertRejects(harness.video, ProviderError);
  assertEquals(harness.marks, ["submitting after 0", "not started after 1"]);
});

Deno.test("an absurd estimate is told to the visitor but asked again every minute", async () => {
  await using harness = openHarness("loading-very-long");
  const error = await assertRejects(harness.video, ProviderError);
  assertEquals(error.code, "model-loading");
  assertEquals(error.retryAfterSeconds, 2316);
  assertEquals(harness.reports[1], {
    stage: "waiting",
    code: "model-loading",
    parameters: { provider: "hugging-face" },
    message: "Hugging Face is starting the model, about 39 minutes",
    estimatedSeconds: 2316,
  });
  assertEquals(harness.clock.waits, Array(9).fill(60_000));
});

Deno.test("no wait begins that would outlast the deadline", async () => {
  await using harness = openHarness("busy-for-an-hour");
  const error = await assertRejects(harness.video, ProviderError);
  assertEquals(error.code, "rate-limited");
  assertEquals(error.retryAfterSeconds, 3600);
  assertEquals(harness.fake.requests.length, 1);
});

Deno.test("the token does not follow a redirect", async () => {
  await using harness = openHarness("temporary-redirect");
  await assertRejects(harness.video, ProviderError);
  assertEquals(harness.fake.requests.map(({ path }) => path), ["/endpoints/temporary-redirect"]);
});

Deno.test("canceling before the answer closes the connection", async () => {
  await using harness = openHarness("hang");
  const video = assertRejects(harness.video, CanceledError);
  const request = await harness.fake.request(1);
  harness.controller.abort();
  assertEquals((await video).charged, "unknown");
  assertEquals(await request.ended, "client-left");
  assertEquals(harness.clock.pending, 0);
});

Deno.test("canceling while the model wakes sends nothing more and costs nothing", async () => {
  await using harness = openHarness("loading-once", { waitsPass: false });
  const video = assertRejects(harness.video, CanceledError);
  await harness.waiting;
  harness.controller.abort();
  assertEquals((await video).charged, "no");
  harness.clock.advance(TIMEOUT_MS);
  assertEquals(harness.fake.requests.length, 1);
  assertEquals(harness.clock.pending, 0);
});

Deno.test("canceling in the middle of the video closes the connection", async () => {
  await using harness = openHarness("hang-mid-body");
  const reader = (await harness.start()).getReader();
  assertEquals((await reader.read()).value?.subarray(4, 8), VIDEO.subarray(4, 8));
  harness.controller.abort();
  const error = await assertRejects(() => readToEnd(reader), CanceledError);
  assertEquals(error.charged, "yes");
  assertEquals(await (await harness.fake.request(1)).ended, "client-left");
  assertEquals(harness.clock.pending, 0);
});

Deno.test("a video that stops arriving ends with the deadline", async () => {
  await using harness = openHarness("hang-mid-body");
  const reader = (await harness.start()).getReader();
  const { value } = await reader.read();
  assertEquals(value?.subarray(4, 8), VIDEO.subarray(4, 8));
  harness.clock.advance(TIMEOUT_MS);
  const error = await assertRejects(() => readToEnd(reader), ProviderError);
  assertEquals([error.code, error.charged], ["deadline-exceeded", "yes"]);
  assertEquals(await (await harness.fake.request(1)).ended, "client-left");
});

Deno.test("a reader that stops in the middle of the video closes the connection", async () => {
  await using harness = openHarness("hang-mid-body");
  await (await harness.start()).cancel();
  assertEquals(await (await harness.fake.request(1)).ended, "client-left");
  assertEquals(harness.clock.pending, 0);
});

Deno.test("a call that was canceled before it began sends nothing", async () => {
  await using harness = openHarness("video");
  harness.controller.abort();
  const error = await assertRejects(harness.video, CanceledError);
  assertEquals(error.charged, "no");
  assertEquals(harness.fake.requests.length, 0);
});

Deno.test("a caller's own deadline keeps its code and parameters", async () => {
  await using harness = openHarness("hang");
  const video = assertRejects(harness.video, ProviderError);
  await harness.fake.request(1);
  const reason = { kind: "after", limitSeconds: 9 } as const;
  harness.controller.abort(new ProviderError("deadline-exceeded", reason));
  const { code, parameters, charged, retryable } = await video;
  assertEquals({ code, parameters, charged, retryable }, {
    code: "deadline-exceeded",
    parameters: reason,
    charged: "unknown",
    retryable: true,
  });
});

Deno.test("a token that cannot stand in a header is refused without being repeated", () => {
  const options = {
    url: "http://localhost/",
    token: "hf_secret\nx-evil: 1",
    fetch,
    clock: new ManualClock(),
    random: () => 0,
    timeoutMs: 1,
    maxVideoBytes: 1,
  };
  const error = assertThrows(() => new RawEndpointProvider(options), TypeError);
  assert(!Deno.inspect(error).includes("hf_secret"));
});

async function readToEnd(reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
  while (!(await reader.read()).done);
}
