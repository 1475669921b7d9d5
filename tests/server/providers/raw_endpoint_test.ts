import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CanceledError, ProviderError } from "../../../server/errors.ts";
import { RawEndpointProvider } from "../../../server/providers/raw_endpoint.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";
import { JPEG, openStudio, TIMEOUT_MS, TOKEN, VIDEO } from "./raw_endpoint_studio.ts";

Deno.test("the picture arrives unchanged, once, with its type and the token", async () => {
  await using studio = openStudio("video");
  await studio.video();
  assertEquals(studio.fake.requests.length, 1);
  const { method, headers, body } = await studio.fake.request(1);
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
  await using studio = openStudio(scenario, { model });
  await studio.video();
  return studio.fake.requests.map(({ headers }) => headers.get("x-scale-up-timeout"));
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
  "loading-once": { waits: [20_000], says: "Hugging Face is waking the model, about 20 seconds" },
  "loading-twice": {
    waits: [53_374, 4_000],
    says: "Hugging Face is waking the model, about 54 seconds",
  },
  "loading-without-estimate": {
    waits: [20_000],
    says: "Hugging Face is waking the model, about 20 seconds",
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
  "bad-gateway-once": {
    waits: [2_000],
    says: "Hugging Face is busy, trying again in about 2 seconds",
  },
};

for (const [scenario, { waits, says }] of Object.entries(WAITS)) {
  Deno.test(`the video comes after the wait that ${scenario} asks for`, async () => {
    await using studio = openStudio(scenario);
    assertEquals(await studio.video(), VIDEO);
    assertEquals(studio.clock.waits, waits);
    assertEquals(studio.reports.map(({ stage }) => stage), [
      ...waits.flatMap(() => ["generating", "waiting"]),
      "generating",
    ]);
    assertEquals(studio.reports[1]?.message, says);
    assertEquals(studio.fake.requests.map(({ body }) => body.length), [
      JPEG.length,
      ...waits.map(() => JPEG.length),
    ]);
    assertEquals(studio.clock.pending, 0);
  });
}

Deno.test("each request is announced before it goes out, and taken back when nothing was started", async () => {
  await using studio = openStudio("busy-twice");
  await studio.video();
  assertEquals(studio.marks, [
    "submitting after 0",
    "not started after 1",
    "submitting after 1",
    "not started after 2",
    "submitting after 2",
  ]);
});

for (const scenario of ["server-error", "gateway-timeout", "closed", "json-error", "truncated"]) {
  Deno.test(`what ${scenario} may have started is not taken back`, async () => {
    await using studio = openStudio(scenario);
    await assertRejects(studio.video, ProviderError);
    assertEquals(studio.marks, ["submitting after 0"]);
  });
}

Deno.test("a refusal that is no reason to wait is known to have started nothing", async () => {
  await using studio = openStudio("invalid-image");
  await assertRejects(studio.video, ProviderError);
  assertEquals(studio.marks, ["submitting after 0", "not started after 1"]);
});

Deno.test("an absurd estimate is told to the visitor but asked again every minute", async () => {
  await using studio = openStudio("loading-very-long");
  const error = await assertRejects(studio.video, ProviderError);
  assertEquals(error.code, "model-loading");
  assertEquals(error.retryAfterSeconds, 2316);
  assertEquals(studio.reports[1], {
    stage: "waiting",
    message: "Hugging Face is waking the model, about 39 minutes",
    estimatedSeconds: 2316,
  });
  assertEquals(studio.clock.waits, Array(9).fill(60_000));
});

Deno.test("no wait begins that would outlast the deadline", async () => {
  await using studio = openStudio("busy-for-an-hour");
  const error = await assertRejects(studio.video, ProviderError);
  assertEquals(error.code, "rate-limited");
  assertEquals(error.retryAfterSeconds, 3600);
  assertEquals(studio.fake.requests.length, 1);
});

Deno.test("the token does not follow a redirect", async () => {
  await using studio = openStudio("temporary-redirect");
  await assertRejects(studio.video, ProviderError);
  assertEquals(studio.fake.requests.map(({ path }) => path), ["/endpoints/temporary-redirect"]);
});

Deno.test("canceling before the answer closes the connection", async () => {
  await using studio = openStudio("hang");
  const video = assertRejects(studio.video, CanceledError);
  const request = await studio.fake.request(1);
  studio.controller.abort();
  assertEquals((await video).charged, "unknown");
  assertEquals(await request.ended, "client-left");
  assertEquals(studio.clock.pending, 0);
});

Deno.test("canceling while the model wakes sends nothing more and costs nothing", async () => {
  await using studio = openStudio("loading-once", { waitsPass: false });
  const video = assertRejects(studio.video, CanceledError);
  await studio.waiting;
  studio.controller.abort();
  assertEquals((await video).charged, "no");
  studio.clock.advance(TIMEOUT_MS);
  assertEquals(studio.fake.requests.length, 1);
  assertEquals(studio.clock.pending, 0);
});

Deno.test("canceling in the middle of the video closes the connection", async () => {
  await using studio = openStudio("hang-mid-body");
  const reader = (await studio.start()).getReader();
  assertEquals((await reader.read()).value?.subarray(4, 8), VIDEO.subarray(4, 8));
  studio.controller.abort();
  const error = await assertRejects(() => readToEnd(reader), CanceledError);
  assertEquals(error.charged, "unknown");
  assertEquals(await (await studio.fake.request(1)).ended, "client-left");
  assertEquals(studio.clock.pending, 0);
});

Deno.test("a video that stops arriving ends with the deadline", async () => {
  await using studio = openStudio("hang-mid-body");
  const reader = (await studio.start()).getReader();
  const { value } = await reader.read();
  assertEquals(value?.subarray(4, 8), VIDEO.subarray(4, 8));
  studio.clock.advance(TIMEOUT_MS);
  const error = await assertRejects(() => readToEnd(reader), ProviderError);
  assertEquals(error.code, "deadline-exceeded");
  assertEquals(await (await studio.fake.request(1)).ended, "client-left");
});

Deno.test("a reader that stops in the middle of the video closes the connection", async () => {
  await using studio = openStudio("hang-mid-body");
  await (await studio.start()).cancel();
  assertEquals(await (await studio.fake.request(1)).ended, "client-left");
  assertEquals(studio.clock.pending, 0);
});

Deno.test("a call that was canceled before it began sends nothing", async () => {
  await using studio = openStudio("video");
  studio.controller.abort();
  const error = await assertRejects(studio.video, CanceledError);
  assertEquals(error.charged, "no");
  assertEquals(studio.fake.requests.length, 0);
});

Deno.test("a caller's own deadline keeps its code and sentence", async () => {
  await using studio = openStudio("hang");
  const video = assertRejects(studio.video, ProviderError, "Too late.");
  await studio.fake.request(1);
  studio.controller.abort(new ProviderError("deadline-exceeded", "Too late.", { retryable: true }));
  const { code, charged, retryable } = await video;
  assertEquals({ code, charged, retryable }, {
    code: "deadline-exceeded",
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
