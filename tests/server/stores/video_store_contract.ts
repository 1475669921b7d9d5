import { assertEquals, assertRejects } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import type { VideoStore } from "../../../server/generation/ports/video_store.ts";
import { testVideoNames } from "./video_store_names_contract.ts";
import { testPosters } from "./video_store_posters_contract.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A store of its own for one test, disposed of when the test ends. */
export interface TestedStore extends AsyncDisposable {
  readonly store: VideoStore;
  /** How many videos and drafts the store holds in all, hidden ones included. */
  countFiles(): Promise<number>;
}

/** Registers a test of one promise. */
export type RegisterTest = (title: string, run: (tested: TestedStore) => Promise<void>) => void;

/** Big enough to be read in several pieces, and not a multiple of any power of two. */
const VIDEO = Uint8Array.from({ length: 700_001 }, (_, index) => (index * 7 + (index >> 8)) & 255);
const MAX_BYTES = 1_000_000;

/** A video as a provider streams it. */
export function streamOf(...chunks: Bytes[]): ReadableStream<Bytes> {
  return ReadableStream.from(chunks);
}

/** A stream that ends with `error` after some bytes. */
function brokenStream(error: Error): ReadableStream<Bytes> {
  const chunks = [VIDEO.slice(0, 1000)];
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks.pop();
      if (chunk) controller.enqueue(chunk);
      else controller.error(error);
    },
  });
}

async function readAll(stream: ReadableStream<Bytes>): Promise<Bytes> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The promises of `VideoStore`, checked on one implementation. */
export function testVideoStore(name: string, create: () => Promise<TestedStore>): void {
  const test: RegisterTest = (title, run) => {
    Deno.test(`${name} ${title}`, async () => {
      await using tested = await create();
      await run(tested);
    });
  };

  test("keeps a draft invisible until it is published", async ({ store }) => {
    const id = crypto.randomUUID();
    const draft = await store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES });
    assertEquals(draft.size, VIDEO.length);
    assertEquals(await store.find(`${id}.mp4`), undefined);
    await draft.publish();
    const video = await store.find(`${id}.mp4`);
    assertEquals(video?.size, VIDEO.length);
  });

  test("gives back every byte, whole and in ranges", async ({ store }) => {
    const id = crypto.randomUUID();
    const pieces = [VIDEO.slice(0, 10), VIDEO.slice(10, 10), VIDEO.slice(10)];
    await (await store.write(id, streamOf(...pieces), { maxBytes: MAX_BYTES })).publish();
    const video = await store.find(`${id}.mp4`);
    if (!video) throw new Error("The video is not there");
    const end = VIDEO.length - 1;
    assertEquals(await readAll(await video.open()), VIDEO);
    const edges = [[0, 0], [0, 65_535], [1, 600_000], [end, end], [1000, end], [0, end]] as const;
    for (const [start, last] of edges) {
      const bytes = await readAll(await video.open({ start, end: last }));
      assertEquals(bytes, VIDEO.slice(start, last + 1), `bytes ${start} to ${last}`);
    }
  });

  test("dates a video when it is published", async ({ store }) => {
    const id = crypto.randomUUID();
    const before = Math.floor(Date.now() / 1000) * 1000;
    await (await store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES })).publish();
    const modified = (await store.find(`${id}.mp4`))?.modified.getTime() ?? 0;
    assertEquals(modified >= before && modified <= Date.now() + 1000, true, String(modified));
  });

  test("keeps an empty video", async ({ store }) => {
    const id = crypto.randomUUID();
    await (await store.write(id, streamOf(), { maxBytes: MAX_BYTES })).publish();
    const video = await store.find(`${id}.mp4`);
    assertEquals(video?.size, 0);
    assertEquals(video && await readAll(await video.open()), new Uint8Array());
  });

  test("takes a video of exactly the limit", async ({ store }) => {
    const options = { maxBytes: VIDEO.length };
    const draft = await store.write(crypto.randomUUID(), streamOf(VIDEO), options);
    assertEquals(draft.size, VIDEO.length);
    await draft.discard();
  });

  test("refuses a longer video, stops its stream and leaves nothing", async (tested) => {
    let reason: unknown;
    const endless = new ReadableStream<Bytes>({
      pull: (controller) => controller.enqueue(VIDEO.slice()),
      cancel: (why) => void (reason = why ?? "canceled"),
    });
    const error = await assertRejects(
      () => tested.store.write(crypto.randomUUID(), endless, { maxBytes: VIDEO.length * 2 }),
      ProviderError,
    );
    assertEquals(error.code, "bad-output");
    assertEquals(reason === undefined, false, "The stream was not canceled");
    assertEquals(await tested.countFiles(), 0);
  });

  test("passes on what the stream fails with and leaves nothing", async (tested) => {
    const failure = new Error("connection reset");
    const error = await assertRejects(() => {
      return tested.store.write(crypto.randomUUID(), brokenStream(failure), {
        maxBytes: MAX_BYTES,
      });
    });
    assertEquals(error, failure);
    assertEquals(await tested.countFiles(), 0);
  });

  test("forgets a discarded draft, also when told twice", async (tested) => {
    const id = crypto.randomUUID();
    const draft = await tested.store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES });
    await draft.discard();
    await draft.discard();
    assertEquals(await tested.store.find(`${id}.mp4`), undefined);
    assertEquals(await tested.countFiles(), 0);
  });

  test("ignores discard after publish", async (tested) => {
    const id = crypto.randomUUID();
    const draft = await tested.store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES });
    await draft.publish();
    await draft.discard();
    assertEquals((await tested.store.find(`${id}.mp4`))?.size, VIDEO.length);
    assertEquals(await tested.countFiles(), 1);
  });

  test("keeps drafts of one id apart", async ({ store }) => {
    const id = crypto.randomUUID();
    const write = () => store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES });
    const [first, second] = await Promise.all([write(), write()]);
    await first.discard();
    await second.publish();
    assertEquals((await store.find(`${id}.mp4`))?.size, VIDEO.length);
  });

  test("finds videos under their own name only", async ({ store }) => {
    const id = crypto.randomUUID();
    await (await store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES })).publish();
    const names = ["", ".", "..", id, `${id}.MP4`, `${id.toUpperCase()}.mp4`, `${id}.mp4/`];
    const paths = [
      `./${id}.mp4`,
      `../videos/${id}.mp4`,
      `${id}.mp4\0`,
      `${id}.mp4\n`,
      "/etc/passwd",
    ];
    const others = [`${crypto.randomUUID()}.mp4`, "00000000-0000-0000-0000-000000000000.mp4"];
    for (const name of [...names, ...paths, ...others]) {
      assertEquals(await store.find(name), undefined, JSON.stringify(name));
    }
  });

  test("refuses to write under a foreign name", async (tested) => {
    for (const id of ["", "../escape", "video", crypto.randomUUID().toUpperCase()]) {
      const video = streamOf(VIDEO);
      await assertRejects(() => tested.store.write(id, video, { maxBytes: MAX_BYTES }), TypeError);
    }
    assertEquals(await tested.countFiles(), 0);
  });

  test("sweeps neither videos nor drafts in progress", async ({ store }) => {
    const [published, open] = [crypto.randomUUID(), crypto.randomUUID()];
    await (await store.write(published, streamOf(VIDEO), { maxBytes: MAX_BYTES })).publish();
    const draft = await store.write(open, streamOf(VIDEO), { maxBytes: MAX_BYTES });
    await store.sweepDrafts();
    await draft.publish();
    assertEquals((await store.find(`${published}.mp4`))?.size, VIDEO.length);
    assertEquals((await store.find(`${open}.mp4`))?.size, VIDEO.length);
  });

  testVideoNames(test);
  testPosters(test);
}
