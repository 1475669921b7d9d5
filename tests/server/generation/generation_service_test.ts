import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { InputError, StorageError } from "../../../server/errors.ts";
import { availableModel, ENDPOINT_MODEL, LOCAL_MODEL, modelsOf } from "./sample_models.ts";
import { ANNA, BEN, filesIn, FOREVER, gate, openHarness } from "./generation_harness.ts";

Deno.test("an accepted picture is stored before anything runs, and becomes a video", async () => {
  await using harness = await openHarness();
  const { service, runner } = harness;
  const request = await harness.request({ seed: 0 });
  const { id, kind } = await service.submit(request);
  assertEquals(kind, "created");
  assertEquals(filesIn(harness, "pictures"), [`${id}.picture`]);
  assertEquals((await service.view(id, ANNA)).state, "queued");
  assertEquals(harness.requests, []);
  runner.start();
  const view = await service.waitUntilEnded(id, ANNA, FOREVER);
  assertEquals([view.state, view.url?.endsWith(".mp4"), view.seed], ["succeeded", true, 0]);
  assertEquals(harness.requests.map(({ seed }) => seed), [0]);
  assertEquals(filesIn(harness, "videos"), [`${id}.mp4`]);
});

Deno.test("without a seed each generation gets its own", async () => {
  await using harness = await openHarness();
  const first = await harness.service.submit(await harness.request({ bytes: "one" }));
  const second = await harness.service.submit(await harness.request({ bytes: "two" }));
  const seedOf = async ({ id }: { id: string }) => (await harness.service.view(id, ANNA)).seed;
  assertNotEquals(await seedOf(first), await seedOf(second));
});

Deno.test("another model is chosen by its id, an unknown one is refused", async () => {
  const provider = { id: "scripted", isRepeatable: true, start: () => Promise.reject() };
  const models = modelsOf(
    availableModel(ENDPOINT_MODEL, provider),
    availableModel(LOCAL_MODEL, { ...provider, id: "second" }),
  );
  await using harness = await openHarness({ models });
  const { id } = await harness.service.submit(await harness.request({ modelId: LOCAL_MODEL.id }));
  assertEquals((await harness.service.view(id, ANNA)).provider, "second");
  const refused = await harness.request({ modelId: "sora" });
  const refusal = await assertRejects(() => harness.service.submit(refused), InputError);
  assertEquals(refusal.code, "unknown-model");
  assertEquals(filesIn(harness, "pictures").length, 1);
});

Deno.test("a picture that cannot be used is refused, and nothing of it is kept", async () => {
  const lookAtUpload = () => Promise.reject(new InputError("image-unreadable"));
  await using harness = await openHarness({ lookAtUpload });
  const request = await harness.request();
  const refusal = await assertRejects(() => harness.service.submit(request), InputError);
  assertEquals(refusal.code, "image-unreadable");
  assertEquals(filesIn(harness, "pictures"), []);
  assertEquals(await harness.service.list(ANNA, { limit: 10 }), []);
});

Deno.test("the same key and request replays the first answer, even after it ended", async () => {
  await using harness = await openHarness();
  const submit = async () =>
    await harness.service.submit(await harness.request({ idempotencyKey: "k", seed: 4 }));
  const first = await submit();
  assertEquals(await submit(), { id: first.id, kind: "replayed" });
  harness.runner.start();
  await harness.service.waitUntilEnded(first.id, ANNA, FOREVER);
  assertEquals(await submit(), { id: first.id, kind: "replayed" });
  await harness.runner.stop({ graceMs: 0 });
  assertEquals(filesIn(harness, "pictures"), []);
  assertEquals(filesIn(harness, "videos"), [`${first.id}.mp4`]);
  assertEquals(harness.requests.length, 1);
});

Deno.test("the same key with another picture, seed or model is refused", async () => {
  await using harness = await openHarness();
  const key = { idempotencyKey: "k" };
  await harness.service.submit(await harness.request(key));
  const others = [
    { ...key, bytes: "other" },
    { ...key, seed: 0 },
    { ...key, modelId: ENDPOINT_MODEL.id },
  ];
  for (const other of others) {
    const request = await harness.request(other);
    const refusal = await assertRejects(() => harness.service.submit(request), InputError);
    assertEquals(refusal.code, "idempotency-key-reused");
  }
  assertEquals(filesIn(harness, "pictures").length, 1);
});

Deno.test("a key counts within one visitor, and the batch does not count as a setting", async () => {
  await using harness = await openHarness();
  const key = { idempotencyKey: "k" };
  const anna = await harness.service.submit(await harness.request({ ...key, batch: "one" }));
  const again = await harness.service.submit(await harness.request({ ...key, batch: "two" }));
  const ben = await harness.service.submit(await harness.request({ ...key, ...BEN }));
  assertEquals([again, ben.kind], [{ id: anna.id, kind: "replayed" }, "created"]);
});

Deno.test("a second click within a minute joins the first, also when both come at once", async () => {
  await using harness = await openHarness();
  const requests = await Promise.all([harness.request(), harness.request(), harness.request()]);
  const answers = await Promise.all(requests.map((request) => harness.service.submit(request)));
  const [first] = answers;
  assertEquals(answers.map(({ kind }) => kind).sort(), ["created", "joined", "joined"]);
  assertEquals(new Set(answers.map(({ id }) => id)).size, 1);
  assertEquals(filesIn(harness, "pictures"), [`${first?.id}.picture`]);
});

Deno.test("the same key in two processes at once makes one generation", async () => {
  await using harness = await openHarness();
  await using elsewhere = await openHarness({ directory: harness.directory });
  const requests = [await harness.request({ idempotencyKey: "k" })];
  requests.push(await harness.request({ idempotencyKey: "k" }));
  const answers = await Promise.all(
    requests.map((request, index) => [harness, elsewhere][index]?.service.submit(request)),
  );
  assertEquals(new Set(answers.map((answer) => answer?.id)).size, 1);
  assertEquals(answers.map((answer) => answer?.kind).sort(), ["created", "replayed"]);
  assertEquals(filesIn(harness, "pictures").length, 1);
});

Deno.test("a second click joins a video that is done already", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const id = await harness.finish();
  assertEquals(await harness.service.submit(await harness.request()), { id, kind: "joined" });
});

Deno.test("nobody joins after a minute, another visitor, another seed or a wish for a new video", async () => {
  let now = Date.now();
  await using harness = await openHarness({ now: () => now });
  const submit = async (changes = {}) => {
    const { kind } = await harness.service.submit(await harness.request(changes));
    return kind;
  };
  assertEquals(await submit(), "created");
  assertEquals(await submit(BEN), "created");
  assertEquals(await submit({ seed: 1 }), "created");
  assertEquals(await submit({ isFresh: true }), "created");
  now += 59_000;
  assertEquals(await submit(), "joined");
  now += 2000;
  assertEquals(await submit(), "created");
});

Deno.test("nobody joins a canceled or failed generation", async () => {
  const script = () => Promise.reject(new InputError("image-unreadable"));
  await using harness = await openHarness({ script });
  const { id } = await harness.service.submit(await harness.request());
  await harness.service.cancel(id, ANNA);
  const second = await harness.service.submit(await harness.request());
  assertEquals(second.kind, "created");
  harness.runner.start();
  await harness.service.waitUntilEnded(second.id, ANNA, FOREVER);
  assertEquals((await harness.service.submit(await harness.request())).kind, "created");
});

Deno.test("a stored video of the same picture and chosen seed is there at once, for nobody else", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const first = await harness.finish({ seed: 7 });
  const { id, kind } = await harness.service.submit(
    await harness.request({ seed: 7, idempotencyKey: "again" }),
  );
  assertEquals(kind, "cached");
  const view = await harness.service.view(id, ANNA);
  assertEquals([view.state, view.isCached, view.receipt.charged], ["succeeded", true, "no"]);
  assert(view.receipt.reason.includes("stored video"));
  assertEquals(filesIn(harness, "videos").sort(), [`${first}.mp4`, `${id}.mp4`].sort());
  assertEquals(harness.requests.length, 1);
  const stranger = await harness.request({ seed: 7, ...BEN });
  assertEquals((await harness.service.submit(stranger)).kind, "created");
  await harness.service.erase(first, ANNA);
  assertEquals((await harness.videos.find(`${id}.mp4`))?.size, 5);
});

Deno.test("a stored video does not stand in for a new seed, nor where a new video is wished", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  await harness.finish({ seed: 7 });
  const fresh = await harness.request({ seed: 7, isFresh: true });
  assertEquals((await harness.service.submit(fresh)).kind, "created");
  const other = await harness.request({ seed: 8 });
  assertEquals((await harness.service.submit(other)).kind, "created");
});

Deno.test("a video that is gone from the disk is made again", async () => {
  await using harness = await openHarness();
  harness.runner.start();
  const first = await harness.finish({ seed: 7 });
  await harness.videos.remove(first);
  const again = await harness.request({ seed: 7, idempotencyKey: "again" });
  assertEquals((await harness.service.submit(again)).kind, "created");
});

Deno.test("over the visitor's limit a picture is refused with a time to come back", async () => {
  await using harness = await openHarness({ maxQueuedPerVisitor: 2 });
  for (const bytes of ["one", "two"]) {
    await harness.service.submit(await harness.request({ bytes }));
  }
  const request = await harness.request({ bytes: "three" });
  const refusal = await assertRejects(() => harness.service.submit(request), InputError);
  assertEquals([refusal.code, refusal.retryable, refusal.retryAfterSeconds], [
    "queue-full",
    true,
    30,
  ]);
  assertEquals(filesIn(harness, "pictures").length, 2);
  const ben = await harness.request({ bytes: "three", ...BEN });
  assertEquals((await harness.service.submit(ben)).kind, "created");
});

Deno.test("the quota counts what runs and waits: what is beyond it is never sent", async () => {
  const done = gate();
  await using harness = await openHarness({
    maxQuotaBytes: 17,
    script: () => done.opened.then(() => "video"),
  });
  harness.runner.start();
  const submit = async (bytes: string) =>
    await harness.service.submit(await harness.request({ bytes }));
  const { id } = await submit("one");
  await submit("two");
  const refusal = await assertRejects(() => submit("three"), StorageError);
  assertEquals([refusal.code, refusal.charged], ["storage-quota", "no"]);
  done.open();
  await harness.service.waitUntilEnded(id, ANNA, FOREVER);
  assertEquals((await assertRejects(() => submit("four"), StorageError)).code, "storage-quota");
  assertEquals(harness.requests.length, 2);
});

Deno.test("a disk without room refuses a video before anything is sent", async () => {
  let free = 12;
  await using harness = await openHarness({ freeBytes: () => Promise.resolve(free) });
  const submit = async (bytes: string) =>
    await harness.service.submit(await harness.request({ bytes }));
  await submit("one");
  const refusal = await assertRejects(() => submit("two"), StorageError);
  assertEquals(
    [refusal.code, refusal.parameters, refusal.charged, refusal.retryable],
    ["storage-full", { kind: "no-room" }, "no", true],
  );
  assertEquals(filesIn(harness, "pictures").length, 1);
  free = 13;
  assertEquals((await submit("two")).kind, "created");
});

Deno.test("a disk that fills up while a video waits ends it before it is sent", async () => {
  let free = 20;
  await using harness = await openHarness({ freeBytes: () => Promise.resolve(free) });
  const { id } = await harness.service.submit(await harness.request());
  free = 4;
  harness.runner.start();
  const { state, problem } = await harness.service.waitUntilEnded(id, ANNA, FOREVER);
  assertEquals([state, problem?.code, problem?.charged, problem?.retryable], [
    "failed",
    "storage-full",
    "no",
    true,
  ]);
  assertEquals(harness.requests, []);
});

Deno.test("a used-up quota refuses new videos, but replays answers and finds room again", async () => {
  let now = Date.now();
  await using harness = await openHarness({ maxQuotaBytes: 14, now: () => now });
  harness.runner.start();
  const id = await harness.finish({ idempotencyKey: "k", seed: 7 });
  await harness.runner.stop({ graceMs: 0 });
  now += 60_000;
  const submit = async (changes: Parameters<typeof harness.request>[0]) =>
    await harness.service.submit(await harness.request(changes));
  const refusal = await assertRejects(() => submit({ bytes: "other" }), StorageError);
  assertEquals([refusal.code, refusal.retryable], ["storage-quota", true]);
  assertEquals(filesIn(harness, "pictures"), []);
  assertEquals(await submit({ idempotencyKey: "k", seed: 7 }), { id, kind: "replayed" });
  const again = await submit({ seed: 7, idempotencyKey: "again" });
  assertEquals(again.kind, "cached");
  await harness.service.erase(again.id, ANNA);
  await harness.service.erase(id, ANNA);
  assertEquals((await submit({ bytes: "other" })).kind, "created");
});

Deno.test("when the picture cannot be kept nothing is accepted", async () => {
  await using harness = await openHarness();
  const request = await harness.request();
  await Deno.remove(`${harness.directory}/pictures`, { recursive: true });
  const failure = await assertRejects(() => harness.service.submit(request), StorageError);
  assertEquals(failure.code, "storage-failed");
  assertEquals(await harness.service.list(ANNA, { limit: 10 }), []);
});

Deno.test("a picture whose row may have been stored is left to housekeeping", async () => {
  await using harness = await openHarness();
  const elsewhere = await openHarness({ directory: harness.directory });
  const request = await harness.request({ isFresh: true });
  await elsewhere.stores.close();
  await assertRejects(() => elsewhere.service.submit(request), StorageError);
  assertEquals(filesIn(harness, "pictures").length, 1);
  assertEquals(await harness.service.list(ANNA, { limit: 10 }), []);
});

Deno.test("the list holds the visitor's own, the newest first, page by page", async () => {
  await using harness = await openHarness();
  const ids: string[] = [];
  for (const bytes of ["one", "two", "three"]) {
    ids.unshift((await harness.service.submit(await harness.request({ bytes, batch: "b" }))).id);
  }
  await harness.service.submit(await harness.request(BEN));
  const page = await harness.service.list(ANNA, { limit: 2 });
  assertEquals(page.map(({ id }) => id), ids.slice(0, 2));
  assertEquals(page.map(({ isOwner, batch }) => [isOwner, batch]), [[true, "b"], [true, "b"]]);
  const before = Date.parse(page.at(-1)?.createdAt ?? "");
  const rest = await harness.service.list(ANNA, { limit: 2, before });
  assertEquals(rest.map(({ id }) => id), ids.slice(2));
});

Deno.test("a waiting generation knows its place in the queue, a known model its usual time", async () => {
  await using harness = await openHarness();
  const ids: string[] = [];
  for (const bytes of ["one", "two", "three"]) {
    ids.push((await harness.service.submit(await harness.request({ bytes }))).id);
  }
  const views = await Promise.all(ids.map((id) => harness.service.view(id, ANNA)));
  assertEquals(views.map(({ queuePosition }) => queuePosition), [1, 2, 3]);
  assertEquals(views.map(({ usualSeconds }) => usualSeconds), [undefined, undefined, undefined]);
  harness.runner.start();
  await Promise.all(ids.map((id) => harness.service.waitUntilEnded(id, ANNA, FOREVER)));
  await using later = await openHarness({ directory: harness.directory });
  const { id } = await later.service.submit(await later.request({ bytes: "four" }));
  assertEquals((await later.service.view(id, ANNA)).usualSeconds, { low: 1, high: 1 });
});
