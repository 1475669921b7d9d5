import { assertEquals } from "@std/assert";
import { StorageError } from "../../../server/errors.ts";
import type { UnfinishedVideo } from "../../../server/generation/ports/history_store.ts";
import { StorageRoom, type StorageRoomOptions } from "../../../server/generation/storage_room.ts";

/** A room of 100 bytes on the disk, of which ten stay free, for videos of ten. */
function roomWith(
  { unfinished = [], logged = [], ...changes }: Partial<StorageRoomOptions> & {
    unfinished?: readonly UnfinishedVideo[];
    logged?: string[];
  } = {},
) {
  const log = {
    info: (sentence: string) => void logged.push(sentence),
    error: (sentence: string) => void logged.push(sentence),
  };
  return new StorageRoom({
    ...{ quotaBytes: 0, minFreeBytes: 10, assumedBytes: 10, log, now: () => 0 },
    files: { usedBytes: () => Promise.resolve(0), freeBytes: () => Promise.resolve(100) },
    history: {
      recentSizes: () => Promise.resolve([]),
      unfinished: () => Promise.resolve([...unfinished]),
    },
    ...changes,
  });
}

function several(count: number, isBegun: boolean): UnfinishedVideo[] {
  return Array.from({ length: count }, () => ({ modelId: "a", isBegun }));
}

Deno.test("what runs and waits leaves room for as many more as fit, beside what stays free", async () => {
  assertEquals(await roomWith({ unfinished: several(8, true) }).lackFor("a"), undefined);
  assertEquals(
    (await roomWith({ unfinished: several(9, false) }).lackFor("a"))?.code,
    "storage-full",
  );
});

Deno.test("a video that is about to be sent has room beside those that were sent", async () => {
  const unfinished = [...several(8, true), ...several(50, false)];
  assertEquals(await roomWith({ unfinished }).lackForBeginning("a"), undefined);
  const more = [...unfinished, ...several(1, true)];
  assertEquals((await roomWith({ unfinished: more }).lackForBeginning("a"))?.code, "storage-full");
});

Deno.test("a model's own videos tell how large its next one is", async () => {
  const sizes: Record<string, number[]> = { a: [60, 95, 61], b: [2, 2, 2], c: [1000, 1000] };
  const history = {
    recentSizes: (id: string) => Promise.resolve(sizes[id] ?? []),
    unfinished: () => Promise.resolve([]),
  };
  const lacks = await roomWith({ history }).lacks(["a", "b", "c"]);
  assertEquals([...lacks.keys()], ["a"], "two videos of c say nothing yet");
});

Deno.test("what was published since the last look at the folder counts against the quota", async () => {
  const room = roomWith({ quotaBytes: 25 });
  assertEquals(await room.lackFor("a"), undefined);
  room.noteStored(16);
  assertEquals((await room.lackFor("a"))?.code, "storage-quota");
});

Deno.test("a folder that cannot be measured has no room", async () => {
  const freeBytes = () => Promise.reject(new StorageError("storage-failed"));
  const room = roomWith({ files: { usedBytes: () => Promise.resolve(0), freeBytes } });
  assertEquals((await room.lackFor("a"))?.code, "storage-failed");
});

Deno.test("the log tells once that the room ran out, and once that there is some again", async () => {
  const logged: string[] = [];
  let free = 0;
  const files = { usedBytes: () => Promise.resolve(0), freeBytes: () => Promise.resolve(free) };
  const room = roomWith({ logged, files });
  for (const bytes of [0, 0, 100, 100]) {
    free = bytes;
    await room.lackFor("a");
  }
  assertEquals(logged, ["no room for videos", "there is room for videos again"]);
});
