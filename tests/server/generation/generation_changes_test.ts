import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { InputError, LoungeError, StorageError } from "../../../server/errors.ts";
import {
  ANNA,
  BEN,
  filesIn,
  FOREVER,
  gate,
  setStage,
  type Stage,
  untilAborted,
} from "./studio_stage.ts";

/** Submits one that fails, because its picture is damaged. */
async function failOne(stage: Stage, changes: { seed?: number } = {}): Promise<string> {
  const id = await stage.finish(changes);
  assertEquals((await stage.service.view(id, ANNA)).state, "failed");
  return id;
}

const NO_TOKEN = { hasToken: false };

const damaged = () => Promise.reject(new InputError("image-unreadable", "The picture is damaged."));

async function codeOf(action: () => Promise<unknown>): Promise<string> {
  return (await assertRejects(action, LoungeError)).code;
}

Deno.test("a waiting generation is canceled at once and costs nothing", async () => {
  await using stage = await setStage();
  const { id } = await stage.service.submit(await stage.request());
  assertEquals((await stage.service.view(id, ANNA)).cancelOutlook, "free");
  const { state, receipt, cancelOutlook } = await stage.service.cancel(id, ANNA);
  assertEquals([state, receipt.charged, cancelOutlook], ["canceled", "no", "too-late"]);
  assertEquals(await stage.service.cancel(id, ANNA), await stage.service.view(id, ANNA));
});

Deno.test("a running generation stops soon after it is canceled, and says what it may cost", async () => {
  const sent = gate();
  await using stage = await setStage({
    async script(_, call) {
      await call.submitting();
      sent.open();
      return await untilAborted(call.signal);
    },
  });
  stage.runner.start();
  const { id } = await stage.service.submit(await stage.request());
  await sent.opened;
  assertEquals((await stage.service.view(id, ANNA)).cancelOutlook, "may-be-charged");
  const asked = await stage.service.cancel(id, ANNA);
  assert(asked.isCancelRequested);
  const { state, receipt } = await stage.service.waitUntilEnded(id, ANNA, FOREVER);
  assertEquals([state, receipt.charged], ["canceled", "unknown"]);
  assert(receipt.reason.includes("may still charge"));
});

Deno.test("a failed generation is tried again with the same picture and a new seed", async () => {
  let isBroken = true;
  await using stage = await setStage({
    script: () => isBroken ? damaged() : Promise.resolve("video"),
  });
  stage.runner.start();
  const id = await failOne(stage);
  isBroken = false;
  const again = await stage.service.retry(id, ANNA, NO_TOKEN);
  assertEquals(again.kind, "created");
  const view = await stage.service.waitUntilEnded(again.id, ANNA, FOREVER);
  assertEquals(view.state, "succeeded");
  assertNotEquals(view.seed, (await stage.service.view(id, ANNA)).seed);
  await stage.runner.stop({ graceMs: 0 });
  assertEquals(filesIn(stage, "pictures"), [`${id}.picture`]);
});

Deno.test("a chosen seed stays when it is tried again, and a second click joins", async () => {
  await using stage = await setStage({ script: damaged });
  stage.runner.start();
  const id = await failOne(stage, { seed: 0 });
  await stage.runner.stop({ graceMs: 0 });
  const again = await stage.service.retry(id, ANNA, NO_TOKEN);
  assertEquals((await stage.service.view(again.id, ANNA)).seed, 0);
  assertEquals(await stage.service.retry(id, ANNA, NO_TOKEN), { id: again.id, kind: "joined" });
});

Deno.test("what has no picture any more, succeeded or still runs cannot be tried again", async () => {
  await using stage = await setStage();
  const { id } = await stage.service.submit(await stage.request());
  assertEquals(await codeOf(() => stage.service.retry(id, ANNA, NO_TOKEN)), "not-retryable");
  await stage.service.cancel(id, ANNA);
  await stage.pictures.remove(id);
  assertEquals(await codeOf(() => stage.service.retry(id, ANNA, NO_TOKEN)), "not-retryable");
  stage.runner.start();
  const made = await stage.finish();
  assertEquals(await codeOf(() => stage.service.retry(made, ANNA, NO_TOKEN)), "not-retryable");
});

Deno.test("only the owner sees a private generation or changes anything", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const id = await stage.finish();
  const { service } = stage;
  const attempts = [
    () => service.view(id, BEN),
    () => service.follow(id, BEN, { afterSeq: 0, signal: FOREVER }),
    () => service.waitUntilEnded(id, BEN, FOREVER),
    () => service.cancel(id, BEN),
    () => service.retry(id, BEN, NO_TOKEN),
    () => service.setPublic(id, BEN, true),
    () => service.erase(id, BEN),
    () => service.view(crypto.randomUUID(), ANNA),
  ];
  for (const attempt of attempts) assertEquals(await codeOf(attempt), "not-found");
});

Deno.test("a signed key opens one generation for reading, not for changing", async () => {
  await using stage = await setStage({ script: damaged });
  stage.runner.start();
  const id = await failOne(stage);
  const viewer = { ...BEN, openedId: id };
  const view = await stage.service.view(id, viewer);
  assertEquals([view.isOwner, view.problem?.code], [false, "image-unreadable"]);
  assertEquals(await codeOf(() => stage.service.erase(id, viewer)), "not-found");
  assertEquals(await codeOf(() => stage.service.cancel(id, viewer)), "not-found");
  const other = await failOne(stage);
  assertEquals(await codeOf(() => stage.service.view(other, viewer)), "not-found");
});

Deno.test("a shared video is open to strangers until it is taken back", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const id = await stage.finish({ batch: "b" });
  assertEquals(await stage.service.listPublic(10), []);
  const { isPublic, isOwner } = await stage.service.setPublic(id, ANNA, true);
  assertEquals([isPublic, isOwner], [true, true]);
  const view = await stage.service.view(id, BEN);
  assertEquals([view.isOwner, view.batch, view.url], [false, undefined, `/videos/${id}.mp4`]);
  assertEquals(await stage.service.listPublic(10), [view]);
  assertEquals(await codeOf(() => stage.service.erase(id, BEN)), "not-found");
  await stage.service.setPublic(id, ANNA, false);
  assertEquals(await codeOf(() => stage.service.view(id, BEN)), "not-found");
});

Deno.test("strangers hear nothing of a shared generation's faults", async () => {
  await using stage = await setStage({ script: damaged });
  stage.runner.start();
  const id = await failOne(stage);
  await stage.service.setPublic(id, ANNA, true);
  assertEquals((await stage.service.view(id, BEN)).problem, undefined);
  assertEquals((await stage.service.view(id, ANNA)).problem?.status, 422);
});

Deno.test("an erased generation leaves no bytes, is gone for its owner and unknown to others", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const id = await stage.finish();
  await stage.service.erase(id, ANNA);
  assertEquals([filesIn(stage, "videos"), filesIn(stage, "pictures")], [[], []]);
  assertEquals(await codeOf(() => stage.service.view(id, ANNA)), "erased");
  assertEquals(await codeOf(() => stage.service.erase(id, ANNA)), "erased");
  assertEquals(await codeOf(() => stage.service.view(id, { ...BEN, openedId: id })), "erased");
  assertEquals(await codeOf(() => stage.service.view(id, BEN)), "not-found");
});

Deno.test("a running generation is stopped before it is erased", async () => {
  const started = gate();
  await using stage = await setStage({
    script(_, { signal }) {
      started.open();
      return untilAborted(signal);
    },
  });
  stage.runner.start();
  const { id } = await stage.service.submit(await stage.request());
  await started.opened;
  await stage.service.erase(id, ANNA);
  assertEquals(filesIn(stage, "pictures"), []);
  assertEquals(await codeOf(() => stage.service.view(id, ANNA)), "erased");
});

Deno.test("one that does not stop in time stays, and the answer says so", async () => {
  await using stage = await setStage({ eraseWaitMs: 1 });
  const { id } = await stage.service.submit(await stage.request());
  const held = await stage.stores.queue.claim({
    owner: "a runner that is out of reach",
    now: Date.now(),
    leaseMs: 60_000,
    maxRunning: 1,
    maxRunningPerVisitor: 1,
  });
  assert(held);
  assertEquals(await codeOf(() => stage.service.erase(id, ANNA)), "still-running");
  assert((await stage.service.view(id, ANNA)).isCancelRequested);
  const claim = { id, owner: held.lease.owner, attempt: held.attempt };
  await stage.stores.queue.settle(claim, { type: "canceled", charged: "no" }, Date.now());
  await stage.service.erase(id, ANNA);
  assertEquals(await codeOf(() => stage.service.view(id, ANNA)), "erased");
});

Deno.test("what could not be deleted is still there and is said", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const id = await stage.finish();
  await blockPicture(stage, id);
  const failure = await assertRejects(() => stage.service.erase(id, ANNA), StorageError);
  assertEquals(failure.code, "storage-failed");
  assertEquals((await stage.service.view(id, ANNA)).state, "succeeded");
});

Deno.test("everything of a visitor is erased at once, running ones too; what stays is told", async () => {
  const started = gate();
  await using stage = await setStage({
    script({ seed }, { signal }) {
      if (seed !== 99) return Promise.resolve("video");
      started.open();
      return untilAborted(signal);
    },
  });
  stage.runner.start();
  await stage.finish({ bytes: "one" });
  const stuck = await stage.finish({ bytes: "two" });
  await blockPicture(stage, stuck);
  await stage.service.submit(await stage.request({ seed: 99 }));
  await started.opened;
  const ben = await stage.finish({ ...BEN });
  assertEquals(await stage.service.eraseAll(ANNA), { erased: 2, kept: [stuck] });
  assertEquals(stage.logged.length, 1);
  assertEquals((await stage.service.list(ANNA, { limit: 9 })).map(({ id }) => id), [stuck]);
  assertEquals((await stage.service.view(ben, BEN)).state, "succeeded");
});

/** A folder that is not empty, in the place of the picture, cannot be deleted as a file. */
async function blockPicture(stage: Stage, id: string): Promise<void> {
  await Deno.mkdir(`${stage.directory}/pictures/${id}.picture/block`, { recursive: true });
}
