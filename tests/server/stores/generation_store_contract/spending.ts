import { assertEquals } from "@std/assert";
import type { GenerationStores } from "../generation_stores.ts";
import type { NewGeneration } from "../../../../server/generation/ports/admission_store.ts";
import type { RegisterTest } from "../generation_store_contract.ts";
import {
  add,
  addFinished,
  claim,
  FAILED,
  NOON,
  sample,
  sentTo,
  SUCCEEDED,
  tokenOf,
  VIDEO,
} from "./samples.ts";

const DAY = Date.UTC(2026, 0, 1);
const CENT = 10_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** How an addition of that estimate is answered under these limits, of the whole day. */
async function tryToAdd(
  store: GenerationStores,
  spend: { maxMicroUsd?: number; maxMicroUsdPerVisitor?: number; maxVideosPerVisitor?: number },
  changes: Partial<NewGeneration> = {},
) {
  const addition = sample({ estimatedMicroUsd: 20 * CENT, ...changes });
  const outcome = await store.admissions.add(addition, {
    maxQueued: 1000,
    spend: { since: DAY, ...spend },
  });
  return outcome.kind === "spend-limit" ? `${outcome.whose} ${outcome.counted}` : outcome.kind;
}

export function testSpending(test: RegisterTest): void {
  test("adds up to the day's limit and not a cent beyond", async ({ store, other }) => {
    const limit = { maxMicroUsd: 60 * CENT };
    const answers: string[] = [];
    for (let index = 0; index < 4; index++) {
      answers.push(await tryToAdd(index % 2 ? store : other, limit));
    }
    assertEquals(answers, ["added", "added", "added", "instance dollars"]);
    assertEquals((await store.history.count()).total, 3);
    assertEquals(await tryToAdd(store, { maxMicroUsd: 60 * CENT + 1 }), "instance dollars");
    assertEquals(await tryToAdd(store, { maxMicroUsd: 80 * CENT }), "added");
  });

  test("counts what is reserved, where that is more than the estimate", async ({ store }) => {
    const reserved = { reservedMicroUsd: 30 * CENT };
    assertEquals(await tryToAdd(store, { maxMicroUsd: 29 * CENT }, reserved), "instance dollars");
    assertEquals(await tryToAdd(store, { maxMicroUsd: 30 * CENT }, reserved), "added");
    assertEquals(await tryToAdd(store, { maxMicroUsd: 49 * CENT }), "instance dollars");
    assertEquals(await tryToAdd(store, { maxMicroUsd: 50 * CENT }), "added");
  });

  test("counts each visitor's money and videos apart", async ({ store }) => {
    const [anna, ben] = [{ visitorId: crypto.randomUUID() }, { visitorId: crypto.randomUUID() }];
    const money = { maxMicroUsdPerVisitor: 20 * CENT };
    assertEquals(await tryToAdd(store, money, anna), "added");
    assertEquals(await tryToAdd(store, money, anna), "visitor dollars");
    assertEquals(await tryToAdd(store, money, ben), "added");
    const videos = { maxVideosPerVisitor: 2 };
    assertEquals(await tryToAdd(store, videos, anna), "added");
    assertEquals(await tryToAdd(store, videos, anna), "visitor videos");
    assertEquals(await tryToAdd(store, videos, ben), "added");
  });

  test("limits nothing that the instance does not pay for", async ({ store }) => {
    const none = { maxMicroUsd: 0, maxMicroUsdPerVisitor: 0, maxVideosPerVisitor: 0 };
    assertEquals(await tryToAdd(store, none), "instance dollars");
    assertEquals(await tryToAdd(store, none, { payer: "visitor" }), "added");
    assertEquals(await tryToAdd(store, none, { payer: "nobody" }), "added");
    assertEquals(await tryToAdd(store, none, { cachedVideo: VIDEO }), "added");
    assertEquals(await tryToAdd(store, { maxMicroUsd: 20 * CENT }), "added", "none has counted");
  });

  test("counts what ended, unless it ended without a charge", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const cost = { visitorId, estimatedMicroUsd: 20 * CENT };
    const limit = { maxMicroUsd: 20 * CENT };
    await add(store, cost);
    const failure = { ...FAILED.failure, charged: "no" } as const;
    await store.queue.settle(tokenOf(await claim(store)), { type: "failed", failure }, NOON);
    const canceled = await add(store, cost);
    await store.library.requestCancel(canceled.id, NOON);
    assertEquals(await tryToAdd(store, limit), "added", "nothing was charged so far");
    await store.queue.settle(tokenOf(await claim(store)), FAILED, NOON);
    assertEquals(await tryToAdd(store, limit), "instance dollars", "it may have been charged");
  });

  test("counts what was made at the price of the route that it went over", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const cost = { visitorId, estimatedMicroUsd: 5 * CENT, reservedMicroUsd: 20 * CENT };
    const ends = [SUCCEEDED, FAILED, { type: "canceled", charged: "unknown" }] as const;
    for (const [index, settlement] of ends.entries()) {
      await add(store, cost);
      const token = tokenOf(await claim(store));
      await store.queue.noteSubmission(token, sentTo("wavespeed", { microUsd: 15 * CENT }));
      await store.queue.noteSubmission(token, { kind: "not-sent" });
      await store.queue.noteSubmission(token, sentTo("fal-ai", { microUsd: 5 * CENT }));
      const spent = 5 * CENT * index;
      const fits = { maxMicroUsd: spent + 39 * CENT };
      assertEquals(await tryToAdd(store, fits), "instance dollars", "it is not made yet");
      await store.queue.noteSaving(token, NOON);
      await store.queue.settle(token, settlement, NOON);
      assertEquals(await tryToAdd(store, { maxMicroUsd: spent + 24 * CENT }), "instance dollars");
    }
    assertEquals(await tryToAdd(store, { maxMicroUsd: 34 * CENT }), "instance dollars");
    assertEquals(await tryToAdd(store, { maxMicroUsd: 35 * CENT }), "added", "15 and 20");
  });

  test("gives nothing back for what is erased", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const id = await addFinished(store, { visitorId, estimatedMicroUsd: 20 * CENT });
    await store.library.erase(id, NOON);
    assertEquals(await tryToAdd(store, { maxMicroUsd: 20 * CENT }), "instance dollars");
    assertEquals(
      await tryToAdd(store, { maxVideosPerVisitor: 1 }, { visitorId }),
      "visitor videos",
    );
  });

  test("begins anew with each day", async ({ store }) => {
    const limit = { maxMicroUsd: 20 * CENT, maxVideosPerVisitor: 1 };
    assertEquals(await tryToAdd(store, limit, { createdAt: DAY - 1 }), "added");
    assertEquals(await tryToAdd(store, limit, { createdAt: DAY }), "added");
    assertEquals(await tryToAdd(store, limit, { createdAt: DAY + 1 }), "instance dollars");
  });

  test("replays a key's answer at the limit, and refuses without spending one", async ({ store }) => {
    const limit = { maxMicroUsd: 20 * CENT };
    const visitorId = crypto.randomUUID();
    const once = { visitorId, idempotency: { key: "k", fingerprint: "A" } };
    assertEquals(await tryToAdd(store, limit, once), "added");
    assertEquals(await tryToAdd(store, limit, once), "key-used");
    const refused = { visitorId, idempotency: { key: "l", fingerprint: "B" } };
    assertEquals(await tryToAdd(store, limit, refused), "instance dollars");
    assertEquals(await tryToAdd(store, {}, refused), "added");
  });

  test("adds up a month, and forgets whose it was after three days", async ({ store }) => {
    await tryToAdd(store, {}, { visitorId: "anna", createdAt: DAY });
    await tryToAdd(store, {}, { visitorId: "ben", createdAt: DAY + 29 * DAY_MS });
    const own = { since: DAY, maxMicroUsdPerVisitor: 20 * CENT };
    const later = { createdAt: DAY + 30 * DAY_MS };
    assertEquals(await tryToAdd(store, own, { ...later, visitorId: "ben" }), "visitor dollars");
    assertEquals(await tryToAdd(store, own, { ...later, visitorId: "anna" }), "added");
    assertEquals(await tryToAdd(store, { maxMicroUsd: 79 * CENT }, later), "instance dollars");
    assertEquals(await tryToAdd(store, { maxMicroUsd: 80 * CENT }, later), "added");
  });

  test("lets videos of no known price through, and counts them as videos", async ({ store }) => {
    const changes = { visitorId: crypto.randomUUID(), estimatedMicroUsd: undefined };
    const limit = { maxMicroUsd: 0, maxVideosPerVisitor: 1 };
    assertEquals(await tryToAdd(store, limit, changes), "added");
    assertEquals(await tryToAdd(store, limit, changes), "visitor videos");
  });
}
