import { assertEquals } from "@std/assert";
import type { VideoDraft, VideoStore } from "../../../server/generation/ports/video_store.ts";
import { type RegisterTest, streamOf } from "./video_store_contract.ts";

const VIDEO = new Uint8Array(1000).fill(3);
const POSTER = new Uint8Array(200).fill(5);

async function draftOf(store: VideoStore, id: string): Promise<VideoDraft> {
  return await store.write(id, streamOf(VIDEO), { maxBytes: VIDEO.length });
}

/** Publishes a video with a poster; returns its id. */
async function publish(store: VideoStore, poster: Uint8Array = POSTER): Promise<string> {
  const id = crypto.randomUUID();
  const draft = await draftOf(store, id);
  await draft.addPoster(poster);
  await draft.publish();
  return id;
}

async function posterOf(store: VideoStore, id: string): Promise<Uint8Array | undefined> {
  const poster = await store.find(`${id}.jpg`);
  return poster && new Uint8Array(await new Response(await poster.open()).arrayBuffer());
}

/** The promises of `VideoStore` about posters. */
export function testPosters(test: RegisterTest): void {
  test("shows a poster with its video, not before", async ({ store }) => {
    const id = crypto.randomUUID();
    const draft = await draftOf(store, id);
    await draft.addPoster(POSTER);
    assertEquals(await posterOf(store, id), undefined);
    await draft.publish();
    assertEquals(await posterOf(store, id), POSTER);
    const part = await (await store.find(`${id}.jpg`))?.open({ start: 10, end: 19 });
    assertEquals((await new Response(part).arrayBuffer()).byteLength, 10);
  });

  test("has no poster where none was added", async ({ store }) => {
    const id = crypto.randomUUID();
    await (await draftOf(store, id)).publish();
    assertEquals(await posterOf(store, id), undefined);
  });

  test("keeps the last of several posters", async ({ store }) => {
    const id = crypto.randomUUID();
    const draft = await draftOf(store, id);
    await draft.addPoster(VIDEO);
    await draft.addPoster(POSTER);
    await draft.publish();
    assertEquals(await posterOf(store, id), POSTER);
  });

  test("forgets the poster of a discarded draft", async (tested) => {
    const draft = await draftOf(tested.store, crypto.randomUUID());
    await draft.addPoster(POSTER);
    await draft.discard();
    assertEquals(await tested.countFiles(), 0);
  });

  test("copies and removes a poster with its video", async (tested) => {
    const { store } = tested;
    const from = await publish(store);
    const to = crypto.randomUUID();
    await store.copy(from, to);
    assertEquals(await posterOf(store, to), POSTER);
    await store.remove(from);
    assertEquals([await posterOf(store, from), await posterOf(store, to)], [undefined, POSTER]);
    await store.remove(to);
    assertEquals(await tested.countFiles(), 0);
  });

  test("lists videos, not their posters", async ({ store }) => {
    const id = await publish(store);
    const listed = await Array.fromAsync(store.list());
    assertEquals(listed.map((video) => [video.id, video.size]), [[id, VIDEO.length]]);
  });

  test("counts posters and those of drafts, what copies share once", async ({ store }) => {
    const id = await publish(store);
    await store.copy(id, crypto.randomUUID());
    assertEquals(await store.usedBytes(), VIDEO.length + POSTER.length);
    const draft = await draftOf(store, crypto.randomUUID());
    await draft.addPoster(POSTER);
    assertEquals(await store.usedBytes(), 2 * (VIDEO.length + POSTER.length));
    await draft.discard();
  });

  test("sweeps neither a poster of a video nor one of a draft", async ({ store }) => {
    const published = await publish(store);
    const id = crypto.randomUUID();
    const draft = await draftOf(store, id);
    await draft.addPoster(POSTER);
    await store.sweepDrafts();
    await draft.publish();
    for (const each of [published, id]) assertEquals(await posterOf(store, each), POSTER);
  });

  test("finds posters under their own name only", async ({ store }) => {
    const id = await publish(store);
    const names = [`${id}.jpeg`, `${id}.JPG`, `../videos/${id}.jpg`, `${id}.jpg/`, `.${id}.jpg`];
    for (const name of names) assertEquals(await store.find(name), undefined, name);
  });
}
