import { assertEquals, assertRejects } from "@std/assert";
import type { VideoStore } from "../../../server/generation/ports/video_store.ts";
import { type RegisterTest, streamOf } from "./video_store_contract.ts";

const VIDEO = new Uint8Array(1000).fill(3);

/** Publishes a video of `bytes`; returns its id. */
async function publish(store: VideoStore, bytes: number = VIDEO.length): Promise<string> {
  const id = crypto.randomUUID();
  const video = new Uint8Array(bytes).fill(3);
  await (await store.write(id, streamOf(video), { maxBytes: bytes })).publish();
  return id;
}

async function bytesOf(store: VideoStore, id: string): Promise<Uint8Array | undefined> {
  const video = await store.find(`${id}.mp4`);
  return video && new Uint8Array(await new Response(await video.open()).arrayBuffer());
}

async function listed(store: VideoStore): Promise<string[]> {
  return (await Array.fromAsync(store.list())).map(({ id }) => id).sort();
}

/** The promises of `VideoStore` about copying, removing and listing videos. */
export function testVideoNames(test: RegisterTest): void {
  test("shows a copied video under both ids", async ({ store }) => {
    const from = await publish(store);
    const to = crypto.randomUUID();
    assertEquals(await store.copy(from, to), true);
    assertEquals(await bytesOf(store, to), VIDEO);
    assertEquals(await bytesOf(store, from), VIDEO);
    assertEquals(await listed(store), [from, to].sort());
  });

  test("copies no video that is not there", async (tested) => {
    for (const from of [crypto.randomUUID(), "", "../video"]) {
      assertEquals(await tested.store.copy(from, crypto.randomUUID()), false);
    }
    assertEquals(await tested.countFiles(), 0);
  });

  test("copies to no foreign name", async (tested) => {
    const from = await publish(tested.store);
    for (const to of ["", "../escape", crypto.randomUUID().toUpperCase()]) {
      await assertRejects(() => tested.store.copy(from, to), TypeError);
    }
    assertEquals(await tested.countFiles(), 1);
  });

  test("leaves a video that is there already when copying", async ({ store }) => {
    const [from, to] = [await publish(store), await publish(store, 7)];
    assertEquals(await store.copy(from, to), true);
    assertEquals((await bytesOf(store, to))?.length, 7);
  });

  test("removes a video once", async (tested) => {
    const id = await publish(tested.store);
    assertEquals(await tested.store.remove(id), true);
    assertEquals(await tested.store.find(`${id}.mp4`), undefined);
    assertEquals(await tested.countFiles(), 0);
    assertEquals(await tested.store.remove(id), false);
    assertEquals(await tested.store.remove("../video"), false);
  });

  test("removes one name of a copied video and keeps the other", async ({ store }) => {
    const from = await publish(store);
    const to = crypto.randomUUID();
    await store.copy(from, to);
    await store.remove(from);
    assertEquals(await listed(store), [to]);
    assertEquals(await bytesOf(store, to), VIDEO);
  });

  test("lists published videos with their sizes, and nothing else", async ({ store }) => {
    assertEquals(await listed(store), []);
    const sizes = new Map([[await publish(store, 10), 10], [await publish(store, 20), 20]]);
    const draft = await store.write(crypto.randomUUID(), streamOf(VIDEO), { maxBytes: 1000 });
    const videos = await Array.fromAsync(store.list());
    assertEquals(new Map(videos.map(({ id, size }) => [id, size])), sizes);
    await draft.discard();
  });

  test("counts the bytes in use, those of copies once", async ({ store }) => {
    assertEquals(await store.usedBytes(), 0);
    const from = await publish(store, 100);
    const other = await publish(store, 30);
    assertEquals(await store.usedBytes(), 130);
    const to = crypto.randomUUID();
    await store.copy(from, to);
    assertEquals(await store.usedBytes(), 130);
    const draft = await store.write(crypto.randomUUID(), streamOf(VIDEO), { maxBytes: 1000 });
    assertEquals(await store.usedBytes(), 1130);
    await draft.discard();
    await store.remove(from);
    assertEquals(await store.usedBytes(), 130);
    for (const id of [to, other]) await store.remove(id);
    assertEquals(await store.usedBytes(), 0);
  });
}
