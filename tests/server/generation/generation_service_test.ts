import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { InputError, StorageError } from "../../../server/errors.ts";
import { availableModel, ENDPOINT_MODEL, LOCAL_MODEL, modelsOf } from "./sample_models.ts";
import { ANNA, BEN, filesIn, FOREVER, setStage } from "./studio_stage.ts";

Deno.test("an accepted picture is stored before anything runs, and becomes a video", async () => {
  await using stage = await setStage();
  const { service, runner } = stage;
  const request = await stage.request({ seed: 0 });
  const { id, kind } = await service.submit(request);
  assertEquals(kind, "created");
  assertEquals(filesIn(stage, "pictures"), [`${id}.picture`]);
  assertEquals((await service.view(id, ANNA)).state, "queued");
  assertEquals(stage.requests, []);
  runner.start();
  const view = await service.waitUntilEnded(id, ANNA, FOREVER);
  assertEquals([view.state, view.url, view.seed], ["succeeded", `/videos/${id}.mp4`, 0]);
  assertEquals(stage.requests.map(({ seed }) => seed), [0]);
  assertEquals(filesIn(stage, "videos"), [`${id}.mp4`]);
});

Deno.test("without a seed each generation gets its own", async () => {
  await using stage = await setStage();
  const first = await stage.service.submit(await stage.request({ bytes: "one" }));
  const second = await stage.service.submit(await stage.request({ bytes: "two" }));
  const seedOf = async ({ id }: { id: string }) => (await stage.service.view(id, ANNA)).seed;
  assertNotEquals(await seedOf(first), await seedOf(second));
});

Deno.test("another model is chosen by its id, an unknown one is refused", async () => {
  const provider = { id: "scripted", isRepeatable: true, start: () => Promise.reject() };
  const models = modelsOf(
    availableModel(ENDPOINT_MODEL, provider),
    availableModel(LOCAL_MODEL, { ...provider, id: "second" }),
  );
  await using stage = await setStage({ models });
  const { id } = await stage.service.submit(await stage.request({ modelId: LOCAL_MODEL.id }));
  assertEquals((await stage.service.view(id, ANNA)).provider, "second");
  const refused = await stage.request({ modelId: "sora" });
  const refusal = await assertRejects(() => stage.service.submit(refused), InputError);
  assertEquals(refusal.code, "unknown-model");
  assertEquals(filesIn(stage, "pictures").length, 1);
});

Deno.test("a picture that cannot be used is refused, and nothing of it is kept", async () => {
  const lookAtUpload = () => Promise.reject(new InputError("image-unreadable", "Damaged."));
  await using stage = await setStage({ lookAtUpload });
  const request = await stage.request();
  const refusal = await assertRejects(() => stage.service.submit(request), InputError);
  assertEquals(refusal.code, "image-unreadable");
  assertEquals(filesIn(stage, "pictures"), []);
  assertEquals(await stage.service.list(ANNA, { limit: 10 }), []);
});

Deno.test("the same key and request replays the first answer, even after it ended", async () => {
  await using stage = await setStage();
  const submit = async () =>
    await stage.service.submit(await stage.request({ idempotencyKey: "k", seed: 4 }));
  const first = await submit();
  assertEquals(await submit(), { id: first.id, kind: "replayed" });
  stage.runner.start();
  await stage.service.waitUntilEnded(first.id, ANNA, FOREVER);
  assertEquals(await submit(), { id: first.id, kind: "replayed" });
  await stage.runner.stop({ graceMs: 0 });
  assertEquals(filesIn(stage, "pictures"), []);
  assertEquals(filesIn(stage, "videos"), [`${first.id}.mp4`]);
  assertEquals(stage.requests.length, 1);
});

Deno.test("the same key with another picture, seed or model is refused", async () => {
  await using stage = await setStage();
  const key = { idempotencyKey: "k" };
  await stage.service.submit(await stage.request(key));
  const others = [
    { ...key, bytes: "other" },
    { ...key, seed: 0 },
    { ...key, modelId: ENDPOINT_MODEL.id },
  ];
  for (const other of others) {
    const request = await stage.request(other);
    const refusal = await assertRejects(() => stage.service.submit(request), InputError);
    assertEquals(refusal.code, "idempotency-key-reused");
  }
  assertEquals(filesIn(stage, "pictures").length, 1);
});

Deno.test("a key counts within one visitor, and the batch does not count as a setting", async () => {
  await using stage = await setStage();
  const key = { idempotencyKey: "k" };
  const anna = await stage.service.submit(await stage.request({ ...key, batch: "one" }));
  const again = await stage.service.submit(await stage.request({ ...key, batch: "two" }));
  const ben = await stage.service.submit(await stage.request({ ...key, ...BEN }));
  assertEquals([again, ben.kind], [{ id: anna.id, kind: "replayed" }, "created"]);
});

Deno.test("a second click within a minute joins the first, also when both come at once", async () => {
  await using stage = await setStage();
  const requests = await Promise.all([stage.request(), stage.request(), stage.request()]);
  const answers = await Promise.all(requests.map((request) => stage.service.submit(request)));
  const [first] = answers;
  assertEquals(answers.map(({ kind }) => kind).sort(), ["created", "joined", "joined"]);
  assertEquals(new Set(answers.map(({ id }) => id)).size, 1);
  assertEquals(filesIn(stage, "pictures"), [`${first?.id}.picture`]);
});

Deno.test("the same key in two processes at once makes one generation", async () => {
  await using stage = await setStage();
  await using elsewhere = await setStage({ directory: stage.directory });
  const requests = [await stage.request({ idempotencyKey: "k" })];
  requests.push(await stage.request({ idempotencyKey: "k" }));
  const answers = await Promise.all(
    requests.map((request, index) => [stage, elsewhere][index]?.service.submit(request)),
  );
  assertEquals(new Set(answers.map((answer) => answer?.id)).size, 1);
  assertEquals(answers.map((answer) => answer?.kind).sort(), ["created", "replayed"]);
  assertEquals(filesIn(stage, "pictures").length, 1);
});

Deno.test("a second click joins a video that is done already", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const id = await stage.finish();
  assertEquals(await stage.service.submit(await stage.request()), { id, kind: "joined" });
});

Deno.test("nobody joins after a minute, another visitor, another seed or a wish for a new video", async () => {
  let now = Date.now();
  await using stage = await setStage({ now: () => now });
  const submit = async (changes = {}) => {
    const { kind } = await stage.service.submit(await stage.request(changes));
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
  const script = () => Promise.reject(new InputError("image-unreadable", "Damaged."));
  await using stage = await setStage({ script });
  const { id } = await stage.service.submit(await stage.request());
  await stage.service.cancel(id, ANNA);
  const second = await stage.service.submit(await stage.request());
  assertEquals(second.kind, "created");
  stage.runner.start();
  await stage.service.waitUntilEnded(second.id, ANNA, FOREVER);
  assertEquals((await stage.service.submit(await stage.request())).kind, "created");
});

Deno.test("a stored video of the same picture and chosen seed is there at once, for anyone", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const first = await stage.finish({ seed: 7 });
  const { id, kind } = await stage.service.submit(await stage.request({ seed: 7, ...BEN }));
  assertEquals(kind, "cached");
  const view = await stage.service.view(id, BEN);
  assertEquals([view.state, view.isCached, view.receipt.charged], ["succeeded", true, "no"]);
  assert(view.receipt.reason.includes("stored video"));
  assertEquals(filesIn(stage, "videos").sort(), [`${first}.mp4`, `${id}.mp4`].sort());
  assertEquals(stage.requests.length, 1);
  await stage.service.erase(first, ANNA);
  assertEquals((await stage.videos.find(`${id}.mp4`))?.size, 5);
});

Deno.test("a stored video does not stand in for a new seed, nor where a new video is wished", async () => {
  await using stage = await setStage();
  stage.runner.start();
  await stage.finish({ seed: 7 });
  const fresh = await stage.request({ seed: 7, isFresh: true });
  assertEquals((await stage.service.submit(fresh)).kind, "created");
  const other = await stage.request({ seed: 8, ...BEN });
  assertEquals((await stage.service.submit(other)).kind, "created");
});

Deno.test("a video that is gone from the disk is made again", async () => {
  await using stage = await setStage();
  stage.runner.start();
  const first = await stage.finish({ seed: 7 });
  await stage.videos.remove(first);
  const again = await stage.request({ seed: 7, ...BEN });
  assertEquals((await stage.service.submit(again)).kind, "created");
});

Deno.test("over the visitor's limit a picture is refused with a time to come back", async () => {
  await using stage = await setStage({ maxQueuedPerVisitor: 2 });
  for (const bytes of ["one", "two"]) await stage.service.submit(await stage.request({ bytes }));
  const request = await stage.request({ bytes: "three" });
  const refusal = await assertRejects(() => stage.service.submit(request), InputError);
  assertEquals([refusal.code, refusal.retryable, refusal.retryAfterSeconds], [
    "queue-full",
    true,
    30,
  ]);
  assertEquals(filesIn(stage, "pictures").length, 2);
  const ben = await stage.request({ bytes: "three", ...BEN });
  assertEquals((await stage.service.submit(ben)).kind, "created");
});

Deno.test("a used-up quota refuses new videos, but replays answers and finds room again", async () => {
  let now = Date.now();
  await using stage = await setStage({ maxQuotaBytes: 4, now: () => now });
  stage.runner.start();
  const id = await stage.finish({ idempotencyKey: "k", seed: 7 });
  await stage.runner.stop({ graceMs: 0 });
  now += 60_000;
  const submit = async (changes: Parameters<typeof stage.request>[0]) =>
    await stage.service.submit(await stage.request(changes));
  const refusal = await assertRejects(() => submit({ bytes: "other" }), StorageError);
  assertEquals([refusal.code, refusal.retryable], ["storage-quota", true]);
  assertEquals(filesIn(stage, "pictures"), []);
  assertEquals(await submit({ idempotencyKey: "k", seed: 7 }), { id, kind: "replayed" });
  const shared = await submit({ seed: 7, ...BEN });
  assertEquals(shared.kind, "cached");
  await stage.service.erase(shared.id, BEN);
  await stage.service.erase(id, ANNA);
  assertEquals((await submit({ bytes: "other" })).kind, "created");
});

Deno.test("when the picture cannot be kept nothing is accepted", async () => {
  await using stage = await setStage();
  const request = await stage.request();
  await Deno.remove(`${stage.directory}/pictures`, { recursive: true });
  const failure = await assertRejects(() => stage.service.submit(request), StorageError);
  assertEquals(failure.code, "storage-failed");
  assertEquals(await stage.service.list(ANNA, { limit: 10 }), []);
});

Deno.test("a picture whose row may have been stored is left to housekeeping", async () => {
  await using stage = await setStage();
  const elsewhere = await setStage({ directory: stage.directory });
  const request = await stage.request({ isFresh: true });
  await elsewhere.stores.close();
  await assertRejects(() => elsewhere.service.submit(request), StorageError);
  assertEquals(filesIn(stage, "pictures").length, 1);
  assertEquals(await stage.service.list(ANNA, { limit: 10 }), []);
});

Deno.test("the list holds the visitor's own, the newest first, page by page", async () => {
  await using stage = await setStage();
  const ids: string[] = [];
  for (const bytes of ["one", "two", "three"]) {
    ids.unshift((await stage.service.submit(await stage.request({ bytes, batch: "b" }))).id);
  }
  await stage.service.submit(await stage.request(BEN));
  const page = await stage.service.list(ANNA, { limit: 2 });
  assertEquals(page.map(({ id }) => id), ids.slice(0, 2));
  assertEquals(page.map(({ isOwner, batch }) => [isOwner, batch]), [[true, "b"], [true, "b"]]);
  const before = Date.parse(page.at(-1)?.createdAt ?? "");
  const rest = await stage.service.list(ANNA, { limit: 2, before });
  assertEquals(rest.map(({ id }) => id), ids.slice(2));
});

Deno.test("a waiting generation knows its place in line, a known model its usual time", async () => {
  await using stage = await setStage();
  const ids: string[] = [];
  for (const bytes of ["one", "two", "three"]) {
    ids.push((await stage.service.submit(await stage.request({ bytes }))).id);
  }
  const views = await Promise.all(ids.map((id) => stage.service.view(id, ANNA)));
  assertEquals(views.map(({ queuePosition }) => queuePosition), [1, 2, 3]);
  assertEquals(views.map(({ usualSeconds }) => usualSeconds), [undefined, undefined, undefined]);
  stage.runner.start();
  await Promise.all(ids.map((id) => stage.service.waitUntilEnded(id, ANNA, FOREVER)));
  await using later = await setStage({ directory: stage.directory });
  const { id } = await later.service.submit(await later.request({ bytes: "four" }));
  assertEquals((await later.service.view(id, ANNA)).usualSeconds, { low: 1, high: 1 });
});
