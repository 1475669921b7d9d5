import { isVideoId } from "../../../../server/generation/ports/video_name.ts";
import { assertEquals, assertRejects } from "@std/assert";
import type { Charged } from "../../../../contract/problem.ts";
import type { NewGeneration } from "../../../../server/generation/ports/admission_store.ts";
import type { RegisterTest } from "../generation_store_contract.ts";
import {
  add,
  addFinished,
  claim,
  eventTypes,
  FAILED,
  NO_LIMIT,
  NOON,
  sample,
  tokenOf,
  VIDEO,
} from "./samples.ts";

export function testAdding(test: RegisterTest): void {
  test("adds a generation as queued, with all that was given", async ({ store, other }) => {
    const addition = sample({
      batch: crypto.randomUUID(),
      payer: "visitor",
      servedBy: "fal-ai",
      estimatedMicroUsd: 200_000,
      reservedMicroUsd: 300_000,
      route: {
        provider: "fal-ai",
        providerModel: "fal-ai/wan",
        priceKind: "per-video",
        microUsd: 200_000,
        priceSource: { url: "https://prices.example", readOn: "2026-11-20" },
        unused: ["shift"],
      },
      recipe: {
        modelId: "wan",
        seed: 7,
        isSeedExplicit: true,
        prompt: "Rain; it's raining 'cats'.",
        settings: { fps: 7, resolution: "480p", loop: false },
        shape: "portrait",
        crop: { x: 0.25, y: 1, zoom: 1.5 },
      },
      picture: {
        sha256: "ab".repeat(32),
        bytes: 54_321,
        look: { type: "image/webp", width: 300, height: 400, isPlain: false },
      },
    });
    const outcome = await store.admissions.add(addition, NO_LIMIT);
    const fileName = outcome.kind === "added" ? outcome.generation.fileName : "";
    assertEquals([isVideoId(fileName), fileName === addition.id], [true, false]);
    const expected = {
      ...addition,
      state: "queued" as const,
      attempt: 0,
      lastSeq: 1,
      isCached: false,
      isPublic: false,
      isPromptShared: false,
      fileName,
      unsharedAt: 0,
      isCancelRequested: false,
    };
    assertEquals(outcome, { kind: "added", generation: expected });
    assertEquals(await other.library.find(addition.id), expected);
    assertEquals(await other.library.eventsOf(addition.id, 0), [
      { seq: 1, at: NOON, event: { type: "queued" } },
    ]);
  });

  test("leaves out what was not given", async ({ store }) => {
    const generation = await add(store);
    assertEquals("batch" in generation, false);
    for (const fact of ["servedBy", "estimatedMicroUsd", "reservedMicroUsd", "route"]) {
      assertEquals(fact in generation, false, fact);
    }
    assertEquals(Object.keys(generation.picture).sort(), ["bytes", "sha256"]);
    assertEquals(Object.keys(generation.recipe).sort(), [
      "isSeedExplicit",
      "modelId",
      "seed",
      "settings",
    ]);
  });

  test("keeps the largest seed, times and texts as they are", async ({ store }) => {
    const recipe = { modelId: "model'; drop table generations;--\n☃", seed: 2 ** 31 - 1 };
    const addition = sample({
      recipe: { ...recipe, isSeedExplicit: false, settings: {} },
      createdAt: 8_640_000_000_000_000,
    });
    await store.admissions.add(addition, NO_LIMIT);
    const found = await store.library.find(addition.id);
    assertEquals(found?.recipe, addition.recipe);
    assertEquals(found?.createdAt, addition.createdAt);
  });

  test("adds a cached video as succeeded, which only the visitor's own limit stops", async ({ store }) => {
    const addition = sample({ cachedVideo: VIDEO });
    const outcome = await store.admissions.add(addition, { maxQueued: 1, maxQueuedOfAll: 0 });
    assertEquals(outcome.kind, "added");
    const { cachedVideo, ...facts } = addition;
    const found = await store.library.find(addition.id);
    assertEquals(found, {
      ...facts,
      state: "succeeded",
      attempt: 0,
      lastSeq: 2,
      isCached: true,
      isPublic: false,
      isPromptShared: false,
      fileName: found?.fileName ?? "",
      unsharedAt: 0,
      isCancelRequested: false,
      startedAt: NOON,
      endedAt: NOON,
      video: cachedVideo ?? VIDEO,
      charged: "no",
    });
    const told = (await store.library.eventsOf(addition.id, 0)).map(({ event }) => event);
    assertEquals(told, [{ type: "queued" }, { type: "succeeded", video: VIDEO, charged: "no" }]);
    assertEquals(await store.library.queueOrder(), []);
  });

  test("refuses an id that is taken and changes nothing", async ({ store }) => {
    const { id } = await add(store);
    await assertRejects(() => store.admissions.add(sample({ id }), NO_LIMIT));
    assertEquals(await store.history.count(), { queued: 1, running: 0, total: 1 });
    assertEquals(await eventTypes(store, id), ["queued"]);
  });

  test("gives one visitor's generations of one moment times of their own", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const first = await add(store, { visitorId });
    const second = await add(store, { visitorId });
    const stranger = await add(store);
    const third = await add(store, { visitorId });
    assertEquals(
      [first, second, third, stranger].map(({ createdAt }) => createdAt - NOON),
      [0, 1, 2, 0],
    );
    assertEquals((await store.library.eventsOf(third.id, 0)).map(({ at }) => at), [NOON + 2]);
  });

  test("counts a visitor's queued and running generations against the limit", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const options = { maxQueued: 2 };
    await store.admissions.add(sample({ visitorId }), options);
    const token = tokenOf(await claim(store));
    await store.admissions.add(sample({ visitorId }), options);
    const refused = sample({ visitorId });
    assertEquals(await store.admissions.add(refused, options), { kind: "queue-full" });
    assertEquals(await store.library.find(refused.id), undefined);
    assertEquals((await store.admissions.add(sample(), options)).kind, "added");
    await store.queue.settle(token, FAILED, NOON + 2000);
    assertEquals((await store.admissions.add(refused, options)).kind, "added");
  });

  testKeys(test);
}

function testKeys(test: RegisterTest): void {
  const idempotency = { key: "k-1", fingerprint: "request A" };

  test("finds the generation of a key that was used", async ({ store, other }) => {
    const generation = await add(store, { idempotency });
    const again = sample({ visitorId: generation.visitorId, idempotency });
    // The key comes before the limit: a replay takes no place in the queue.
    assertEquals(
      await other.admissions.add(again, { maxQueued: 0 }),
      { kind: "key-used", generation, isSameRequest: true },
    );
    const changed = { ...again, idempotency: { ...idempotency, fingerprint: "request B" } };
    assertEquals(
      await other.admissions.add(changed, NO_LIMIT),
      { kind: "key-used", generation, isSameRequest: false },
    );
    assertEquals(await store.library.find(again.id), undefined);
  });

  test("keeps the keys of visitors apart", async ({ store }) => {
    for (let visitor = 0; visitor < 2; visitor++) {
      assertEquals((await store.admissions.add(sample({ idempotency }), NO_LIMIT)).kind, "added");
    }
  });

  test("does not spend a key on a refused generation", async ({ store }) => {
    const addition = sample({ idempotency });
    assertEquals(await store.admissions.add(addition, { maxQueued: 0 }), { kind: "queue-full" });
    assertEquals((await store.admissions.add(addition, NO_LIMIT)).kind, "added");
  });

  test("takes one of many additions with one key", async ({ store, other }) => {
    const visitorId = crypto.randomUUID();
    const additions: NewGeneration[] = Array.from(
      { length: 20 },
      () => sample({ visitorId, idempotency }),
    );
    const outcomes = await Promise.all(
      additions.map((addition, index) =>
        (index % 2 ? store : other).admissions.add(addition, NO_LIMIT)
      ),
    );
    assertEquals(outcomes.filter(({ kind }) => kind === "added").length, 1);
    assertEquals((await store.history.count()).total, 1);
  });

  test("frees the key of what failed for nothing, for one of two at once", async ({ store, other }) => {
    const visitorId = crypto.randomUUID();
    const end = async (failure: { charged: Charged; retryable: boolean }) => {
      const settlement = { type: "failed", failure: { ...FAILED.failure, ...failure } } as const;
      await store.queue.settle(tokenOf(await claim(store)), settlement, NOON);
    };
    const again = (key: string, by = store) =>
      by.admissions.add(sample({ visitorId, idempotency: { key, fingerprint: "F" } }), NO_LIMIT);
    const failures = [
      { charged: "no", retryable: true },
      { charged: "no", retryable: false },
      { charged: "unknown", retryable: true },
      { charged: "yes", retryable: true },
    ] as const;
    const kinds: string[][] = [];
    for (const [index, failure] of failures.entries()) {
      const key = `k-${index}`;
      await again(key);
      await end(failure);
      const outcomes = await Promise.all([again(key), again(key, other), again(key)]);
      kinds.push(outcomes.map(({ kind }) => kind).sort());
      const [one, two] = outcomes.map((each) => "generation" in each ? each.generation.id : "");
      assertEquals(one, two, "the key is that of one generation");
      if (index === 0) await end({ charged: "yes", retryable: true });
    }
    const replayed = ["key-used", "key-used", "key-used"];
    assertEquals(kinds, [["added", "key-used", "key-used"], replayed, replayed, replayed]);
  });

  test("frees the key of an erased generation", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const id = await addFinished(store, { visitorId, idempotency });
    await store.library.erase(id, NOON + 9000);
    assertEquals(
      (await store.admissions.add(sample({ visitorId, idempotency }), NO_LIMIT)).kind,
      "added",
    );
  });
}
