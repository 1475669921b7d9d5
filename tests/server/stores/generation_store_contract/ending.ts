import { assertEquals } from "@std/assert";
import type { RegisterTest } from "../generation_store_contract.ts";
import {
  add,
  addFinished,
  claim,
  claimOptions,
  eventTypes,
  FAILED,
  NOON,
  RELEASED,
  SUCCEEDED,
  tokenOf,
  VIDEO,
} from "./samples.ts";

export function testEnding(test: RegisterTest): void {
  test("ends a generation with its video", async ({ store, other }) => {
    const added = await add(store, { batch: "b" });
    const token = tokenOf(await claim(store, { now: NOON + 10 }));
    await store.queue.noteSaving(token, NOON + 20);
    assertEquals(await store.queue.settle(token, SUCCEEDED, NOON + 30), true);
    assertEquals(await other.library.find(added.id), {
      ...added,
      state: "succeeded",
      attempt: 1,
      lastSeq: 4,
      startedAt: NOON + 10,
      endedAt: NOON + 30,
      video: VIDEO,
      charged: "yes",
    });
    assertEquals((await store.library.eventsOf(added.id, 3))[0]?.event, SUCCEEDED);
  });

  test("ends a generation with its failure", async ({ store, other }) => {
    const added = await add(store);
    const token = tokenOf(await claim(store, { now: NOON + 10 }));
    assertEquals(await store.queue.settle(token, FAILED, NOON + 30), true);
    assertEquals(await other.library.find(added.id), {
      ...added,
      state: "failed",
      attempt: 1,
      lastSeq: 3,
      startedAt: NOON + 10,
      endedAt: NOON + 30,
      failure: FAILED.failure,
    });
    assertEquals((await store.library.eventsOf(added.id, 2))[0]?.event, FAILED);
  });

  test("ends a generation once", async ({ store }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    await store.queue.settle(token, FAILED, NOON);
    const before = await store.library.find(id);
    assertEquals(await store.queue.settle(token, FAILED, NOON + 1), false);
    assertEquals(await store.library.requestCancel(id, NOON + 1), before);
    assertEquals(await store.library.find(id), before);
    assertEquals(await eventTypes(store, id), ["queued", "started", "failed"]);
  });

  test("cancels a queued generation at once and for nothing", async ({ store, other }) => {
    const added = await add(store);
    const canceled = await store.library.requestCancel(added.id, NOON + 40);
    assertEquals(canceled, {
      ...added,
      state: "canceled",
      lastSeq: 2,
      endedAt: NOON + 40,
      charged: "no",
    });
    assertEquals(await other.library.find(added.id), canceled);
    assertEquals((await store.library.eventsOf(added.id, 1))[0]?.event, {
      type: "canceled",
      charged: "no",
    });
    assertEquals(await other.queue.claim(claimOptions()), undefined);
  });

  test("marks a running generation to be canceled, once", async ({ store, other }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    const marked = await other.library.requestCancel(id, NOON);
    assertEquals(marked?.state, "running");
    assertEquals(marked?.isCancelRequested, true);
    assertEquals((await other.library.requestCancel(id, NOON))?.isCancelRequested, true);
    assertEquals(
      await store.queue.settle(token, { type: "canceled", charged: "unknown" }, NOON),
      true,
    );
    const found = await other.library.find(id);
    assertEquals(found?.state === "canceled" && found.charged, "unknown");
    const expected = ["queued", "started", "cancel-requested", "canceled"];
    assertEquals(await eventTypes(store, id), expected);
  });

  test("cancels what is released after its visitor asked for that", async ({ store }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    await store.library.requestCancel(id, NOON);
    assertEquals(await store.queue.settle(token, RELEASED, NOON), true);
    const found = await store.library.find(id);
    assertEquals(found?.state === "canceled" && found.charged, "no");
    const expected = ["queued", "started", "cancel-requested", "canceled"];
    assertEquals(await eventTypes(store, id), expected);
  });

  test("erases an ended generation and keeps a tombstone", async ({ store, other }) => {
    const visitorId = crypto.randomUUID();
    const id = await addFinished(store, { visitorId });
    const kept = await addFinished(store, { visitorId });
    assertEquals(await store.library.erase(id, NOON + 99), true);
    assertEquals(await other.library.find(id), undefined);
    assertEquals(await other.library.eventsOf(id, 0), []);
    assertEquals(await other.library.findTombstone(id), { id, visitorId, erasedAt: NOON + 99 });
    assertEquals((await other.library.listOf(visitorId, { limit: 9 })).map((one) => one.id), [
      kept,
    ]);
    assertEquals(await store.library.erase(id, NOON + 100), false);
    assertEquals((await store.library.findTombstone(id))?.erasedAt, NOON + 99);
    assertEquals(await store.library.findTombstone(kept), undefined);
  });

  test("erases no generation that goes on", async ({ store }) => {
    const { id } = await add(store);
    assertEquals(await store.library.erase(id, NOON), false);
    const token = tokenOf(await claim(store));
    assertEquals(await store.library.erase(id, NOON), false);
    await store.queue.noteSaving(token, NOON);
    assertEquals(await store.library.erase(id, NOON), false);
    assertEquals((await store.library.find(id))?.state, "saving");
    assertEquals(await store.library.findTombstone(id), undefined);
  });

  test("finds no erased video again", async ({ store }) => {
    const id = await addFinished(store);
    const found = await store.library.find(id);
    if (!found) throw new Error("The generation is not there");
    assertEquals((await store.admissions.findSameVideo(found))?.id, id);
    await store.library.erase(id, NOON);
    assertEquals(await store.admissions.findSameVideo(found), undefined);
  });
}
