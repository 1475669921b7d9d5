import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { Charged } from "../../../contract/problem.ts";
import { LoungeError, ProviderError } from "../../../server/generation/errors.ts";
import { SCENARIOS } from "../../fakes/hugging_face_scenarios.ts";
import { FILM, openStudio, type Studio, TIMEOUT_MS, TOKEN } from "./raw_endpoint_studio.ts";

type Expected = readonly [code: string, charged: Charged, retryable: boolean, submits?: number];

const FAILURES: Record<string, Expected> = {
  "loading-forever": ["model-loading", "no", true, 30],
  "loading-very-long": ["model-loading", "no", true, 10],
  "busy-forever": ["rate-limited", "no", true, 3],
  "busy-for-an-hour": ["rate-limited", "no", true],
  "overloaded-forever": ["overloaded", "no", true, 3],
  "scaled-to-zero": ["overloaded", "no", true, 3],
  "bad-gateway": ["overloaded", "no", true, 3],
  "bad-request": ["invalid-parameters", "no", false],
  "bad-request-list": ["invalid-parameters", "no", false],
  "bad-request-object": ["invalid-parameters", "no", false],
  "invalid-image": ["invalid-image", "no", false],
  "unknown-task": ["model-not-found", "no", false],
  "model-not-supported": ["model-not-found", "no", false],
  "paused": ["endpoint-paused", "no", false],
  "out-of-memory": ["upstream-error", "unknown", true],
  "content-type-refused": ["provider-misconfigured", "no", false],
  "dict-refused": ["provider-misconfigured", "no", false],
  "content-policy": ["content-policy", "no", false],
  "unauthorized": ["auth-invalid", "no", false],
  "credits-used-up": ["payment-required", "no", false],
  "forbidden": ["auth-forbidden", "no", false],
  "not-found": ["model-not-found", "no", false],
  "not-found-text": ["model-not-found", "no", false],
  "method-refused": ["provider-misconfigured", "no", false],
  "request-timeout": ["upstream-timeout", "unknown", true],
  "host-gone": ["host-gone", "no", false],
  "moved-permanently": ["host-gone", "no", false],
  "found": ["host-gone", "no", false],
  "temporary-redirect": ["host-gone", "no", false],
  "too-large": ["provider-image-too-large", "no", false],
  "media-type-refused": ["provider-misconfigured", "no", false],
  "unprocessable-text": ["provider-misconfigured", "no", false],
  "unprocessable-json": ["invalid-parameters", "no", false],
  "echo": ["invalid-parameters", "no", false],
  "server-error": ["upstream-error", "unknown", true],
  "endless-error": ["upstream-error", "unknown", true],
  "server-error-html": ["upstream-error", "unknown", true],
  "gateway-timeout": ["upstream-timeout", "unknown", true],
  "gateway-timeout-empty": ["upstream-timeout", "unknown", true],
  "empty": ["bad-output", "unknown", false],
  "no-content": ["bad-output", "unknown", false],
  "html": ["bad-output", "unknown", false],
  "jpeg": ["bad-output", "unknown", false],
  "json-error": ["bad-output", "unknown", false],
  "json-without-film": ["bad-output", "unknown", false],
  "json-cut": ["bad-output", "unknown", false],
  "json-broken": ["bad-output", "unknown", false],
  "truncated": ["network", "unknown", true],
  "chunks-cut": ["network", "unknown", true],
  "closed": ["network", "unknown", true],
  "reset": ["network", "unknown", true],
  "garbage": ["network", "unknown", true],
  "hang": ["deadline-exceeded", "unknown", true],
  "hang-mid-body": ["deadline-exceeded", "unknown", true],
  "oversized": ["bad-output", "unknown", false],
  "oversized-declared": ["bad-output", "unknown", false],
};

for (const [scenario, [code, charged, retryable, submits = 1]] of Object.entries(FAILURES)) {
  Deno.test(`${scenario} is reported as ${code}`, async () => {
    await using studio = openStudio(scenario);
    const error = await failureOf(studio, { timePasses: code === "deadline-exceeded" });
    assertEquals(
      { code: error.code, charged: error.charged, retryable: error.retryable },
      { code, charged, retryable },
    );
    assertEquals(studio.fake.requests.length, submits);
    assertEquals(studio.clock.pending, 0);
    assertIsPlainSentence(error.message);
    assertNotLeaked(error);
  });
}

for (const scenario of [...SCENARIOS.keys()].filter((name) => !(name in FAILURES))) {
  Deno.test(`${scenario} brings the film byte for byte`, async () => {
    await using studio = openStudio(scenario);
    assertEquals(await studio.film(), FILM);
    assertEquals(studio.clock.pending, 0);
  });
}

Deno.test("an unreachable address is a network failure that does not repeat the address", async () => {
  await using studio = openStudio("film", { query: "?key=in-the-address" });
  await studio.fake.close();
  const error = await assertRejects(studio.film, ProviderError);
  assertEquals(error.code, "network");
  assert(error.cause instanceof Error);
  assertMatch(error.cause.message, /127\.0\.0\.1/);
  assert(!Deno.inspect(error).includes("in-the-address"));
});

Deno.test("the log learns what the service said, the visitor does not", async () => {
  await using studio = openStudio("bad-request");
  const error = await failureOf(studio, { timePasses: false });
  assert(error.cause instanceof Error);
  assertEquals(
    error.cause.message,
    "The video service answered 400: num_frames must be at most 25",
  );
  assert(!error.message.includes("num_frames"));
});

Deno.test("an error body that never ends is left unread", async () => {
  await using studio = openStudio("endless-error");
  await failureOf(studio, { timePasses: false });
  assertEquals(await (await studio.fake.request(1)).ended, "client-left");
});

async function failureOf(
  studio: Studio,
  { timePasses }: { readonly timePasses: boolean },
): Promise<LoungeError> {
  const failure = assertRejects(studio.film, LoungeError);
  if (timePasses) {
    await studio.fake.request(1);
    studio.clock.advance(TIMEOUT_MS);
  }
  return await failure;
}

function assertIsPlainSentence(sentence: string): void {
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
