import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ProviderCall } from "../../../server/generation/ports/provider.ts";
import { ProviderError } from "../../../server/errors.ts";
import { ROUTED_MODEL } from "./sample_models.ts";
import {
  LEASE_MS,
  RunnerHarness,
  scripted,
  TIMEOUT_MS,
  turnOfTheLoop,
  video,
} from "./runner_harness.ts";

const OWN = { payer: "visitor" } as const;
const LATER = Number.MAX_SAFE_INTEGER;
const TWO_MINUTES = 120_000;

/** A provider that asks for the token before it sends anything. */
function paying(taken: (string | undefined)[]) {
  return scripted({
    async start(_request, call) {
      taken.push(await call.visitorToken?.());
      await call.submitting(ROUTED_MODEL.routes[0]);
      return await video();
    },
  });
}

/** Resolves once it says that it waits for the token, and holds no other's place. */
async function untilItWaits(harness: RunnerHarness, id: string): Promise<void> {
  while (harness.tokens.waitingCount === 0) await turnOfTheLoop();
  const generation = await harness.until(id, "running");
  assertEquals(generation.progress, { stage: "waiting", code: "waiting-for-token" });
}

Deno.test("whoever pays hands their token to the provider, and only then", async () => {
  await using harness = await RunnerHarness.open();
  harness.tokens.deposit("visitor", "hf_own", LATER);
  const taken: (string | undefined)[] = [];
  const own = await harness.queue(OWN);
  harness.start(paying(taken));
  const made = await harness.until(own, "succeeded");
  assertEquals([made.servedBy, made.charged], ["fal-ai", "yes"]);
  await harness.until(await harness.queue({ payer: "instance" }), "succeeded");
  assertEquals(taken, ["hf_own", undefined]);
  const stored = JSON.stringify([made, await harness.events(own), harness.loggedInfos]);
  assertEquals(stored.includes("hf_own"), false);
});

Deno.test("work waits for its token, says so, and goes on when the token comes", async () => {
  await using harness = await RunnerHarness.open();
  const taken: (string | undefined)[] = [];
  const id = await harness.queue(OWN);
  harness.start(paying(taken));
  await untilItWaits(harness, id);
  harness.tokens.deposit("somebody else", "hf_other", LATER);
  await turnOfTheLoop();
  harness.clock.advance(TWO_MINUTES - 1);
  harness.tokens.deposit("visitor", "hf_own", LATER);
  await harness.until(id, "succeeded");
  assertEquals(taken, ["hf_own"]);
});

Deno.test("a token that does not come ends unsent work after two minutes, without a charge", async () => {
  await using harness = await RunnerHarness.open();
  const taken: (string | undefined)[] = [];
  const id = await harness.queue(OWN);
  harness.start(paying(taken));
  await untilItWaits(harness, id);
  harness.clock.advance(TWO_MINUTES);
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged, failure.retryable], [
    "visitor-token-missing",
    "no",
    true,
  ]);
  assertEquals(taken, []);
  assert(await harness.pictures.has(id), "the picture is kept for another try");
});

Deno.test("an expired or forgotten token is none", async () => {
  await using harness = await RunnerHarness.open();
  harness.tokens.deposit("visitor", "hf_old", harness.clock.now() + 10);
  harness.clock.advance(10);
  const taken: (string | undefined)[] = [];
  const id = await harness.queue(OWN);
  harness.start(paying(taken));
  await untilItWaits(harness, id);
  harness.tokens.deposit("visitor", "hf_new", LATER);
  await harness.until(id, "succeeded");
  harness.tokens.forget("visitor");
  const next = await harness.queue(OWN);
  await untilItWaits(harness, next);
  harness.tokens.deposit("visitor", "hf_newer", LATER);
  await harness.until(next, "succeeded");
  assertEquals(taken, ["hf_new", "hf_newer"]);
});

Deno.test("a token that is refused for taken work pays for other work as before", async () => {
  await using harness = await RunnerHarness.open();
  harness.tokens.deposit("visitor", "hf_own", LATER);
  const id = await harness.queue(OWN);
  const began = harness.clock.now();
  harness.start(scripted({
    async start(_request, call) {
      await call.visitorToken?.();
      await call.submitting();
      return { kind: "operation", operation: {} };
    },
    check: () => Promise.reject(new ProviderError("auth-invalid")),
  }));
  while ((await harness.find(id)).state !== "failed") {
    await turnOfTheLoop();
    harness.clock.advance(500);
  }
  assert(harness.clock.now() - began >= 180_000, "one refusal is none");
  assertEquals(harness.tokens.isRefused("hf_own"), false);
  assertEquals(harness.tokens.find("visitor"), "hf_own");
});

Deno.test("a video that was begun with a token is fetched with it after its visitor signed out", async () => {
  await using harness = await RunnerHarness.open();
  harness.tokens.deposit("visitor", "hf_own", LATER);
  const taken: (string | undefined)[] = [];
  const operation = { kind: "operation", operation: {} } as const;
  const id = await harness.queue(OWN);
  harness.start(scripted({
    async start(_request, call) {
      taken.push(await call.visitorToken?.());
      await call.submitting();
      harness.tokens.forget("visitor");
      return operation;
    },
    async check(_operation, call) {
      taken.push(await call.visitorToken?.());
      harness.tokens.deposit("visitor", "hf_new", LATER);
      return taken.length < 3 ? operation : await video();
    },
  }));
  while ((await harness.find(id)).state !== "succeeded") {
    await turnOfTheLoop();
    harness.clock.advance(100);
  }
  assertEquals(taken, ["hf_own", "hf_own", "hf_own"]);
});

Deno.test("what waits for its token leaves the place to others", async () => {
  await using harness = await RunnerHarness.open();
  const waiting = await harness.queue(OWN);
  harness.start(paying([]), { maxRunning: 1 });
  await untilItWaits(harness, waiting);
  await harness.until(await harness.queue({ visitorId: "another" }), "succeeded");
  assertEquals((await harness.find(waiting)).state, "running");
  harness.tokens.deposit("visitor", "hf_own", LATER);
  await harness.until(waiting, "succeeded");
});

Deno.test("canceling ends the wait at once and for nothing", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue(OWN);
  harness.start(paying([]));
  await untilItWaits(harness, id);
  await harness.stores.library.requestCancel(id, harness.clock.now());
  harness.notifier.notify(id);
  assertEquals((await harness.until(id, "canceled")).charged, "no");
});

Deno.test("a stop puts what waits for its token back in the queue", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue(OWN);
  const runner = harness.start(paying([]));
  await untilItWaits(harness, id);
  await runner.stop({ graceMs: 10_000 });
  assertEquals((await harness.find(id)).state, "queued");
  harness.tokens.deposit("visitor", "hf_own", LATER);
  harness.start(paying([]));
  await harness.until(id, "succeeded");
});

Deno.test("an operation waits for its token until its time is up, and may have been charged", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: {} }, OWN);
  harness.clock.advance(LEASE_MS);
  const check = async (_: unknown, call: ProviderCall) => {
    await call.visitorToken?.();
    return await video();
  };
  const cancel = async (_: unknown, call: ProviderCall) => {
    await assertRejects(async () => await call.visitorToken?.());
  };
  harness.start(scripted({ check, cancel }));
  await untilItWaits(harness, id);
  for (let ms = LEASE_MS; ms < TIMEOUT_MS; ms += LEASE_MS / 3) {
    assertEquals((await harness.find(id)).state, "running");
    harness.clock.advance(LEASE_MS / 3);
    await turnOfTheLoop();
  }
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["visitor-token-missing", "unknown"]);
});

Deno.test("signing in while it waits brings the token of the account to it", async () => {
  await using harness = await RunnerHarness.open();
  const account = { issuer: "https://hub.example", subject: "anna" };
  const { accounts } = harness.stores;
  const now = harness.clock.now();
  const { libraryId } = await accounts.open({ ...account, visitorId: "phone", now });
  const taken: (string | undefined)[] = [];
  const id = await harness.queue({ ...OWN, visitorId: "laptop" });
  harness.start(paying(taken));
  await untilItWaits(harness, id);
  await accounts.open({ ...account, visitorId: "laptop", now });
  harness.tokens.deposit(libraryId, "hf_account", LATER);
  assertEquals((await harness.until(id, "succeeded")).visitorId, libraryId);
  assertEquals(taken, ["hf_account"]);
});

Deno.test("the owner can still cancel what was moved to an account while it runs", async () => {
  await using harness = await RunnerHarness.open();
  const account = { issuer: "https://hub.example", subject: "anna", now: harness.clock.now() };
  const { libraryId } = await harness.stores.accounts.open({ ...account, visitorId: "phone" });
  const id = await harness.queue({ ...OWN, visitorId: "laptop" });
  harness.start(paying([]));
  await untilItWaits(harness, id);
  await harness.stores.accounts.open({ ...account, visitorId: "laptop" });
  await harness.stores.library.requestCancel(id, harness.clock.now());
  harness.notifier.notify(id);
  assertEquals((await harness.until(id, "canceled")).visitorId, libraryId);
});

Deno.test("the log names the provider that made the video", async () => {
  await using harness = await RunnerHarness.open();
  const id = await harness.queue();
  const runner = harness.start(paying([]));
  await harness.until(id, "succeeded");
  await runner.stop({ graceMs: 0 });
  assertEquals(harness.loggedInfos.map(([sentence, facts]) => [sentence, facts?.["provider"]]), [
    ["generation started", "scripted"],
    ["generation succeeded", "fal-ai"],
  ]);
  const end = harness.loggedInfos.at(-1)?.[1];
  assertEquals([end?.["payer"], end?.["charged"]], ["instance", "yes"]);
});
