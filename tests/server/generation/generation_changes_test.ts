import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { InputError, LoungeError, StorageError } from "../../../server/errors.ts";
import {
  ANNA,
  BEN,
  filesIn,
  FOREVER,
  gate,
  type Harness,
  openHarness,
  untilAborted,
} from "./generation_harness.ts";
import { turnOfTheLoop } from "./runner_harness.ts";

/** Submits one that fails, because its picture is damaged. */
async function failOne(harness: Harness, changes: { seed?: number } = {}): Promise<string> {
  const id = await harness.finish(changes);
  assertEquals((await harness.service.view(id, ANNA)).state, "failed");
  return id;
}

const NO_TOKEN = { hasToken: false };

const damaged = () => Promise.reject(new InputError("image-unreadable"));

async function codeOf(action: () => Promise<unknown>): Promise<string> {
  return (await assertRejects(action, LoungeError)).code;
}

Deno.test("a waiting generation is canceled at once and costs nothing", async () => {
  await using harness = await openHarness();
  const { id } = await harness.service.submit(await harness.request());
  assertEquals((await harness.service.view(id, ANNA)).cancelOutlook, "free");
  const { state, receipt, cancelOutlook } = await harness.service.cancel(id, ANNA);
  assertEquals([state, receipt.charged, cancelOutlook], ["canceled", "no", "too-late"]);
  assertEquals(await harness.service.cancel(id, ANNA), await harness.service.view(id, ANNA));
});

Deno.test("a running generation stops soon after it is canceled, and says what it may cost", async () => {
  const sent = gate();
  await using harness = await openHarness({
    async script(_, call) {
      await call.submitting();
      sent.open();
      return await untilAborted(call.signal);
    },
  });
  harness.runner.start();
  const { id } = await harness.service.submit(await harness.request());
  await sent.opened;
  assertEquals((await harness.service.view(id, ANNA)).cancelOutlook, "may-be-charged");
  const asked = await harness.service.cancel(id, ANNA);
  assert(asked.isCancelRequested);
  const { state, receipt } = await harness.service.waitUntilEnded(id, ANNA, FOREVER);
  assertEquals([state, receipt.charged], ["canceled", "unknown"]);
  assert(receipt.reason.includes("It may have been charged"), receipt.reason);
});

Deno.test("a failed generation is tried again with the same picture and a new seed", async () => {
  let isBroken = true;
  await using harness = await openHarness({
    script: () => isBroken ? damaged() : Promise.resolve("video"),
  });
  harness.runner.start();
  const id = await failOne(harness);
  isBroken = false;
  const again = await harness.service.retry(id, ANNA, NO_TOKEN);
  assertEquals(again.kind, "created");
  const view = await harness.service.waitUntilEnded(again.id, ANNA, FOREVER);
  assertEquals(view.state, "succeeded");
  assertNotEquals(view.seed, (await harness.service.view(id, ANNA)).seed);
  await harness.runner.stop({ graceMs: 0 });
  assertEquals(filesIn(harness, "pictures"), [`${id}.picture`]);
});

Deno.test("a chosen seed stays when it is tried again, and a second click joins", async () => {
  await using harness = await openHarness({ script: damaged });
  harness.runner.start();
  const id = await failOne(harness, { seed: 0 });
  await harness.runner.stop({ graceMs: 0 });
  const again = await harness.service.retry(id, ANNA, NO_TOKEN);
  assertEquals((await harness.service.view(again.id, ANNA)).seed, 0);
  assertEquals(await harness.service.retry(id, ANNA, NO_TOKEN), { id: again.id, kind: "joined" });
});

Deno.test("what has no picture any more, succeeded or still runs cannot be tried again", async () => {
  await using harness = await openHarness();
  const { id } = await harness.service.submit(await harness.request());
  assertEquals(await codeOf(() => harness.service.retry(id, ANNA, NO_TOKEN)), "not-retryable");
  await harness.service.cancel(id, ANNA);
  await harness.pictures.remove(id);
  assertEquals(await codeOf(() => harness.service.retry(id, ANNA, NO_TOKEN)), "not-retryable");
  harness.runner.start();
  const made = await harness.finish();
  assertEquals(await codeOf(() => harness.service.retry(made, ANNA, NO_TOKEN)), "not-retryable");
});

Deno.test("only the owner sees a private generation or changes anything", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const id = await harness.finish();
  const { service } = harness;
  const attempts = [
    () => service.view(id, BEN),
    () => service.follow(id, BEN, { afterSeq: 0, signal: FOREVER }),
    () => service.waitUntilEnded(id, BEN, FOREVER),
    () => service.cancel(id, BEN),
    () => service.retry(id, BEN, NO_TOKEN),
    () => service.setSharing(id, BEN, { isPublic: true, isPromptShared: false }),
    () => service.erase(id, BEN),
    () => service.view(crypto.randomUUID(), ANNA),
  ];
  for (const attempt of attempts) assertEquals(await codeOf(attempt), "not-found");
});

Deno.test("a signed key opens one generation for reading, not for changing", async () => {
  await using harness = await openHarness({ script: damaged });
  harness.runner.start();
  const id = await failOne(harness);
  const viewer = { ...BEN, opened: { id, keyMadeAt: 1 } };
  const view = await harness.service.view(id, viewer);
  assertEquals([view.isOwner, view.problem?.code], [false, "image-unreadable"]);
  assertEquals(await codeOf(() => harness.service.erase(id, viewer)), "not-found");
  assertEquals(await codeOf(() => harness.service.cancel(id, viewer)), "not-found");
  const other = await failOne(harness);
  assertEquals(await codeOf(() => harness.service.view(other, viewer)), "not-found");
});

Deno.test("a shared video is open to strangers until it is taken back", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const id = await harness.finish({ batch: "b" });
  assertEquals(await harness.service.listPublic({ limit: 10, offset: 0 }), []);
  const { isPublic, isOwner } = await harness.service.setSharing(id, ANNA, {
    isPublic: true,
    isPromptShared: false,
  });
  assertEquals([isPublic, isOwner], [true, true]);
  const view = await harness.service.view(id, BEN);
  assertEquals([view.isOwner, view.batch, view.url?.includes(id)], [false, undefined, false]);
  assertEquals(await harness.service.listPublic({ limit: 10, offset: 0 }), [view]);
  assertEquals(await codeOf(() => harness.service.erase(id, BEN)), "not-found");
  await harness.service.setSharing(id, ANNA, { isPublic: false, isPromptShared: false });
  assertEquals(await codeOf(() => harness.service.view(id, BEN)), "not-found");
});

Deno.test("strangers hear nothing of a shared generation's faults", async () => {
  await using harness = await openHarness({ script: damaged });
  harness.runner.start();
  const id = await failOne(harness);
  await harness.service.setSharing(id, ANNA, { isPublic: true, isPromptShared: false });
  assertEquals((await harness.service.view(id, BEN)).problem, undefined);
  assertEquals((await harness.service.view(id, ANNA)).problem?.status, 422);
});

Deno.test("an erased generation leaves no bytes, is gone for its owner and unknown to others", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const id = await harness.finish();
  await harness.service.erase(id, ANNA);
  assertEquals([filesIn(harness, "videos"), filesIn(harness, "pictures")], [[], []]);
  assertEquals(await codeOf(() => harness.service.view(id, ANNA)), "erased");
  assertEquals(await codeOf(() => harness.service.erase(id, ANNA)), "erased");
  assertEquals(
    await codeOf(() => harness.service.view(id, { ...BEN, opened: { id, keyMadeAt: 1 } })),
    "erased",
  );
  assertEquals(await codeOf(() => harness.service.view(id, BEN)), "not-found");
});

Deno.test("a running generation is stopped before it is erased", async () => {
  const started = gate();
  await using harness = await openHarness({
    script(_, { signal }) {
      started.open();
      return untilAborted(signal);
    },
  });
  harness.runner.start();
  const { id } = await harness.service.submit(await harness.request());
  await started.opened;
  await harness.service.erase(id, ANNA);
  assertEquals(filesIn(harness, "pictures"), []);
  assertEquals(await codeOf(() => harness.service.view(id, ANNA)), "erased");
});

Deno.test("one that does not stop in time stays, and the answer says so", async () => {
  await using harness = await openHarness({ eraseWaitMs: 1 });
  const { id } = await harness.service.submit(await harness.request());
  const held = await harness.stores.queue.claim({
    owner: "a runner that is out of reach",
    now: Date.now(),
    leaseMs: 60_000,
    maxRunning: 1,
    maxRunningPerVisitor: 1,
  });
  assert(held);
  assertEquals(await codeOf(() => harness.service.erase(id, ANNA)), "still-running");
  assert((await harness.service.view(id, ANNA)).isCancelRequested);
  const claim = { id, owner: held.lease.owner, attempt: held.attempt };
  await harness.stores.queue.settle(claim, { type: "canceled", charged: "no" }, Date.now());
  await harness.service.erase(id, ANNA);
  assertEquals(await codeOf(() => harness.service.view(id, ANNA)), "erased");
});

Deno.test("what could not be deleted is still there and is said", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const id = await harness.finish();
  await blockPicture(harness, id);
  const failure = await assertRejects(() => harness.service.erase(id, ANNA), StorageError);
  assertEquals(failure.code, "storage-failed");
  assertEquals((await harness.service.view(id, ANNA)).state, "succeeded");
});

Deno.test("everything of a visitor is erased at once, running ones too; what stays is told", async () => {
  const started = gate();
  await using harness = await openHarness({
    script({ seed }, { signal }) {
      if (seed !== 99) return Promise.resolve("video");
      started.open();
      return untilAborted(signal);
    },
  });
  harness.runner.start();
  await harness.finish({ bytes: "one" });
  const stuck = await harness.finish({ bytes: "two" });
  await blockPicture(harness, stuck);
  await harness.service.submit(await harness.request({ seed: 99 }));
  await started.opened;
  const ben = await harness.finish({ ...BEN });
  assertEquals(await harness.service.eraseAll(ANNA), { erased: 2, kept: [stuck] });
  assertEquals(harness.logged.length, 1);
  assertEquals((await harness.service.list(ANNA, { limit: 9 })).map(({ id }) => id), [stuck]);
  assertEquals((await harness.service.view(ben, BEN)).state, "succeeded");
});

/**
 * A folder that is not empty, in the place of the picture, cannot be deleted as a file. The run takes
 * the picture away only after it has told of its success.
 */
async function blockPicture(harness: Harness, id: string): Promise<void> {
  while (await harness.pictures.has(id)) await turnOfTheLoop();
  await Deno.mkdir(`${harness.directory}/pictures/${id}.picture/block`, { recursive: true });
}
