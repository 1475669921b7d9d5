import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ProviderCall } from "../../../server/generation/ports/provider.ts";
import { ROUTED_MODEL } from "./sample_models.ts";
import {
  LEASE_MS,
  RunnerStage,
  scripted,
  TIMEOUT_MS,
  turnOfTheLoop,
  video,
} from "./runner_stage.ts";

const OWN = { payer: "visitor" } as const;
const LATER = Number.MAX_SAFE_INTEGER;
const TWO_MINUTES = 120_000;
const WAITING = "Waiting for your Hugging Face token: keep this page open";

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
async function untilItWaits(stage: RunnerStage, id: string): Promise<void> {
  while (stage.tokens.waitingCount === 0) await turnOfTheLoop();
  const generation = await stage.until(id, "running");
  assertEquals(generation.progress?.message, WAITING);
}

Deno.test("whoever pays hands their token to the provider, and only then", async () => {
  await using stage = await RunnerStage.open();
  stage.tokens.deposit("visitor", "hf_own", LATER);
  const taken: (string | undefined)[] = [];
  const own = await stage.queue(OWN);
  stage.start(paying(taken));
  const made = await stage.until(own, "succeeded");
  assertEquals([made.servedBy, made.charged], ["fal-ai", "yes"]);
  await stage.until(await stage.queue({ payer: "instance" }), "succeeded");
  assertEquals(taken, ["hf_own", undefined]);
  const stored = JSON.stringify([made, await stage.events(own), stage.loggedInfos]);
  assertEquals(stored.includes("hf_own"), false);
});

Deno.test("work waits for its token, says so, and goes on when the token comes", async () => {
  await using stage = await RunnerStage.open();
  const taken: (string | undefined)[] = [];
  const id = await stage.queue(OWN);
  stage.start(paying(taken));
  await untilItWaits(stage, id);
  stage.tokens.deposit("somebody else", "hf_other", LATER);
  await turnOfTheLoop();
  stage.clock.advance(TWO_MINUTES - 1);
  stage.tokens.deposit("visitor", "hf_own", LATER);
  await stage.until(id, "succeeded");
  assertEquals(taken, ["hf_own"]);
});

Deno.test("a token that does not come ends unsent work after two minutes, without a charge", async () => {
  await using stage = await RunnerStage.open();
  const taken: (string | undefined)[] = [];
  const id = await stage.queue(OWN);
  stage.start(paying(taken));
  await untilItWaits(stage, id);
  stage.clock.advance(TWO_MINUTES);
  const { failure } = await stage.until(id, "failed");
  assertEquals([failure.code, failure.charged, failure.retryable], [
    "visitor-token-missing",
    "no",
    true,
  ]);
  assertEquals(taken, []);
  assert(await stage.pictures.has(id), "the picture is kept for another try");
});

Deno.test("an expired or forgotten token is none", async () => {
  await using stage = await RunnerStage.open();
  stage.tokens.deposit("visitor", "hf_old", stage.clock.now() + 10);
  stage.clock.advance(10);
  const taken: (string | undefined)[] = [];
  const id = await stage.queue(OWN);
  stage.start(paying(taken));
  await untilItWaits(stage, id);
  stage.tokens.deposit("visitor", "hf_new", LATER);
  await stage.until(id, "succeeded");
  stage.tokens.forget("visitor");
  const next = await stage.queue(OWN);
  await untilItWaits(stage, next);
  stage.tokens.deposit("visitor", "hf_newer", LATER);
  await stage.until(next, "succeeded");
  assertEquals(taken, ["hf_new", "hf_newer"]);
});

Deno.test("a video that was begun with a token is fetched with it after its visitor signed out", async () => {
  await using stage = await RunnerStage.open();
  stage.tokens.deposit("visitor", "hf_own", LATER);
  const taken: (string | undefined)[] = [];
  const operation = { kind: "operation", operation: {} } as const;
  const id = await stage.queue(OWN);
  stage.start(scripted({
    async start(_request, call) {
      taken.push(await call.visitorToken?.());
      await call.submitting();
      stage.tokens.forget("visitor");
      return operation;
    },
    async check(_operation, call) {
      taken.push(await call.visitorToken?.());
      stage.tokens.deposit("visitor", "hf_new", LATER);
      return taken.length < 3 ? operation : await video();
    },
  }));
  while ((await stage.find(id)).state !== "succeeded") {
    await turnOfTheLoop();
    stage.clock.advance(100);
  }
  assertEquals(taken, ["hf_own", "hf_own", "hf_own"]);
});

Deno.test("what waits for its token leaves the place to others", async () => {
  await using stage = await RunnerStage.open();
  const waiting = await stage.queue(OWN);
  stage.start(paying([]), { maxRunning: 1 });
  await untilItWaits(stage, waiting);
  await stage.until(await stage.queue({ visitorId: "another" }), "succeeded");
  assertEquals((await stage.find(waiting)).state, "running");
  stage.tokens.deposit("visitor", "hf_own", LATER);
  await stage.until(waiting, "succeeded");
});

Deno.test("canceling ends the wait at once and for nothing", async () => {
  await using stage = await RunnerStage.open();
  const id = await stage.queue(OWN);
  stage.start(paying([]));
  await untilItWaits(stage, id);
  await stage.stores.library.requestCancel(id, stage.clock.now());
  stage.news.announce(id);
  assertEquals((await stage.until(id, "canceled")).charged, "no");
});

Deno.test("a stop puts what waits for its token back in line", async () => {
  await using stage = await RunnerStage.open();
  const id = await stage.queue(OWN);
  const runner = stage.start(paying([]));
  await untilItWaits(stage, id);
  await runner.stop({ graceMs: 10_000 });
  assertEquals((await stage.find(id)).state, "queued");
  stage.tokens.deposit("visitor", "hf_own", LATER);
  stage.start(paying([]));
  await stage.until(id, "succeeded");
});

Deno.test("an operation waits for its token until its time is up, and may have been charged", async () => {
  await using stage = await RunnerStage.open();
  const { id } = await stage.leaveBehind({ kind: "operation", at: 0, operation: {} }, OWN);
  stage.clock.advance(LEASE_MS);
  const check = async (_: unknown, call: ProviderCall) => {
    await call.visitorToken?.();
    return await video();
  };
  const cancel = async (_: unknown, call: ProviderCall) => {
    await assertRejects(async () => await call.visitorToken?.());
  };
  stage.start(scripted({ check, cancel }));
  await untilItWaits(stage, id);
  for (let ms = LEASE_MS; ms < TIMEOUT_MS; ms += LEASE_MS / 3) {
    assertEquals((await stage.find(id)).state, "running");
    stage.clock.advance(LEASE_MS / 3);
    await turnOfTheLoop();
  }
  const { failure } = await stage.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["visitor-token-missing", "unknown"]);
});

Deno.test("signing in while it waits brings the token of the account to it", async () => {
  await using stage = await RunnerStage.open();
  const account = { issuer: "https://hub.example", subject: "anna" };
  const { accounts } = stage.stores;
  const now = stage.clock.now();
  const { libraryId } = await accounts.open({ ...account, visitorId: "phone", now });
  const taken: (string | undefined)[] = [];
  const id = await stage.queue({ ...OWN, visitorId: "laptop" });
  stage.start(paying(taken));
  await untilItWaits(stage, id);
  await accounts.open({ ...account, visitorId: "laptop", now });
  stage.tokens.deposit(libraryId, "hf_account", LATER);
  assertEquals((await stage.until(id, "succeeded")).visitorId, libraryId);
  assertEquals(taken, ["hf_account"]);
});

Deno.test("the owner can still cancel what was moved to an account while it runs", async () => {
  await using stage = await RunnerStage.open();
  const account = { issuer: "https://hub.example", subject: "anna", now: stage.clock.now() };
  const { libraryId } = await stage.stores.accounts.open({ ...account, visitorId: "phone" });
  const id = await stage.queue({ ...OWN, visitorId: "laptop" });
  stage.start(paying([]));
  await untilItWaits(stage, id);
  await stage.stores.accounts.open({ ...account, visitorId: "laptop" });
  await stage.stores.library.requestCancel(id, stage.clock.now());
  stage.news.announce(id);
  assertEquals((await stage.until(id, "canceled")).visitorId, libraryId);
});

Deno.test("the log names the provider that made the video", async () => {
  await using stage = await RunnerStage.open();
  const id = await stage.queue();
  const runner = stage.start(paying([]));
  await stage.until(id, "succeeded");
  await runner.stop({ graceMs: 0 });
  assertEquals(stage.loggedInfos.map(([sentence, facts]) => [sentence, facts?.["provider"]]), [
    ["generation started", "scripted"],
    ["generation succeeded", "fal-ai"],
  ]);
});
