import { assertEquals, assertRejects } from "@std/assert";
import type { GenerationEvent } from "../../../../contract/generation.ts";
import type { GenerationStores } from "../generation_stores.ts";
import type { ClaimToken } from "../../../../server/generation/ports/queue_store.ts";
import type { RegisterTest } from "../generation_store_contract.ts";
import {
  add,
  claim,
  claimOptions,
  eventTypes,
  FAILED,
  NOON,
  RELEASED,
  sentTo,
  SUCCEEDED,
  tokenOf,
} from "./samples.ts";

const PROGRESS: Extract<GenerationEvent, { type: "progress" }> = {
  type: "progress",
  progress: { stage: "generating", message: "Frame 3 of 25.", frame: 3, frames: 25 },
};

/** What each fenced method answers to a claim. */
async function tryAll(store: GenerationStores, token: ClaimToken): Promise<boolean[]> {
  return [
    (await store.queue.renew(token, NOON + 900_000)).isHeld,
    await store.queue.noteSubmission(token, { kind: "sent", at: NOON }),
    await store.queue.noteTokenWait(token, true),
    await store.queue.noteProgress(token, PROGRESS, NOON),
    await store.queue.noteSaving(token, NOON),
    await store.queue.settle(token, SUCCEEDED, NOON),
    await store.queue.settle(token, FAILED, NOON),
    await store.queue.settle(token, RELEASED, NOON),
  ];
}

const ALL_REFUSED = Array.from({ length: 8 }, () => false);

export function testHolding(test: RegisterTest): void {
  test("renews a lease", async ({ store, other }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store, { now: NOON, leaseMs: 10 }));
    const renewed = await store.queue.renew(token, NOON + 5000);
    assertEquals(renewed, { isHeld: true, isCancelRequested: false });
    const found = await other.library.find(id);
    assertEquals(found?.state === "running" && found.lease.until, NOON + 5000);
    assertEquals(
      await other.queue.claimLost({ owner: "heir", now: NOON + 4999, leaseMs: 1 }),
      undefined,
    );
    assertEquals(await eventTypes(store, id), ["queued", "started"]);
  });

  test("takes no lease for longer than leases are: the clock was set back", async ({ store }) => {
    await add(store);
    await claim(store, { now: NOON + 3_600_000, leaseMs: 100 });
    const heir = { owner: "heir", leaseMs: 100 };
    assertEquals(await store.queue.claimLost({ ...heir, now: NOON }), undefined);
    assertEquals(await store.queue.claimLost({ ...heir, now: NOON + 99 }), undefined);
    assertEquals((await store.queue.claimLost({ ...heir, now: NOON + 100 }))?.state, "running");
  });

  test("renews a lease that is over as long as nobody took the work", async ({ store }) => {
    await add(store);
    const token = tokenOf(await claim(store, { now: NOON, leaseMs: 10 }));
    assertEquals((await store.queue.renew(token, NOON + 90_000)).isHeld, true);
  });

  test("tells the runner that the visitor wants it stopped", async ({ store, other }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    await other.library.requestCancel(id, NOON);
    const renewed = await store.queue.renew(token, NOON + 90_000);
    assertEquals(renewed, { isHeld: true, isCancelRequested: true });
  });

  test("notes each kind of submission", async ({ store, other }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    const operation = { id: "op-1", deep: { list: [1, "two", null] } };
    for (
      const submission of [
        { kind: "sent", at: NOON + 1 },
        { kind: "not-sent" },
        { kind: "operation", at: NOON + 2, operation },
      ] as const
    ) {
      assertEquals(await store.queue.noteSubmission(token, submission), true);
      const found = await other.library.find(id);
      assertEquals(found?.state === "running" && found.submission, submission);
    }
    assertEquals(await eventTypes(store, id), ["queued", "started"]);
  });

  test("knows the provider that the work was sent to last", async ({ store, other }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    const served: (string | undefined)[] = [];
    for (
      const submission of [
        sentTo("fal-ai"),
        { kind: "not-sent" },
        sentTo("together"),
        { kind: "operation", at: NOON, operation: {} },
      ] as const
    ) {
      await store.queue.noteSubmission(token, submission);
      const found = await other.library.find(id);
      assertEquals(found?.route?.provider, found?.servedBy);
      served.push(found?.servedBy);
    }
    assertEquals(served, ["fal-ai", "fal-ai", "together", "together"]);
    await store.queue.noteSubmission(token, { kind: "not-sent" });
    await store.queue.settle(token, RELEASED, NOON);
    assertEquals((await store.library.find(id))?.servedBy, undefined);
  });

  test("lets others run while one waits for its visitor's token", async ({ store, other }) => {
    const [anna, ben] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const visitorId of [anna, ben, anna, ben]) await add(store, { visitorId });
    const limits = { maxRunning: 1, maxRunningPerVisitor: 1 };
    const waiting = tokenOf(await claim(store, limits));
    assertEquals(await other.queue.claim(claimOptions(limits)), undefined);
    assertEquals(await store.queue.noteTokenWait(waiting, true), true);
    const next = await claim(other, limits);
    assertEquals(next.visitorId, ben);
    await other.queue.settle(tokenOf(next), FAILED, NOON);
    assertEquals((await claim(other, limits)).visitorId, ben, "it counts for its own visitor");
    assertEquals(await store.queue.noteTokenWait(waiting, false), true);
    assertEquals(await other.queue.claim(claimOptions({ ...limits, maxRunning: 2 })), undefined);
  });

  test("forgets the wait for a token when the work is taken over", async ({ store }) => {
    await add(store);
    const held = await claim(store, { now: NOON, leaseMs: 1 });
    await store.queue.noteTokenWait(tokenOf(held), true);
    await store.queue.claimLost({ owner: "heir", now: NOON + 1, leaseMs: 1000 });
    await add(store);
    assertEquals(await store.queue.claim(claimOptions({ maxRunning: 1 })), undefined);
  });

  test("appends progress and keeps the latest", async ({ store, other }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    assertEquals(await store.queue.noteProgress(token, PROGRESS, NOON + 1), true);
    const latest = { ...PROGRESS, progress: { ...PROGRESS.progress, frame: 4 } };
    assertEquals(await store.queue.noteProgress(token, latest, NOON + 2), true);
    const found = await other.library.find(id);
    assertEquals(found?.state === "running" && found.progress, latest.progress);
    assertEquals(found?.lastSeq, 4);
    assertEquals(await other.library.eventsOf(id, 2), [
      { seq: 3, at: NOON + 1, event: PROGRESS },
      { seq: 4, at: NOON + 2, event: latest },
    ]);
    assertEquals(await other.library.eventsOf(id, 4), []);
  });

  test("moves to saving once", async ({ store }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    assertEquals(await store.queue.noteSaving(token, NOON), true);
    assertEquals(await store.queue.noteSaving(token, NOON), true);
    assertEquals((await store.library.find(id))?.state, "saving");
    assertEquals(await eventTypes(store, id), ["queued", "started", "saving"]);
  });

  test("lets a runner that lost its lease write nothing", async ({ store, other }) => {
    const { id } = await add(store);
    const lost = tokenOf(await claim(store, { owner: "slow", now: NOON, leaseMs: 1 }));
    await other.queue.claimLost({ owner: "heir", now: NOON + 1, leaseMs: 1000 });
    const before = await store.library.find(id);
    assertEquals(await tryAll(store, lost), ALL_REFUSED);
    assertEquals(await store.library.find(id), before);
    assertEquals(await eventTypes(store, id), ["queued", "started", "started"]);
  });

  test("fences a runner off from its own earlier attempt", async ({ store }) => {
    const { id } = await add(store);
    const first = tokenOf(await claim(store, { now: NOON, leaseMs: 1 }));
    await store.queue.claimLost({ owner: first.owner, now: NOON + 1, leaseMs: 1000 });
    assertEquals(await tryAll(store, first), ALL_REFUSED);
    assertEquals((await store.library.find(id))?.state, "running");
  });

  test("takes nothing from those who never held it", async ({ store }) => {
    const { id } = await add(store);
    assertEquals(await tryAll(store, { id, owner: "nobody", attempt: 0 }), ALL_REFUSED);
    const token = tokenOf(await claim(store));
    for (
      const stranger of [
        { ...token, owner: "nobody" },
        { ...token, attempt: 2 },
        { ...token, id: crypto.randomUUID() },
      ]
    ) assertEquals(await tryAll(store, stranger), ALL_REFUSED);
    assertEquals(await eventTypes(store, id), ["queued", "started"]);
  });

  test("throws for a move that there is not, and changes nothing", async ({ store }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    await assertRejects(
      () => store.queue.settle(token, SUCCEEDED, NOON),
      Error,
      "running to succeeded",
    );
    await store.queue.noteSaving(token, NOON);
    const before = await store.library.find(id);
    await assertRejects(() => store.queue.settle(token, RELEASED, NOON), Error, "saving to queued");
    assertEquals(await store.library.find(id), before);
    assertEquals(await eventTypes(store, id), ["queued", "started", "saving"]);
  });

  test("numbers the events of concurrent writers without gaps", async ({ store, other }) => {
    const { id } = await add(store);
    const token = tokenOf(await claim(store));
    const writes = Array.from({ length: 60 }, (_, index) => {
      return (index % 2 ? store : other).queue.noteProgress(token, PROGRESS, NOON + index);
    });
    assertEquals((await Promise.all(writes)).every(Boolean), true);
    assertEquals((await eventTypes(store, id)).length, 62);
    assertEquals((await store.library.find(id))?.lastSeq, 62);
  });
}
