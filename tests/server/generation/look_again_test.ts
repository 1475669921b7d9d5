import { hasEnded } from "../../../contract/generation_state.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError, ProviderError, StorageError } from "../../../server/errors.ts";
import type { OperationAnswer, VideoProvider } from "../../../server/generation/ports/provider.ts";
import { ANNA, BEN, type Harness, openHarness } from "./generation_harness.ts";
import {
  LEASE_MS,
  RunnerHarness,
  scripted,
  TIMEOUT_MS,
  turnOfTheLoop,
  video,
} from "./runner_harness.ts";

const LOCATED = { path: "/x", address: "there" };
const DAY_MS = 24 * 60 * 60 * 1000;

/** A provider that never takes anything, for its work was taken before. */
function following(check: VideoProvider["check"] & object): VideoProvider {
  return scripted({ start: () => Promise.reject(new Error("It was sent twice.")), check });
}

/** Has it looked for again, and taken over by whoever runs. */
async function lookAgain(harness: RunnerHarness, id: string): Promise<void> {
  const limits = { now: harness.clock.now(), maxUnfinished: 20 };
  assertEquals(await harness.stores.admissions.reopen(id, limits), "reopened");
  while (!hasEnded(await harness.find(id))) {
    await turnOfTheLoop();
    harness.clock.advance(100);
  }
}

Deno.test("what a deadline ended is found by another look, in a later process, for nothing", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: { path: "/x" } });
  harness.clock.advance(LEASE_MS);
  const asked = Promise.withResolvers<void>();
  const first = harness.start(following((operation) => {
    asked.resolve();
    return Promise.resolve({ kind: "operation", operation });
  }));
  await asked.promise;
  harness.clock.advance(TIMEOUT_MS + LEASE_MS);
  const { failure, endedAt } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["deadline-exceeded", "unknown"]);
  await first.stop({ graceMs: 0 });
  harness.start(following((operation) => {
    assertEquals(operation, { path: "/x" });
    return video();
  }));
  await lookAgain(harness, id);
  const { charged, startedAt } = await harness.until(id, "succeeded");
  assertEquals(charged, "yes");
  assert(startedAt >= endedAt, "the look has a time of its own");
});

Deno.test("a video that could not be stored stays where it is, and is stored by another look", async () => {
  await using harness = await RunnerHarness.open();
  const { id } = await harness.leaveBehind({ kind: "operation", at: 0, operation: { path: "/x" } });
  let isFull = true;
  const videos: RunnerHarness["videos"] = new Proxy(harness.videos, {
    get(target, key) {
      if (key === "write" && isFull) {
        return () => Promise.reject(new StorageError("storage-full"));
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const asked: unknown[] = [];
  harness.clock.advance(LEASE_MS);
  harness.start(
    following((operation): Promise<OperationAnswer> => {
      asked.push(operation);
      return "address" in operation
        ? video()
        : Promise.resolve({ kind: "located", operation: LOCATED });
    }),
    { videos },
  );
  const { failure } = await harness.until(id, "failed");
  assertEquals([failure.code, failure.charged], ["storage-full", "yes"]);
  isFull = false;
  await lookAgain(harness, id);
  assertEquals((await harness.until(id, "succeeded")).charged, "yes");
  assertEquals(asked, [{ path: "/x" }, LOCATED, LOCATED]);
});

Deno.test("a look that is canceled is as charged as what it looked for", async () => {
  await using harness = await RunnerHarness.open();
  const done = { kind: "operation", at: 0, operation: LOCATED, isDone: true } as const;
  const { id } = await harness.leaveBehind(done);
  harness.clock.advance(LEASE_MS);
  await harness.stores.library.requestCancel(id, harness.clock.now());
  harness.start(following(() => Promise.reject(new ProviderError("network"))));
  assertEquals((await harness.until(id, "canceled")).charged, "yes");
});

/** A generation of Anna's that failed while a provider had it. */
async function failOpen(harness: Harness, now = Date.now()): Promise<string> {
  const { id } = await harness.service.submit(await harness.request());
  const limits = { maxRunning: 9, maxRunningPerVisitor: 9, leaseMs: 1000 };
  const held = await harness.stores.queue.claim({ ...limits, owner: "one", now });
  const token = { id, owner: "one", attempt: held?.attempt ?? 0 };
  const submission = { kind: "operation", at: now, operation: LOCATED } as const;
  await harness.stores.queue.noteSubmission(token, submission);
  const failure = { code: "deadline-exceeded", parameters: {}, retryable: true } as const;
  const more = { charged: "unknown", canLookAgain: true } as const;
  const settlement = { type: "failed", failure: { ...failure, ...more } } as const;
  await harness.stores.queue.settle(token, settlement, now);
  return id;
}

Deno.test("another look is offered before another try, and is its owner's alone", async () => {
  await using harness = await openHarness();
  const id = await failOpen(harness);
  const { problem } = await harness.service.view(id, ANNA);
  assertEquals(problem?.next, {
    kind: "look-again",
    text: "Look again",
    href: `/v/${id}/look`,
    afterwards: "Try again",
  });
  assert(
    problem?.detail.endsWith(
      "Look again first: that costs nothing, and the provider may have the video.",
    ),
  );
  for (const stranger of [BEN, { ...BEN, opened: { id, keyMadeAt: 1 } }]) {
    const refusal = await assertRejects(() => harness.service.lookAgain(id, stranger), InputError);
    assertEquals(refusal.code, "not-found");
  }
  const view = await harness.service.lookAgain(id, ANNA);
  assertEquals([view.state, view.problem], ["running", undefined]);
  assertEquals((await harness.service.lookAgain(id, ANNA)).state, "running", "a second click");
});

Deno.test("after a week, or where the provider is done with it, there is nothing to look for", async () => {
  let now = Date.now();
  await using harness = await openHarness({ now: () => now });
  const id = await failOpen(harness);
  now += 7 * DAY_MS + 60_000;
  assertEquals((await harness.service.view(id, ANNA)).problem?.next?.kind, "try-again");
  const late = await assertRejects(() => harness.service.lookAgain(id, ANNA), InputError);
  assertEquals(late.code, "not-open");
});

Deno.test("with too many in progress another look has to wait", async () => {
  await using harness = await openHarness({ maxQueuedPerVisitor: 1 });
  const id = await failOpen(harness);
  await harness.service.submit(await harness.request({ bytes: "another" }));
  const refusal = await assertRejects(() => harness.service.lookAgain(id, ANNA), InputError);
  assertEquals(refusal.code, "queue-full");
});
