/** What many visitors cost who look on: reads of the store, not time. */
import { assertEquals, assertGreater } from "@std/assert";
import type { LibraryStore } from "../../../server/generation/ports/library_store.ts";
import { eventually } from "../../patience.ts";
import { ANNA, FOREVER, type Harness, openHarness } from "./generation_harness.ts";

type Counts = Record<"find" | "eventsOf" | "listOf" | "marksOf" | "queueOrder", number>;

/** Counts from now on how often the library is asked. */
function countReads(library: LibraryStore): Counts {
  const counts: Counts = { find: 0, eventsOf: 0, listOf: 0, marksOf: 0, queueOrder: 0 };
  for (const name of Object.keys(counts) as (keyof Counts)[]) {
    const read = library[name].bind(library) as (...args: unknown[]) => unknown;
    Object.defineProperty(library, name, {
      value: (...args: unknown[]) => {
        counts[name]++;
        return read(...args);
      },
    });
  }
  return counts;
}

async function submit(harness: Harness, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const request = await harness.request({ bytes: String(index), isFresh: true });
    ids.push((await harness.service.submit(request)).id);
  }
  return ids;
}

Deno.test("the places of a whole list are read once", async () => {
  await using harness = await openHarness();
  await submit(harness, 15);
  const counts = countReads(harness.stores.library);
  const views = await harness.service.list(ANNA, { limit: 24 });
  const places = views.map(({ queuePosition }) => queuePosition);
  assertEquals(places, views.map((_, index) => 15 - index));
  assertEquals([counts.listOf, counts.queueOrder], [1, 1]);
});

Deno.test("two hundred who follow what does not change are one reader of the store", async () => {
  await using harness = await openHarness();
  const ids = await submit(harness, 10);
  const counts = countReads(harness.stores.library);
  const leaving = new AbortController();
  const told = ids.map(() => 0);
  const following = Array.from({ length: 200 }, async (_, index) => {
    const at = index % ids.length;
    const options = { afterSeq: 1, signal: leaving.signal };
    for await (const { kind } of await harness.service.follow(ids[at] ?? "", ANNA, options)) {
      if (kind === "view") told[at] = (told[at] ?? 0) + 1;
    }
  });
  await eventually(() => assertEquals(told, ids.map(() => 20)));
  // Each looks once more after the first look of all, which may have missed something.
  await eventually(() => assertGreater(counts.marksOf, 2));
  const { find, eventsOf, marksOf, queueOrder } = counts;
  await eventually(() => assertGreater(counts.marksOf, marksOf + 5));
  assertEquals([counts.find, counts.eventsOf], [find, eventsOf]);
  assertGreater(counts.marksOf - marksOf + 1, counts.queueOrder - queueOrder);
  assertEquals(told, ids.map(() => 20));
  leaving.abort();
  await Promise.all(following);
  // Nobody is left to look for.
  const last = counts.marksOf;
  await harness.service.view(ids[0] ?? "", ANNA);
  assertEquals(counts.marksOf, last);
});

Deno.test("what another process writes reaches all who follow, and only those are read anew", async () => {
  await using harness = await openHarness();
  await using other = await openHarness({ directory: harness.directory });
  const [id = "", still = ""] = await submit(harness, 2);
  const options = { afterSeq: 1, signal: FOREVER };
  const told: string[] = [];
  const following = harness.service.follow(id, ANNA, options).then(async (all) => {
    for await (const next of all) told.push(next.kind === "event" ? next.event.event.type : "view");
  });
  const leaving = new AbortController();
  const staying = (async () => {
    const signal = leaving.signal;
    for await (const _ of await harness.service.follow(still, ANNA, { afterSeq: 1, signal }));
  })();
  await eventually(() => assertEquals(told, ["view"]));
  await other.service.cancel(id, ANNA);
  await following;
  assertEquals(told, ["view", "canceled", "view"]);
  leaving.abort();
  await staying;
});

Deno.test("a store that fails is told of once, and asked again", async () => {
  await using harness = await openHarness();
  const [id = ""] = await submit(harness, 1);
  const { library } = harness.stores;
  const read = library.marksOf.bind(library);
  let asked = 0;
  library.marksOf = (ids) => ++asked < 4 ? Promise.reject(new Error("broken")) : read(ids);
  const leaving = new AbortController();
  const following = (async () => {
    const { signal } = leaving;
    for await (const _ of await harness.service.follow(id, ANNA, { afterSeq: 1, signal }));
  })();
  await eventually(() => assertGreater(asked, 5));
  assertEquals(harness.logged.length, 1);
  leaving.abort();
  await following;
});
