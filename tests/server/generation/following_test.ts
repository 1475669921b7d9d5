import { assertEquals, assertRejects } from "@std/assert";
import type { ShownEvent } from "../../../contract/generation.ts";
import { LoungeError } from "../../../server/errors.ts";
import type { Followed } from "../../../server/generation/generations.ts";
import { progressOf } from "../../../server/wording/progress.ts";
import {
  ANNA,
  BEN,
  FOREVER,
  gate,
  type Harness,
  openHarness,
  type Script,
} from "./generation_harness.ts";

/** Reads the events to the end, or up to `limit` of them. */
async function read(
  harness: Harness,
  id: string,
  { afterSeq = 0, limit = Infinity }: { afterSeq?: number; limit?: number } = {},
): Promise<ShownEvent[]> {
  const events: ShownEvent[] = [];
  for await (const told of await harness.service.follow(id, ANNA, { afterSeq, signal: FOREVER })) {
    if (told.kind === "event") events.push(told.event);
    if (events.length >= limit) break;
  }
  return events;
}

/** Reports several frames, each as an event of its own. */
const busy: Script = async (_, call) => {
  await call.submitting();
  for (const code of ["in-queue", "making"] as const) {
    call.report(progressOf(code, { provider: "fal-ai" }));
    await Promise.resolve();
  }
  return "video";
};

function assertWhole(events: readonly ShownEvent[]): void {
  assertEquals(events.map(({ seq }) => seq), events.map((_, index) => index + 1));
  assertEquals(events[0]?.event.type, "queued");
  assertEquals(events.at(-1)?.event.type, "succeeded");
}

Deno.test("a follower from the start sees every event once and then the end", async () => {
  await using harness = await openHarness({ script: busy });
  const { id } = await harness.service.submit(await harness.request());
  const following = read(harness, id);
  harness.runner.start();
  const events = await following;
  assertWhole(events);
  const stored = await harness.stores.library.eventsOf(id, 0);
  assertEquals(events.map(({ seq, at }) => [seq, at]), stored.map(({ seq, at }) => [seq, at]));
  assertEquals(
    events.flatMap(({ event }) => event.type === "progress" ? [event.progress.message] : []),
    ["Preparing your picture", "Waiting in the queue at fal.ai", "fal.ai is making your video"],
  );
  assertEquals((await harness.service.view(id, ANNA)).lastEvent, events.length);
});

Deno.test("a follower that is dropped at every event goes on without a gap or a repeat", async () => {
  await using harness = await openHarness({ script: busy });
  const { id } = await harness.service.submit(await harness.request());
  harness.runner.start();
  const events: ShownEvent[] = [];
  while (events.at(-1)?.event.type !== "succeeded") {
    events.push(...await read(harness, id, { afterSeq: events.length, limit: 1 }));
  }
  assertWhole(events);
  assertEquals(await read(harness, id, { afterSeq: events.length }), []);
  await harness.runner.stop({ graceMs: 0 });
  assertEquals(harness.notifier.listenerCount, 0);
});

Deno.test("a place beyond the latest event, or none at all, starts from the beginning", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const id = await harness.finish();
  const all = await read(harness, id);
  for (const afterSeq of [all.length + 1, -1, 0.5, NaN, Infinity]) {
    assertEquals(await read(harness, id, { afterSeq }), all);
  }
});

Deno.test("a follower in another process on the same database sees the same events", async () => {
  await using harness = await openHarness({ script: busy });
  await using elsewhere = await openHarness({ directory: harness.directory });
  const { id } = await elsewhere.service.submit(await elsewhere.request());
  const following = read(elsewhere, id);
  harness.runner.start();
  const events = await following;
  assertWhole(events);
  assertEquals(await read(harness, id), events);
});

Deno.test("a hundred followers see the same", async () => {
  await using harness = await openHarness({ script: busy });
  const { id } = await harness.service.submit(await harness.request());
  const followings = Array.from({ length: 100 }, () => read(harness, id));
  harness.runner.start();
  const [first = [], ...others] = await Promise.all(followings);
  assertWhole(first);
  for (const events of others) assertEquals(events, first);
});

Deno.test("a follower that goes away leaves nothing behind, and the generation goes on", async () => {
  const started = gate();
  const way = gate();
  await using harness = await openHarness({
    script() {
      started.open();
      return way.opened.then(() => "video");
    },
  });
  harness.runner.start();
  const { id } = await harness.service.submit(await harness.request());
  await started.opened;
  const listeners = harness.notifier.listenerCount;
  const leaving = new AbortController();
  const { signal } = leaving;
  const events = await harness.service.follow(id, ANNA, { afterSeq: 2, signal });
  const reading = Array.fromAsync(events);
  leaving.abort();
  await reading;
  assertEquals(harness.notifier.listenerCount, listeners);
  way.open();
  assertEquals((await harness.service.waitUntilEnded(id, ANNA, FOREVER)).state, "succeeded");
});

Deno.test("who waits and leaves hears the reason, and the generation goes on", async () => {
  await using harness = await openHarness();
  const { id } = await harness.service.submit(await harness.request());
  const leaving = new AbortController();
  const waiting = harness.service.waitUntilEnded(id, ANNA, leaving.signal);
  leaving.abort(new Error("gone"));
  await assertRejects(() => waiting, Error, "gone");
  assertEquals((await harness.service.view(id, ANNA)).state, "queued");
});

/** Follows a queued generation and has read its only event and the view. */
async function readFirst(harness: Harness, id: string): Promise<AsyncIterator<Followed>> {
  const told = await harness.service.follow(id, ANNA, { afterSeq: 0, signal: FOREVER });
  const iterator = told[Symbol.asyncIterator]();
  const first = [(await iterator.next()).value?.kind, (await iterator.next()).value?.kind];
  assertEquals(first, ["event", "view"]);
  return iterator;
}

Deno.test("many stored events come with one view, and each later step with its own", async () => {
  const way = gate();
  await using harness = await openHarness({
    async script(request, call) {
      await busy(request, call);
      return await way.opened.then(() => "video");
    },
  });
  const { id } = await harness.service.submit(await harness.request());
  harness.runner.start();
  const told: Followed[] = [];
  for await (
    const next of await harness.service.follow(id, ANNA, { afterSeq: 0, signal: FOREVER })
  ) {
    told.push(next);
    if (next.kind === "view" && next.view.progress?.stage === "generating") way.open();
  }
  const numbers = told.flatMap((next) => next.kind === "event" ? [next.event.seq] : []);
  assertEquals(numbers, numbers.map((_, index) => index + 1));
  for (const [index, next] of told.entries()) {
    if (next.kind === "event") continue;
    const before = told.slice(0, index).flatMap((one) => one.kind === "event" ? [one] : []);
    assertEquals(before.at(-1)?.event.seq, next.view.lastEvent, "a view of what was not told yet");
  }
  const [end] = told.slice(-1);
  assertEquals(end, { kind: "view", view: await harness.service.view(id, ANNA) });

  const again = await Array.fromAsync(
    await harness.service.follow(id, ANNA, { afterSeq: 0, signal: FOREVER }),
  );
  assertEquals(again.map(({ kind }) => kind), [...numbers.map(() => "event"), "view"]);
});

Deno.test("a follower hears of its place in the queue, which moves without an event", async () => {
  await using harness = await openHarness();
  const first = await harness.service.submit(await harness.request({ bytes: "one" }));
  const second = await harness.service.submit(await harness.request({ bytes: "two" }));
  const told = await harness.service.follow(second.id, ANNA, { afterSeq: 1, signal: FOREVER });
  const places: (number | undefined)[] = [];
  for await (const next of told) {
    assertEquals(next.kind, "view");
    if (next.kind === "view") places.push(next.view.queuePosition);
    if (places.length === 2) break;
    await harness.service.cancel(first.id, ANNA);
  }
  assertEquals(places, [2, 1]);
});

Deno.test("whoever follows a shared generation sees what strangers see, until it is private", async () => {
  await using harness = await openHarness();
  const { id } = await harness.service.submit(await harness.request({ batch: "one" }));
  await harness.service.setSharing(id, ANNA, { isPublic: true, isPromptShared: false });
  const told = await harness.service.follow(id, BEN, { afterSeq: 1, signal: FOREVER });
  const iterator = told[Symbol.asyncIterator]();
  const { value } = await iterator.next();
  assertEquals(value, { kind: "view", view: await harness.service.view(id, BEN) });
  assertEquals(value?.kind === "view" && [value.view.isOwner, value.view.batch], [
    false,
    undefined,
  ]);
  const next = assertRejects(() => iterator.next(), LoungeError);
  await harness.service.setSharing(id, ANNA, { isPublic: false, isPromptShared: false });
  assertEquals((await next).code, "not-found");
  assertEquals(harness.notifier.listenerCount, 0);
});

Deno.test("erasing ends those who follow and those who wait", async () => {
  await using harness = await openHarness();
  const { id } = await harness.service.submit(await harness.request());
  const iterator = await readFirst(harness, id);
  const following = assertRejects(() => iterator.next(), LoungeError);
  const waiting = assertRejects(
    () => harness.service.waitUntilEnded(id, ANNA, FOREVER),
    LoungeError,
  );
  await harness.stores.library.requestCancel(id, Date.now());
  await harness.stores.library.erase(id, Date.now());
  harness.notifier.notify(id);
  assertEquals((await following).code, "erased");
  assertEquals((await waiting).code, "erased");
});

Deno.test("when the server stops, following ends and waiting fails as restarting", async () => {
  await using harness = await openHarness();
  const { id } = await harness.service.submit(await harness.request());
  const following = (await readFirst(harness, id)).next();
  const waiting = assertRejects(
    () => harness.service.waitUntilEnded(id, ANNA, FOREVER),
    LoungeError,
  );
  harness.service.close();
  const [{ done }, { code, charged, retryable }] = [await following, await waiting];
  assertEquals([done, code, charged, retryable], [true, "restarting", "unknown", true]);
  assertEquals((await harness.service.view(id, ANNA)).state, "queued");
});
