import { assertEquals, assertRejects } from "@std/assert";
import type { StoredEvent } from "../../../contract/generation.ts";
import { LoungeError } from "../../../server/errors.ts";
import { ANNA, FOREVER, gate, type Script, setStage, type Stage } from "./studio_stage.ts";

/** Reads to the end, or up to `limit` events. */
async function read(
  stage: Stage,
  id: string,
  { afterSeq = 0, limit = Infinity }: { afterSeq?: number; limit?: number } = {},
): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of await stage.service.follow(id, ANNA, { afterSeq, signal: FOREVER })) {
    events.push(event);
    if (events.length >= limit) break;
  }
  return events;
}

/** Reports several frames, each as an event of its own. */
const busy: Script = async (_, call) => {
  await call.submitting();
  for (const stage of ["waiting", "generating"] as const) {
    call.report({ stage, message: `It is ${stage}` });
    await Promise.resolve();
  }
  return "film";
};

function assertWhole(events: readonly StoredEvent[]): void {
  assertEquals(events.map(({ seq }) => seq), events.map((_, index) => index + 1));
  assertEquals(events[0]?.event.type, "queued");
  assertEquals(events.at(-1)?.event.type, "succeeded");
}

Deno.test("a follower from the start sees every event once and then the end", async () => {
  await using stage = await setStage({ script: busy });
  const { id } = await stage.service.submit(await stage.request());
  const following = read(stage, id);
  stage.runner.start();
  const events = await following;
  assertWhole(events);
  assertEquals(events, await stage.stores.library.eventsOf(id, 0));
  assertEquals((await stage.service.view(id, ANNA)).lastEvent, events.length);
});

Deno.test("a follower that is dropped at every event goes on without a gap or a repeat", async () => {
  await using stage = await setStage({ script: busy });
  const { id } = await stage.service.submit(await stage.request());
  stage.runner.start();
  const events: StoredEvent[] = [];
  while (events.at(-1)?.event.type !== "succeeded") {
    events.push(...await read(stage, id, { afterSeq: events.length, limit: 1 }));
  }
  assertWhole(events);
  assertEquals(await read(stage, id, { afterSeq: events.length }), []);
  await stage.runner.stop({ graceMs: 0 });
  assertEquals(stage.news.listenerCount, 0);
});

Deno.test("a place beyond the latest event, or none at all, starts from the beginning", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const id = await stage.finish();
  const all = await read(stage, id);
  for (const afterSeq of [all.length + 1, -1, 0.5, NaN, Infinity]) {
    assertEquals(await read(stage, id, { afterSeq }), all);
  }
});

Deno.test("a follower in another process on the same database sees the same events", async () => {
  await using stage = await setStage({ script: busy });
  await using elsewhere = await setStage({ directory: stage.directory });
  const { id } = await elsewhere.service.submit(await elsewhere.request());
  const following = read(elsewhere, id);
  stage.runner.start();
  const events = await following;
  assertWhole(events);
  assertEquals(await read(stage, id), events);
});

Deno.test("a hundred followers see the same", async () => {
  await using stage = await setStage({ script: busy });
  const { id } = await stage.service.submit(await stage.request());
  const followings = Array.from({ length: 100 }, () => read(stage, id));
  stage.runner.start();
  const [first = [], ...others] = await Promise.all(followings);
  assertWhole(first);
  for (const events of others) assertEquals(events, first);
});

Deno.test("a follower that goes away leaves nothing behind, and the generation goes on", async () => {
  const started = gate();
  const way = gate();
  await using stage = await setStage({
    script() {
      started.open();
      return way.opened.then(() => "film");
    },
  });
  stage.runner.start();
  const { id } = await stage.service.submit(await stage.request());
  await started.opened;
  const listeners = stage.news.listenerCount;
  const leaving = new AbortController();
  const { signal } = leaving;
  const events = await stage.service.follow(id, ANNA, { afterSeq: 2, signal });
  const reading = Array.fromAsync(events);
  leaving.abort();
  await reading;
  assertEquals(stage.news.listenerCount, listeners);
  way.open();
  assertEquals((await stage.service.waitUntilEnded(id, ANNA, FOREVER)).state, "succeeded");
});

Deno.test("who waits and leaves hears the reason, and the generation goes on", async () => {
  await using stage = await setStage();
  const { id } = await stage.service.submit(await stage.request());
  const leaving = new AbortController();
  const waiting = stage.service.waitUntilEnded(id, ANNA, leaving.signal);
  leaving.abort(new Error("gone"));
  await assertRejects(() => waiting, Error, "gone");
  assertEquals((await stage.service.view(id, ANNA)).state, "queued");
});

/** Follows a queued generation and has read its only event. */
async function readFirst(stage: Stage, id: string): Promise<AsyncIterator<StoredEvent>> {
  const events = await stage.service.follow(id, ANNA, { afterSeq: 0, signal: FOREVER });
  const iterator = events[Symbol.asyncIterator]();
  assertEquals((await iterator.next()).value?.event.type, "queued");
  return iterator;
}

Deno.test("erasing ends those who follow and those who wait", async () => {
  await using stage = await setStage();
  const { id } = await stage.service.submit(await stage.request());
  const following = (await readFirst(stage, id)).next();
  const waiting = assertRejects(
    () => stage.service.waitUntilEnded(id, ANNA, FOREVER),
    LoungeError,
  );
  await stage.stores.library.requestCancel(id, Date.now());
  await stage.stores.library.erase(id, Date.now());
  stage.news.announce(id);
  assertEquals((await following).done, true);
  assertEquals((await waiting).code, "erased");
});

Deno.test("when the server stops, following ends and waiting fails as restarting", async () => {
  await using stage = await setStage();
  const { id } = await stage.service.submit(await stage.request());
  const following = (await readFirst(stage, id)).next();
  const waiting = assertRejects(
    () => stage.service.waitUntilEnded(id, ANNA, FOREVER),
    LoungeError,
  );
  stage.service.close();
  const [{ done }, { code, charged, retryable }] = [await following, await waiting];
  assertEquals([done, code, charged, retryable], [true, "restarting", "unknown", true]);
  assertEquals((await stage.service.view(id, ANNA)).state, "queued");
});
