import { assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../server/errors.ts";
import type { PictureStore } from "../../../server/generation/ports/picture_store.ts";

export const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
export const OTHER = "8c1e3f2b-7a4d-4e5f-9b6a-0c1d2e3f4a5b";

/** An empty store for one test, disposed of when the test ends. */
export interface TestedPictureStore extends AsyncDisposable {
  readonly store: PictureStore;
  /** A folder for uploads, where nothing else is. */
  readonly uploads: string;
}

/** Writes an upload and returns its path. */
export async function upload({ uploads }: TestedPictureStore, text = "picture"): Promise<string> {
  const path = `${uploads}/${crypto.randomUUID()}.upload`;
  await Deno.writeTextFile(path, text);
  return path;
}

async function textOf(store: PictureStore, id: string): Promise<string> {
  return new TextDecoder().decode(await store.read(id));
}

/** The promises of `PictureStore`, checked on one implementation. */
export function testPictureStore(name: string, create: () => Promise<TestedPictureStore>): void {
  const test = (title: string, run: (tested: TestedPictureStore) => Promise<void>) => {
    Deno.test(`${name} ${title}`, async () => {
      await using tested = await create();
      await run(tested);
    });
  };

  test("keeps a picture byte for byte and takes it away from the uploads", async (tested) => {
    const { store, uploads } = tested;
    await store.keep(ID, await upload(tested));
    assertEquals(await textOf(store, ID), "picture");
    assertEquals([...Deno.readDirSync(uploads)], []);
    assertEquals([await store.has(ID), await store.has(OTHER)], [true, false]);
  });

  test("reads bytes that are the reader's own", async (tested) => {
    const { store } = tested;
    await store.keep(ID, await upload(tested));
    (await store.read(ID)).fill(0);
    const { buffer } = await store.read(ID);
    structuredClone(buffer, { transfer: [buffer] });
    assertEquals(await textOf(store, ID), "picture");
  });

  test("keeps a copy when the first is removed; removing twice does no harm", async (tested) => {
    const { store } = tested;
    await store.keep(ID, await upload(tested));
    await store.copy(ID, OTHER);
    await store.remove(ID);
    await store.remove(ID);
    assertEquals(await textOf(store, OTHER), "picture");
    assertEquals(await store.has(ID), false);
  });

  test("lists what is kept, and since when", async (tested) => {
    const { store } = tested;
    const before = Date.now();
    await store.keep(ID, await upload(tested));
    const pictures = await Array.fromAsync(store.list());
    assertEquals(pictures.map(({ id }) => id), [ID]);
    const agesMs = pictures.map(({ modified }) => Math.abs(modified.getTime() - before));
    assertEquals(agesMs.filter((ageMs) => ageMs > 60_000), []);
  });

  test("calls what cannot be kept, copied or read a storage failure", async ({ store, uploads }) => {
    await assertRejects(() => store.keep(ID, `${uploads}/missing.upload`), StorageError);
    await assertRejects(() => store.copy(ID, OTHER), StorageError);
    await assertRejects(() => store.read(ID), StorageError);
  });
}
