import { assertEquals } from "@std/assert";
import type { GenerationStores } from "../generation_stores.ts";
import type { RegisterTest } from "../generation_store_contract.ts";
import { add, claim, claimOptions, NOON, RELEASED, sample, tokenOf, VIDEO } from "./samples.ts";

/** Adds one generation for each letter, which names its visitor; returns the names `A1`, `A2`… */
async function addFor(store: GenerationStores, visitors: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const [index, visitorId] of [...visitors].entries()) {
    const count = (counts.get(visitorId) ?? 0) + 1;
    counts.set(visitorId, count);
    const { id } = await add(store, { visitorId, createdAt: NOON + index });
    names.set(id, `${visitorId}${count}`);
  }
  return names;
}

/** The names of all that is claimed until nothing is left. */
async function claimAll(store: GenerationStores, names: Map<string, string>): Promise<string> {
  const claimed: (string | undefined)[] = [];
  for (;;) {
    const held = await store.queue.claim(claimOptions());
    if (!held) return claimed.join(" ");
    claimed.push(names.get(held.id));
  }
}

async function positions(store: GenerationStores, names: Map<string, string>): Promise<string> {
  return (await store.library.queueOrder()).map((id) => names.get(id)).join(" ");
}

export function testQueue(test: RegisterTest): void {
  test("serves visitors in turn, each one's own in order", async ({ store }) => {
    const names = await addFor(store, "AAABBC");
    assertEquals(await claimAll(store, names), "A1 B1 C1 A2 B2 A3");
  });

  test("serves those who bring one each in the order of coming", async ({ store }) => {
    const names = await addFor(store, "AB");
    await claimAll(store, names);
    const more = await addFor(store, "BCA");
    assertEquals(await claimAll(store, more), "B1 C1 A1");
  });

  test("lets no stream of newcomers keep a visitor from a second turn", async ({ store }) => {
    const names = await addFor(store, "AAB");
    const served: (string | undefined)[] = [];
    for (const newcomer of "CDEF") {
      const { id } = await add(store, { visitorId: newcomer });
      names.set(id, `${newcomer}1`);
      served.push(names.get((await claim(store)).id));
    }
    assertEquals(served.join(" "), "A1 B1 C1 A2");
  });

  test("tells positions as the queue will be served", async ({ store }) => {
    const names = await addFor(store, "AABCBADDDDC");
    const expected = "A1 B1 C1 D1 A2 B2 C2 D2 A3 D3 D4";
    assertEquals(await positions(store, names), expected);
    await claim(store);
    await claim(store);
    assertEquals(await positions(store, names), "C1 D1 A2 B2 C2 D2 A3 D3 D4");
    assertEquals(await claimAll(store, names), "C1 D1 A2 B2 C2 D2 A3 D3 D4");
    assertEquals(await positions(store, names), "");
  });

  test("serves lines in turn, and within each its visitors", async ({ store }) => {
    const names = new Map<string, string>();
    const order: [string, string?][] = [["A", "x"], ["B", "x"], ["C", "x"], ["A", "x"], ["D"]];
    for (const [index, [visitorId, line]] of order.entries()) {
      const { id } = await add(store, { visitorId, line, createdAt: NOON + index });
      names.set(id, `${visitorId}${index}`);
    }
    const expected = "A0 D4 B1 C2 A3";
    assertEquals(await positions(store, names), expected);
    assertEquals(await claimAll(store, names), expected);
  });

  test("has a visitor stand in the line of the latest order", async ({ store }) => {
    const names = new Map<string, string>();
    const order = [["A", "x"], ["B", "x"], ["C", "y"], ["A", "y"]] as const;
    for (const [index, [visitorId, line]] of order.entries()) {
      const { id } = await add(store, { visitorId, line, createdAt: NOON + index });
      names.set(id, `${visitorId}${index}`);
    }
    assertEquals(await claimAll(store, names), "B1 A0 C2 A3");
  });

  test("refuses more of a line than of a visitor, and more than all may queue", async ({ store }) => {
    const addOf = async (visitorId: string, line: string | undefined) => {
      const generation = sample({ visitorId, line });
      const limits = { maxQueued: 2, maxQueuedOfAll: 4 };
      return (await store.admissions.add(generation, limits)).kind;
    };
    assertEquals(await addOf("A", "x"), "added");
    assertEquals(await addOf("B", "x"), "added");
    assertEquals(await addOf("C", "x"), "queue-full");
    assertEquals(await addOf("C", undefined), "added");
    assertEquals(await addOf("C", "y"), "added");
    assertEquals(await addOf("D", "z"), "whole-queue-full");
    await claim(store);
    assertEquals(await addOf("D", "z"), "added");
  });

  test("counts stored videos that are given out, for a minute", async ({ store }) => {
    const addCached = async (createdAt: number) => {
      const generation = sample({ visitorId: "A", createdAt, cachedVideo: VIDEO });
      return (await store.admissions.add(generation, { maxQueued: 2 })).kind;
    };
    assertEquals(await addCached(NOON), "added");
    assertEquals(await addCached(NOON + 1), "added");
    assertEquals(await addCached(NOON + 2), "queue-full");
    assertEquals(await addCached(NOON + 60_001), "added");
  });

  test("closes the gap that a canceled one leaves", async ({ store }) => {
    const names = await addFor(store, "ABBC");
    for (const [id, name] of names) {
      if (name === "A1" || name === "B1") await store.library.requestCancel(id, NOON);
    }
    assertEquals(await positions(store, names), "B2 C1");
    assertEquals(await claimAll(store, names), "B2 C1");
  });

  test("gives a released one's visitor the turn back", async ({ store }) => {
    const names = await addFor(store, "AABC");
    const held = [await claim(store), await claim(store)];
    for (const generation of held) await store.queue.settle(tokenOf(generation), RELEASED, NOON);
    const order = await positions(store, names);
    assertEquals(order.split(" ").slice(0, 2).sort(), ["A1", "B1"]);
    assertEquals(order.split(" ").slice(2), ["C1", "A2"]);
    assertEquals(await claimAll(store, names), order);
  });

  test("passes over visitors at their limit, who keep their turn", async ({ store }) => {
    const names = await addFor(store, "AAABB");
    const limits = { maxRunningPerVisitor: 1 };
    const first = await claim(store, limits);
    const second = await claim(store, limits);
    assertEquals([first, second].map(({ id }) => names.get(id)), ["A1", "B1"]);
    assertEquals(await store.queue.claim(claimOptions(limits)), undefined);
    await store.queue.settle(tokenOf(second), { type: "canceled", charged: "no" }, NOON);
    assertEquals(names.get((await claim(store, limits)).id), "B2");
    assertEquals(await store.queue.claim(claimOptions(limits)), undefined);
    await store.queue.noteSaving(tokenOf(first), NOON);
    assertEquals(await store.queue.claim(claimOptions(limits)), undefined);
  });

  test("claims nothing beyond the limit of all processes", async ({ store, other }) => {
    await addFor(store, "ABC");
    const limits = claimOptions({ maxRunning: 2 });
    const held = await claim(store, limits);
    await claim(other, { ...limits, owner: "runner-2" });
    assertEquals(await store.queue.claim(limits), undefined);
    await store.queue.noteSaving(tokenOf(held), NOON);
    assertEquals(await other.queue.claim(limits), undefined);
    await store.queue.settle(tokenOf(held), { type: "canceled", charged: "yes" }, NOON);
    assertEquals((await other.queue.claim(limits))?.state, "running");
  });
}
