import { assertEquals } from "@std/assert";
import type { PictureFacts, Recipe } from "../../../../server/generation/generation.ts";
import type { RegisterTest } from "../generation_store_contract.ts";
import { add, addFinished, claim, FAILED, NOON, SUCCEEDED, tokenOf, VIDEO } from "./samples.ts";

export function testFinding(test: RegisterTest): void {
  test("answers nothing for an id that was never there", async ({ store }) => {
    const id = crypto.randomUUID();
    assertEquals(await store.library.find(id), undefined);
    assertEquals(await store.library.find("'; --"), undefined);
    assertEquals(await store.library.findTombstone(id), undefined);
    assertEquals(await store.library.eventsOf(id, 0), []);
    assertEquals(await store.library.queueOrder(), []);
    assertEquals(await store.library.requestCancel(id, NOON), undefined);
    assertEquals(await store.library.erase(id, NOON), false);
    await store.library.setSharing(id, { isPublic: true, isPromptShared: false }, NOON);
  });

  test("lists a visitor's generations in pages, the newest first", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const added: string[] = [];
    for (let index = 0; index < 5; index++) added.unshift((await add(store, { visitorId })).id);
    await add(store);
    const listed: string[] = [];
    let page = await store.library.listOf(visitorId, { limit: 2 });
    for (let last = page.at(-1); last; last = page.at(-1)) {
      listed.push(...page.map(({ id }) => id));
      page = await store.library.listOf(visitorId, { limit: 2, before: last.createdAt });
    }
    assertEquals(listed, added);
  });

  test("lists a visitor's videos of one picture, the newest first", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const picture = { sha256: "ef".repeat(32), bytes: 10 };
    const other = { sha256: "ee".repeat(32), bytes: 10 };
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) {
      ids.unshift(
        await addFinished(store, { visitorId, picture, createdAt: NOON + index * 60_000 }),
      );
    }
    await addFinished(store, { visitorId, picture: other });
    await addFinished(store, { picture });
    await add(store, { visitorId, picture, createdAt: NOON + 400_000 });
    const list = async (limit: number) => {
      return (await store.library.listOfPicture({ visitorId, picture, limit })).map(({ id }) => id);
    };
    assertEquals(await list(10), ids);
    assertEquals(await list(2), ids.slice(0, 2));
  });

  test("lists one batch of one visitor, in the order of its making", async ({ store }) => {
    const [visitorId, batch] = ["anna", "b"];
    const add3 = [0, 1, 2].map((index) => ({ visitorId, batch, createdAt: NOON + index }));
    const ids: string[] = [];
    for (const facts of add3) ids.push((await add(store, facts)).id);
    await add(store, { visitorId, createdAt: NOON + 3 });
    await add(store, { visitorId, batch: "other", createdAt: NOON + 4 });
    await add(store, { visitorId: "ben", batch, createdAt: NOON + 5 });
    const listed = await store.library.listOfBatch(visitorId, batch);
    assertEquals(listed.map(({ id }) => id), ids);
    assertEquals(await store.library.listOfBatch(visitorId, ""), []);
  });

  test("marks what changes, of those that are there", async ({ store }) => {
    // More than one statement names.
    const ids: string[] = [];
    for (let index = 0; index < 23; index++) ids.push((await add(store)).id);
    const [id = "", other = ""] = ids;
    const before = await store.library.marksOf([...ids, "gone"]);
    assertEquals([...before.keys()].sort(), ids.toSorted());
    assertEquals(before.get(id), { lastSeq: 1, isPublic: false, isQueued: true });
    await store.library.setSharing(other, { isPublic: true, isPromptShared: false }, NOON);
    await store.library.requestCancel(id, NOON);
    const after = await store.library.marksOf([id, other]);
    assertEquals(after.get(id), { lastSeq: 2, isPublic: false, isQueued: false });
    assertEquals(after.get(other), { lastSeq: 1, isPublic: true, isQueued: true });
    assertEquals(await store.library.marksOf([]), new Map());
  });

  test("lists shared videos only, the newest first", async ({ store }) => {
    const ids: string[] = [];
    for (let index = 0; index < 4; index++) {
      ids.push(await addFinished(store, { createdAt: NOON + index }));
    }
    const [first = "", second = "", third = ""] = ids;
    const queued = await add(store);
    for (const id of [first, second, third, queued.id]) {
      await store.library.setSharing(id, { isPublic: true, isPromptShared: false }, NOON);
    }
    await store.library.setSharing(second, { isPublic: false, isPromptShared: false }, NOON);
    const listed = await store.library.listPublic({ limit: 10, offset: 0 });
    assertEquals(listed.map(({ id }) => id), [third, first]);
    assertEquals(listed.every(({ isPublic }) => isPublic), true);
    for (const [offset, id] of [third, first].entries()) {
      const page = await store.library.listPublic({ limit: 1, offset });
      assertEquals(page.map((one) => one.id), [id]);
    }
    assertEquals(await store.library.countPublic(), 2);
    assertEquals((await store.library.find(second))?.isPublic, false);
  });

  test("gives a file another name when sharing ends, and only then", async ({ store }) => {
    const id = await addFinished(store);
    const nameNow = async () => (await store.library.find(id))?.fileName ?? "";
    const first = await nameNow();
    assertEquals(await store.library.findByFileName(first), id);
    await store.library.setSharing(id, { isPublic: false, isPromptShared: false }, NOON);
    await store.library.setSharing(id, { isPublic: true, isPromptShared: true }, NOON + 1);
    assertEquals(await nameNow(), first);
    await store.library.setSharing(id, { isPublic: false, isPromptShared: false }, NOON + 2);
    assertEquals(await store.library.findByFileName(first), undefined);
    assertEquals(await store.library.findByFileName(await nameNow()), id);
    const { unsharedAt, isPublic, isPromptShared } = await store.library.find(id) ?? {};
    assertEquals([unsharedAt, isPublic, isPromptShared], [NOON + 2, false, false]);
  });

  test("finds the newest video of the same picture and whole recipe", async ({ store }) => {
    const recipe = { modelId: "m", seed: 5, isSeedExplicit: false, settings: { a: 1, b: "x" } };
    const picture = { sha256: "ab".repeat(32), bytes: 10 };
    const visitorId = crypto.randomUUID();
    const find = async (
      recipe: Recipe,
      changes: { visitorId?: string; picture?: PictureFacts } = {},
    ) => (await store.admissions.findSameVideo({ visitorId, picture, recipe, ...changes }))?.id;
    await addFinished(store, { visitorId, picture, recipe });
    const newest = await addFinished(store, {
      visitorId,
      picture,
      recipe,
      createdAt: NOON + 60_000,
    });
    await add(store, { visitorId, picture, recipe, createdAt: NOON + 90_000 });
    const asked = { ...recipe, isSeedExplicit: true };
    assertEquals(await find(asked), newest);
    const reordered = { ...asked, settings: { b: "x", a: 1 } };
    assertEquals(await find(reordered), newest);
    const others: Recipe[] = [
      { ...asked, seed: 6 },
      { ...asked, modelId: "n" },
      { ...asked, settings: { a: 2, b: "x" } },
      { ...asked, settings: { a: "1", b: "x" } },
      { ...asked, settings: {} },
      { ...asked, prompt: "Rain" },
      { ...asked, shape: "portrait" },
      { ...asked, crop: { x: 0, y: 0, zoom: 1 } },
    ];
    for (const other of others) {
      assertEquals(await find(other), undefined);
    }
    const otherPicture = { sha256: "cd".repeat(32), bytes: 10 };
    assertEquals(await find(asked, { picture: otherPicture }), undefined);
    assertEquals(await find(asked, { visitorId: "stranger" }), undefined);
  });

  test("finds a visitor's same request of late that goes on or succeeded", async ({ store }) => {
    const visitorId = crypto.randomUUID();
    const { id, picture, recipe } = await add(store, { visitorId });
    const request = { visitorId, picture, recipe };
    const find = async (changes: Partial<typeof request> = {}, since = NOON) => {
      return (await store.admissions.findSameRequest({ ...request, ...changes }, since))?.id;
    };
    assertEquals(await find(), id);
    assertEquals(await find({}, NOON + 1), undefined);
    assertEquals(await find({ visitorId: crypto.randomUUID() }), undefined);
    assertEquals(await find({ picture: { ...picture, sha256: "0".repeat(64) } }), undefined);
    assertEquals(await find({ recipe: { ...recipe, seed: 8 } }), undefined);
    assertEquals(await find({ recipe: { ...recipe, isSeedExplicit: false } }), undefined);
    const token = tokenOf(await claim(store));
    assertEquals(await find(), id);
    await store.queue.noteSaving(token, NOON);
    await store.queue.settle(token, SUCCEEDED, NOON);
    assertEquals(await find(), id);
  });

  test("takes requests with seeds that nobody chose for the same", async ({ store }) => {
    const chosenByChance = (seed: number) => ({
      modelId: "m",
      seed,
      isSeedExplicit: false,
      settings: {},
    });
    const { id, visitorId, picture } = await add(store, { recipe: chosenByChance(1) });
    const found = await store.admissions.findSameRequest(
      { visitorId, picture, recipe: chosenByChance(2) },
      NOON,
    );
    assertEquals(found?.id, id);
  });

  test("joins nothing that failed or that its visitor wants stopped", async ({ store }) => {
    const queued = await add(store);
    await store.library.requestCancel(queued.id, NOON);
    assertEquals(await store.admissions.findSameRequest(queued, NOON), undefined);
    const running = await add(store);
    const token = tokenOf(await claim(store));
    await store.library.requestCancel(running.id, NOON);
    assertEquals(await store.admissions.findSameRequest(running, NOON), undefined);
    await store.queue.settle(token, FAILED, NOON);
    assertEquals(await store.admissions.findSameRequest(running, NOON), undefined);
  });

  test("lists the ended generations of an age, the oldest first", async ({ store }) => {
    const later = await addFinished(store, { createdAt: NOON + 20 });
    const sooner = await addFinished(store, { createdAt: NOON + 10 });
    await addFinished(store, { createdAt: NOON + 21 });
    await add(store, { createdAt: NOON });
    const list = async (limit: number) => {
      return (await store.library.listOlder(NOON + 20, limit)).map(({ id }) => id);
    };
    assertEquals(await store.library.countOlder(NOON + 20), 2);
    assertEquals(await list(10), [sooner, later]);
    assertEquals(await list(1), [sooner]);
  });

  test("tells how long a model's latest videos took", async ({ store }) => {
    const recipe = { modelId: "slow", seed: 1, isSeedExplicit: true, settings: {} };
    for (const [index, tookMs] of [9000, 3000, 6000].entries()) {
      await addFinished(store, { recipe, tookMs, createdAt: NOON + index * 60_000 });
    }
    await addFinished(store, { tookMs: 1 });
    await add(store, { recipe, cachedVideo: VIDEO, createdAt: NOON + 300_000 });
    await add(store, { recipe });
    await store.queue.settle(tokenOf(await claim(store)), FAILED, NOON + 400_000);
    assertEquals(await store.history.recentDurations("slow", 2), [6000, 3000]);
    assertEquals(await store.history.recentDurations("slow", 10), [6000, 3000, 9000]);
    assertEquals(await store.history.recentDurations("unknown", 10), []);
  });

  test("counts what is queued, running and kept", async ({ store }) => {
    assertEquals(await store.history.count(), { queued: 0, running: 0, total: 0 });
    await addFinished(store);
    for (let index = 0; index < 5; index++) await add(store);
    await store.queue.noteSaving(tokenOf(await claim(store)), NOON);
    await claim(store);
    assertEquals(await store.history.count(), { queued: 3, running: 2, total: 6 });
  });
}
