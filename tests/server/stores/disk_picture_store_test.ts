import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { StorageError } from "../../../server/errors.ts";
import { DiskPictureStore } from "../../../server/stores/disk_picture_store.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const OTHER = "8c1e3f2b-7a4d-4e5f-9b6a-0c1d2e3f4a5b";

async function withStore(
  use: (store: DiskPictureStore, folder: { directory: string; upload: string }) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "pictures-" });
  const store = new DiskPictureStore({ directory: `${directory}/pictures` });
  const upload = `${directory}/one.upload`;
  await Deno.writeTextFile(upload, "picture");
  try {
    await store.open();
    await use(store, { directory, upload });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("a kept picture has moved from the uploads, byte for byte", async () => {
  await withStore(async (store, { directory, upload }) => {
    await store.keep(ID, upload);
    assertEquals(await Deno.readTextFile(store.path(ID)), "picture");
    assertEquals([...Deno.readDirSync(directory)].map(({ name }) => name), ["pictures"]);
    assertEquals([await store.has(ID), await store.has(OTHER)], [true, false]);
  });
});

Deno.test("a copy stays when the first is removed; removing twice does no harm", async () => {
  await withStore(async (store, { upload }) => {
    await store.keep(ID, upload);
    await store.copy(ID, OTHER);
    await store.remove(ID);
    await store.remove(ID);
    assertEquals(await Deno.readTextFile(store.path(OTHER)), "picture");
    assertEquals(await store.has(ID), false);
  });
});

Deno.test("the list has the pictures and nothing else of the folder", async () => {
  await withStore(async (store, { directory, upload }) => {
    const before = Date.now();
    await store.keep(ID, upload);
    await Deno.writeTextFile(`${directory}/pictures/notes.picture`, "not ours");
    await Deno.mkdir(`${directory}/pictures/${OTHER}.picture`);
    const pictures = await Array.fromAsync(store.list());
    assertEquals(pictures.map(({ id }) => id), [ID]);
    const agesMs = pictures.map(({ modified }) => Math.abs(modified.getTime() - before));
    assertEquals(agesMs.filter((ageMs) => ageMs > 60_000), []);
  });
});

Deno.test("what cannot be kept or copied is a storage failure", async () => {
  await withStore(async (store, { directory }) => {
    await assertRejects(() => store.keep(ID, `${directory}/missing.upload`), StorageError);
    await assertRejects(() => store.copy(ID, OTHER), StorageError);
  });
});

Deno.test("only the server's own ids name pictures", () => {
  const store = new DiskPictureStore({ directory: "pictures" });
  for (const id of ["", "../secret", ID.toUpperCase(), `${ID}/..`]) {
    assertThrows(() => store.path(id), TypeError);
  }
});
