import { assertEquals } from "@std/assert";
import type { GenerationStores } from "../generation_stores.ts";
import type { RegisterTest } from "../generation_store_contract.ts";
import { add, addFinished, claim, eventTypes, FAILED, NOON, tokenOf } from "./samples.ts";

const TAKEN = { kind: "operation", at: NOON, operation: { path: "/fal-ai/x" } } as const;
const OPEN = {
  type: "failed",
  failure: {
    code: "deadline-exceeded",
    parameters: {},
    charged: "unknown",
    retryable: true,
    canLookAgain: true,
  },
} as const;
const LATER = { now: NOON + 5000, maxUnfinished: 2 };

/** Adds a generation that a provider took, and that failed so. */
async function addFailed(
  store: GenerationStores,
  failed: typeof OPEN | typeof FAILED,
  changes: Parameters<typeof add>[1] = {},
): Promise<string> {
  const { id } = await add(store, changes);
  const token = tokenOf(await claim(store));
  await store.queue.noteSubmission(token, TAKEN);
  await store.queue.settle(token, failed, NOON + 2000);
  return id;
}

export function testReopening(test: RegisterTest): void {
  test("hands a reopened generation with its operation to the next runner", async ({ store, other }) => {
    const id = await addFailed(store, OPEN);
    await add(store);
    await claim(store);
    assertEquals(await store.admissions.reopen(id, LATER), "reopened");
    const next = { owner: "next", now: NOON + 5000, leaseMs: 1000 };
    const held = await other.queue.claimLost({ ...next, isReopened: true });
    assertEquals(
      await other.queue.claimLost({ ...next, now: NOON ** 2, isReopened: true }),
      undefined,
    );
    assertEquals([held?.id, held?.attempt, held?.submission], [id, 2, TAKEN]);
    assertEquals([held?.state, held?.startedAt], ["running", NOON + 5000]);
    const events = ["queued", "started", "failed", "reopened", "started"];
    assertEquals(await eventTypes(store, id), events);
    assertEquals(await store.admissions.reopen(id, LATER), "not-open");
  });

  test("reopens nothing that the provider is done with, and nothing that did not fail", async ({ store }) => {
    const done = await addFailed(store, FAILED);
    const finished = await addFinished(store);
    const { id } = await add(store);
    for (const closed of [done, finished, id, crypto.randomUUID()]) {
      assertEquals(await store.admissions.reopen(closed, LATER), "not-open");
    }
  });

  test("reopens no more of a visitor's at once than may be unfinished", async ({ store }) => {
    const visitorId = "eager";
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push(await addFailed(store, OPEN, { visitorId }));
    const outcomes: string[] = [];
    for (const id of ids) outcomes.push(await store.admissions.reopen(id, LATER));
    assertEquals(outcomes, ["reopened", "reopened", "queue-full"]);
  });

  test("erases a failed generation with its operation", async ({ store }) => {
    const id = await addFailed(store, OPEN);
    assertEquals(await store.library.erase(id, NOON + 9000), true);
    assertEquals(await store.admissions.reopen(id, LATER), "not-open");
  });
}
