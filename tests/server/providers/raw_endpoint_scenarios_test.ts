import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { LoungeError, ProviderError } from "../../../server/errors.ts";
import { failureSentence } from "../../../server/wording/failure_words.ts";
import { ENDPOINT_FAILURES } from "../../fakes/endpoint_failures.ts";
import { SCENARIOS } from "../../fakes/hugging_face_scenarios.ts";
import { openHarness, type Studio, TIMEOUT_MS, TOKEN, VIDEO } from "./raw_endpoint_harness.ts";

/** The moment decides what it costs: `raw_endpoint_test.ts` lets time pass once the video has begun. */
const NEEDS_ITS_MOMENT = "hang-mid-body";

for (
  const [scenario, [code, charged, retryable, submits = 1]] of Object.entries(ENDPOINT_FAILURES)
) {
  if (scenario === NEEDS_ITS_MOMENT) continue;
  Deno.test(`${scenario} is reported as ${code}`, async () => {
    await using harness = openHarness(scenario);
    const error = await failureOf(harness, { timePasses: code === "deadline-exceeded" });
    assertEquals(
      { code: error.code, charged: error.charged, retryable: error.retryable },
      { code, charged, retryable },
    );
    assertEquals(harness.fake.requests.length, submits);
    assertEquals(harness.clock.pending, 0);
    assertIsPlainSentence(error);
    assertNotLeaked(error);
  });
}

for (const scenario of [...SCENARIOS.keys()].filter((name) => !(name in ENDPOINT_FAILURES))) {
  Deno.test(`${scenario} brings the video byte for byte`, async () => {
    await using harness = openHarness(scenario);
    assertEquals(await harness.video(), VIDEO);
    assertEquals(harness.clock.pending, 0);
  });
}

Deno.test("an address that cannot be reached is tried again, costs nothing and is not repeated", async () => {
  await using harness = openHarness("video", { query: "?key=in-the-address" });
  await harness.fake.close();
  const error = await assertRejects(harness.video, ProviderError);
  assertEquals([error.code, error.charged, error.retryable], ["unreachable", "no", true]);
  assertIsPlainSentence(error);
  const tried = ["submitting after 0", "not started after 0"];
  assertEquals(harness.marks, [...tried, ...tried, ...tried]);
  assertEquals([harness.clock.waits, harness.clock.pending], [[2000, 4000], 0]);
  assertEquals(
    harness.reports[1]?.message,
    "Hugging Face cannot be reached, trying again in about 2 seconds",
  );
  assert(error.cause instanceof Error);
  assertMatch(error.cause.message, /127\.0\.0\.1/);
  assert(!Deno.inspect(error).includes("in-the-address"));
});

Deno.test("the log learns what the provider said, the visitor does not", async () => {
  await using harness = openHarness("bad-request");
  const error = await failureOf(harness, { timePasses: false });
  assert(error.cause instanceof Error);
  assertEquals(
    error.cause.message,
    "The provider answered 400: num_frames must be at most 25",
  );
  assert(!error.message.includes("num_frames"));
});

Deno.test("an error body that never ends is left unread", async () => {
  await using harness = openHarness("endless-error");
  await failureOf(harness, { timePasses: false });
  assertEquals(await (await harness.fake.request(1)).ended, "client-left");
});

async function failureOf(
  harness: Studio,
  { timePasses }: { readonly timePasses: boolean },
): Promise<LoungeError> {
  const failure = assertRejects(harness.video, LoungeError);
  if (timePasses) {
    await harness.fake.request(1);
    harness.clock.advance(TIMEOUT_MS);
  }
  return await failure;
}

function assertIsPlainSentence(error: LoungeError): void {
  const sentence = failureSentence(error, { audience: "guest", charged: error.charged });
  assertMatch(sentence, /^[A-Z].*\bcharged\b.*\.$/);
  assert(!/[{}<>[\]`"\\]|https?:|stabilityai|CUDA|nginx/.test(sentence), sentence);
  assert(sentence.length <= 240, `${sentence.length} characters: ${sentence}`);
}

function assertNotLeaked(error: LoungeError): void {
  const all = [Deno.inspect(error, { depth: 10 }), JSON.stringify(error)];
  for (let part: unknown = error; part instanceof Error; part = part.cause) {
    all.push(part.message, part.stack ?? "", JSON.stringify(part));
  }
  assert(!all.join("\n").includes(TOKEN), "The token is in the error.");
}
