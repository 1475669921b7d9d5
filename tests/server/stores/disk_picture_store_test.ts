import { assertEquals, assertRejects } from "@std/assert";
import { DiskPictureStore } from "../../../server/stores/disk_picture_store.ts";
import { MemoryPictureStore } from "../../fakes/memory_picture_store.ts";
import { ID, OTHER, testPictureStore, upload } from "./picture_store_contract.ts";

async function setUp() {
  const directory = await Deno.makeTempDir({ prefix: "pictures-" });
  const uploads = `${directory}/uploads`;
  await Deno.mkdir(uploads);
  return {
    directory,
    uploads,
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

async function createDiskStore() {
  const folders = await setUp();
  const store = new DiskPictureStore({ directory: `${folders.directory}/pictures` });
  await store.open();
  return { ...folders, store };
}

testPictureStore("DiskPictureStore", createDiskStore);
testPictureStore("MemoryPictureStore", async () => ({
  ...await setUp(),
  store: new MemoryPictureStore(),
}));

Deno.test("DiskPictureStore lists nothing else of its folder", async () => {
  await using tested = await createDiskStore();
  const { store, directory } = tested;
  await store.keep(ID, await upload(tested));
  await Deno.writeTextFile(`${directory}/pictures/notes.picture`, "not ours");
  await Deno.mkdir(`${directory}/pictures/${OTHER}.picture`);
  const pictures = await Array.fromAsync(store.list());
  assertEquals(pictures.map(({ id }) => id), [ID]);
});

Deno.test("DiskPictureStore takes the server's own ids only", async () => {
  const store = new DiskPictureStore({ directory: "pictures" });
  for (const id of ["", "../secret", ID.toUpperCase(), `${ID}/..`]) {
    await assertRejects(() => store.read(id), TypeError);
    await assertRejects(() => store.keep(id, "upload"), TypeError);
  }
});
