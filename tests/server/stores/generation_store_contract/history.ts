import { assertEquals } from "@std/assert";
import type { ProviderId } from "../../../../server/models/model.ts";
import type { GenerationStores } from "../generation_stores.ts";
import type { NewGeneration } from "../../../../server/generation/ports/admission_store.ts";
import type { RegisterTest } from "../generation_store_contract.ts";
import { add, addFinished, claim, FAILED, NOON, sentTo, tokenOf, VIDEO } from "./samples.ts";

const WAN = { recipe: { modelId: "wan", seed: 1, isSeedExplicit: false, settings: {} } };

/** Adds one that was sent to the provider and failed. */
async function addFailed(
  store: GenerationStores,
  { servedBy, endedAt, ...changes }: Partial<NewGeneration> & {
    servedBy: ProviderId;
    endedAt: number;
  },
): Promise<string> {
  const { id } = await add(store, changes);
  const token = tokenOf(await claim(store, { now: endedAt - 10 }));
  await store.queue.noteSubmission(token, sentTo(servedBy));
  await store.queue.settle(token, FAILED, endedAt);
  return id;
}

export function testHistory(test: RegisterTest): void {
  test("knows what is on its way, what of it was begun, and how large videos were", async ({ store }) => {
    await addFinished(store, {});
    await add(store, {});
    await store.queue.noteSubmission(tokenOf(await claim(store)), sentTo("fal-ai"));
    const { recipe: { modelId } } = await add(store, {});
    const unfinished = await store.history.unfinished();
    assertEquals(unfinished.map(({ isBegun }) => isBegun).sort(), [false, true]);
    assertEquals(unfinished[0]?.modelId, modelId);
    assertEquals(await store.history.recentSizes(modelId, 5), [VIDEO.bytes]);
  });

  test("counts outcomes by model and the provider that made them", async ({ store, other }) => {
    await addFinished(store, { ...WAN, createdAt: NOON });
    await addFinished(store, { ...WAN, createdAt: NOON + 100_000 });
    await addFailed(store, { ...WAN, servedBy: "fal-ai", endedAt: NOON + 5 });
    await addFailed(store, { ...WAN, servedBy: "fal-ai", endedAt: NOON + 50 });
    await addFinished(store);
    const outcomes = await other.history.outcomesSince(NOON);
    outcomes.sort((one, two) => one.lastAt - two.lastAt);
    const endpoint = { provider: "raw-endpoint", state: "succeeded" } as const;
    assertEquals(outcomes, [
      {
        modelId: "wan",
        provider: "fal-ai",
        state: "failed",
        code: "bad-output",
        count: 2,
        lastAt: NOON + 50,
      },
      { modelId: "svd-xt", ...endpoint, count: 1, lastAt: NOON + 5000 },
      { modelId: "wan", ...endpoint, count: 2, lastAt: NOON + 105_000 },
    ]);
  });

  test("counts nothing that is old, erased, copied or never ran", async ({ store }) => {
    await addFailed(store, { servedBy: "fal-ai", endedAt: NOON - 1 });
    await store.library.erase(
      await addFailed(store, { servedBy: "together", endedAt: NOON }),
      NOON,
    );
    await add(store, { cachedVideo: VIDEO });
    await store.library.requestCancel((await add(store)).id, NOON);
    await add(store);
    await claim(store);
    assertEquals(await store.history.outcomesSince(NOON), []);
    assertEquals(await store.history.spansSince(NOON), []);
  });

  test("tells how long videos took, by nearest rank", async ({ store }) => {
    for (let index = 1; index <= 11; index++) {
      await addFinished(store, { ...WAN, createdAt: NOON + index, tookMs: index * 1000 });
    }
    await addFinished(store, { tookMs: 77 });
    await addFailed(store, { ...WAN, servedBy: "raw-endpoint", endedAt: NOON + 1_000_000 });
    const spans = await store.history.spansSince(NOON);
    spans.sort((one, two) => one.p50Ms - two.p50Ms);
    assertEquals(spans, [
      { modelId: "svd-xt", provider: "raw-endpoint", p50Ms: 77, p90Ms: 77 },
      { modelId: "wan", provider: "raw-endpoint", p50Ms: 6000, p90Ms: 10_000 },
    ]);
  });
}
