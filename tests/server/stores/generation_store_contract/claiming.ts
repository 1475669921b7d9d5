import { assertEquals } from "@std/assert";
import type { RegisterTest } from "../generation_store_contract.ts";
import { add, claim, claimOptions, eventTypes, NOON, RELEASED, tokenOf } from "./samples.ts";

export function testClaiming(test: RegisterTest): void {
  test("claims a generation under a lease", async ({ store, other }) => {
    const added = await add(store);
    const held = await store.queue.claim(
      claimOptions({ owner: "me", now: NOON + 5, leaseMs: 100 }),
    );
    assertEquals(held, {
      ...added,
      state: "running",
      attempt: 1,
      lastSeq: 2,
      startedAt: NOON + 5,
      lease: { owner: "me", until: NOON + 105 },
      submission: { kind: "not-sent" },
    });
    assertEquals(await other.library.find(added.id), held);
    assertEquals((await store.library.eventsOf(added.id, 1))[0], {
      seq: 2,
      at: NOON + 5,
      event: { type: "started", attempt: 1 },
    });
  });

  test("has nothing to claim when nothing is queued", async ({ store }) => {
    assertEquals(await store.queue.claim(claimOptions()), undefined);
    await add(store);
    await claim(store);
    assertEquals(await store.queue.claim(claimOptions()), undefined);
  });

  test("gives each generation to one of two claimers", async ({ store, other }) => {
    const visitors = ["a", "b", "c", "d"];
    for (let index = 0; index < 40; index++) {
      await add(store, { visitorId: visitors[index % 4] ?? "" });
    }
    const claims = Array.from({ length: 50 }, (_, index) => {
      return index % 2
        ? store.queue.claim(claimOptions())
        : other.queue.claim(claimOptions({ owner: "two" }));
    });
    const ids = (await Promise.all(claims)).flatMap((held) => held ? [held.id] : []);
    assertEquals([ids.length, new Set(ids).size], [40, 40]);
  });

  test("counts attempts on when a released one is claimed again", async ({ store }) => {
    const { id } = await add(store);
    const first = tokenOf(await claim(store));
    await store.queue.noteSubmission(first, { kind: "sent", at: NOON });
    await store.queue.noteProgress(first, {
      type: "progress",
      progress: { stage: "waiting", message: "Waiting." },
    }, NOON);
    assertEquals(await store.queue.settle(first, RELEASED, NOON + 2000), true);
    const queued = await store.library.find(id);
    assertEquals(queued?.state, "queued");
    assertEquals(
      ["startedAt", "lease", "submission", "progress"].filter((key) => {
        return queued && key in queued;
      }),
      [],
    );
    const again = await claim(store, { now: NOON + 3000 });
    assertEquals(again.attempt, 2);
    assertEquals(again.startedAt, NOON + 3000);
    assertEquals(again.submission, { kind: "not-sent" });
    assertEquals("progress" in again, false);
    assertEquals(await eventTypes(store, id), [
      "queued",
      "started",
      "progress",
      "released",
      "started",
    ]);
  });

  test("takes over what lost its runner, as it stood", async ({ store, other }) => {
    const { id } = await add(store);
    const held = await claim(store, { owner: "dead", now: NOON, leaseMs: 100 });
    const submission = {
      kind: "operation",
      at: NOON + 7,
      operation: { url: "x", n: [1] },
    } as const;
    await store.queue.noteSubmission(tokenOf(held), submission);
    const early = { owner: "heir", now: NOON + 99, leaseMs: 100 };
    assertEquals(await other.queue.claimLost(early), undefined);
    const taken = await other.queue.claimLost({ ...early, now: NOON + 100 });
    assertEquals(taken, {
      ...held,
      attempt: 2,
      lastSeq: 3,
      submission,
      lease: { owner: "heir", until: NOON + 200 },
    });
    assertEquals(await eventTypes(store, id), ["queued", "started", "started"]);
    assertEquals(await other.queue.claimLost({ ...early, now: NOON + 199 }), undefined);
  });

  test("takes over a generation that was being saved", async ({ store }) => {
    await add(store);
    const held = await claim(store, { now: NOON, leaseMs: 1 });
    await store.queue.noteSaving(tokenOf(held), NOON);
    const taken = await store.queue.claimLost({ owner: "heir", now: NOON + 1, leaseMs: 100 });
    assertEquals(taken?.state, "saving");
    assertEquals(taken?.attempt, 2);
  });

  test("takes over the longest lost first, and each once", async ({ store, other }) => {
    const ids: string[] = [];
    for (const leaseMs of [30, 10, 20]) {
      await add(store);
      ids[leaseMs / 10] = (await claim(store, { now: NOON, leaseMs })).id;
    }
    const options = { owner: "heir", now: NOON + 50, leaseMs: 100 };
    const taken = [
      await store.queue.claimLost(options),
      await other.queue.claimLost(options),
      await store.queue.claimLost(options),
      await other.queue.claimLost(options),
    ];
    assertEquals(taken.map((held) => held?.id), [...ids.slice(1), undefined]);
  });

  test("takes over nothing that is queued or ended", async ({ store }) => {
    await add(store);
    const token = tokenOf(await claim(store, { now: NOON, leaseMs: 1 }));
    await store.queue.settle(token, { type: "canceled", charged: "no" }, NOON);
    await add(store);
    await store.queue.settle(
      tokenOf(await claim(store, { now: NOON, leaseMs: 1 })),
      RELEASED,
      NOON,
    );
    const later = { owner: "heir", now: NOON + 1_000_000, leaseMs: 1 };
    assertEquals(await store.queue.claimLost(later), undefined);
  });
}
