import { assert, assertEquals, assertRejects } from "@std/assert";
import { StorageError } from "../../../server/errors.ts";
import { copyVideo } from "../../../server/stores/disk_video_names.ts";
import { DiskVideoStore } from "../../../server/stores/disk_video_store.ts";
import { toStorageError } from "../../../server/storage_failure.ts";
import { streamOf, type TestedStore, testVideoStore } from "./video_store_contract.ts";

const VIDEO = new Uint8Array(300_000).fill(7);
const MAX_BYTES = VIDEO.length;

interface TestedFolder extends TestedStore {
  readonly directory: string;
  names(): Promise<string[]>;
}

async function createStore(): Promise<TestedFolder> {
  const parent = await Deno.makeTempDir();
  const directory = `${parent}/videos`;
  const names = async () => {
    return (await Array.fromAsync(Deno.readDir(directory))).map((entry) => entry.name).sort();
  };
  return {
    directory,
    store: new DiskVideoStore({ directory }),
    names,
    countFiles: async () => (await names().catch(() => [])).length,
    [Symbol.asyncDispose]: () => Deno.remove(parent, { recursive: true }),
  };
}

testVideoStore("DiskVideoStore", createStore);

Deno.test("DiskVideoStore publishes a plain file and nothing else", async () => {
  await using tested = await createStore();
  const id = crypto.randomUUID();
  await (await tested.store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES })).publish();
  assertEquals(await tested.names(), [`${id}.mp4`]);
  assertEquals(await Deno.readFile(`${tested.directory}/${id}.mp4`), VIDEO);
});

Deno.test("DiskVideoStore drafts are real files with hidden names", async () => {
  await using tested = await createStore();
  const id = crypto.randomUUID();
  const draft = await tested.store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES });
  assertEquals(await Deno.readFile(draft.path), VIDEO);
  assertEquals((await tested.names()).every((name) => name.startsWith(`.${id}.`)), true);
  const name = draft.path.slice(tested.directory.length + 1);
  assertEquals(await tested.store.find(name), undefined);
  await draft.discard();
});

Deno.test("DiskVideoStore never follows a link out of its folder", async () => {
  await using tested = await createStore();
  const outside = await Deno.makeTempFile();
  const id = crypto.randomUUID();
  await Deno.mkdir(`${tested.directory}/${crypto.randomUUID()}.mp4`, { recursive: true });
  await Deno.symlink(outside, `${tested.directory}/${id}.mp4`);
  assertEquals(await tested.store.find(`${id}.mp4`), undefined);
  const [folder = ""] = (await tested.names()).filter((name) => name !== `${id}.mp4`);
  assertEquals(await tested.store.find(folder), undefined);
  await Deno.remove(outside);
});

Deno.test("DiskVideoStore sweeps what a killed process left and spares a living one's", async () => {
  await using tested = await createStore();
  const killed = await startWriter(tested.directory);
  killed.process.kill("SIGKILL");
  await killed.process.status;
  const living = await startWriter(tested.directory);
  const orphan = `.${crypto.randomUUID()}.${crypto.randomUUID()}.part`;
  await Deno.writeFile(`${tested.directory}/${orphan}`, VIDEO);
  assertEquals((await tested.names()).length, 5);
  await tested.store.sweepDrafts();
  const left = await tested.names();
  assertEquals(left, [living.draft, `${living.draft}.lock`]);
  living.process.kill("SIGKILL");
  await living.process.status;
  await tested.store.sweepDrafts();
  assertEquals(await tested.names(), []);
});

Deno.test("DiskVideoStore sweeps a folder that is not there yet", async () => {
  await using tested = await createStore();
  await tested.store.sweepDrafts();
  assertEquals(await tested.countFiles(), 0);
});

Deno.test("DiskVideoStore tells a full disk from a broken one", async () => {
  await using tested = await createStore();
  await Deno.writeTextFile(tested.directory, "a file where the folder should be");
  const error = await assertRejects(
    () => tested.store.write(crypto.randomUUID(), streamOf(VIDEO), { maxBytes: MAX_BYTES }),
    StorageError,
  );
  assertEquals(error.code, "storage-failed");
});

Deno.test({
  name: "DiskVideoStore calls a device without room storage-full",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    using full = await Deno.open("/dev/full", { write: true });
    const fault = await assertRejects(() => full.write(VIDEO));
    assertEquals(toStorageError(fault).code, "storage-full");
    assertEquals(toStorageError(fault).cause, fault);
  },
});

Deno.test({
  name: "DiskVideoStore closes the file of a stream that is canceled or never read",
  sanitizeResources: true,
  fn: async () => {
    await using tested = await createStore();
    const id = crypto.randomUUID();
    await (await tested.store.write(id, streamOf(VIDEO), { maxBytes: MAX_BYTES })).publish();
    const video = await tested.store.find(`${id}.mp4`);
    // Whole, to the end, in one read, in chunks: each has its own way of reading.
    const ends = [{ start: 1, end: MAX_BYTES - 1 }, { start: 0, end: 9 }, {
      start: 0,
      end: 299_000,
    }];
    for (const range of [undefined, ...ends]) {
      const unread = await video?.open(range);
      await unread?.cancel();
      const reader = (await video?.open(range))?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
  },
});

Deno.test("DiskVideoStore sweeps posters that are left without a video", async () => {
  await using tested = await createStore();
  const [lone, held] = [crypto.randomUUID(), crypto.randomUUID()];
  const draft = await tested.store.write(held, streamOf(VIDEO), { maxBytes: MAX_BYTES });
  for (const id of [lone, held]) {
    await Deno.writeTextFile(`${tested.directory}/${id}.jpg`, "poster");
  }
  await tested.store.sweepDrafts();
  assertEquals((await tested.names()).filter((name) => name.endsWith(".jpg")), [`${held}.jpg`]);
  await draft.discard();
  await tested.store.sweepDrafts();
  assertEquals(await tested.names(), []);
});

Deno.test("DiskVideoStore sweeps what lies beside the draft of a dead process", async () => {
  await using tested = await createStore();
  await Deno.mkdir(tested.directory);
  const orphan = `.${crypto.randomUUID()}.${crypto.randomUUID()}.part`;
  for (const ending of ["", ".jpg", ".new", ".lock"]) {
    await Deno.writeFile(`${tested.directory}/${orphan}${ending}`, VIDEO);
  }
  await tested.store.sweepDrafts();
  assertEquals(await tested.names(), []);
});

Deno.test("DiskVideoStore dates a copy when it is made and leaves the video's own date", async () => {
  await using tested = await createStore();
  const [from, to] = [crypto.randomUUID(), crypto.randomUUID()];
  await (await tested.store.write(from, streamOf(VIDEO), { maxBytes: MAX_BYTES })).publish();
  const longAgo = new Date("2001-02-03T04:05:06Z");
  await Deno.utime(`${tested.directory}/${from}.mp4`, longAgo, longAgo);
  const before = Math.floor(Date.now() / 1000) * 1000;
  await tested.store.copy(from, to);
  const copy = (await Array.fromAsync(tested.store.list())).find(({ id }) => id === to);
  assertEquals((copy?.modified.getTime() ?? 0) >= before, true, String(copy?.modified));
  assertEquals((await tested.store.find(`${from}.mp4`))?.modified, longAgo);
});

Deno.test("DiskVideoStore copies the bytes where the disk knows no links", async () => {
  await using tested = await createStore();
  const [fromId, toId] = [crypto.randomUUID(), crypto.randomUUID()];
  await (await tested.store.write(fromId, streamOf(VIDEO), { maxBytes: MAX_BYTES })).publish();
  const link = () => Promise.reject(new Deno.errors.NotSupported("no links here"));
  assertEquals(await copyVideo(tested.directory, { fromId, toId, link }), true);
  assertEquals(await tested.names(), [`${fromId}.mp4`, `${toId}.mp4`].sort());
  assertEquals(await Deno.readFile(`${tested.directory}/${toId}.mp4`), VIDEO);
  assertEquals(await tested.store.usedBytes(), 2 * VIDEO.length);
});

/** Another process that holds an unpublished draft in the folder. */
async function startWriter(directory: string) {
  const module = import.meta.resolve("../../../server/stores/disk_video_store.ts");
  const code = `
    import { DiskVideoStore } from ${JSON.stringify(module)};
    const store = new DiskVideoStore({ directory: ${JSON.stringify(directory)} });
    const video = ReadableStream.from([new Uint8Array(10)]);
    const draft = await store.write(crypto.randomUUID(), video, { maxBytes: 10 });
    console.log(draft.path);
    setInterval(() => {}, 1000);`;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", code],
    stdout: "piped",
  }).spawn();
  const reader = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  await reader.cancel();
  return { process, draft: value.trim().slice(directory.length + 1) };
}

Deno.test("DiskVideoStore knows the room of its disk, and of none that is not there", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const free = await new DiskVideoStore({ directory }).freeBytes();
    assert(Number.isSafeInteger(free) && free > 0);
    const gone = new DiskVideoStore({ directory: `${directory}/gone` });
    await assertRejects(() => gone.freeBytes(), StorageError);
  } finally {
    await Deno.remove(directory);
  }
});
