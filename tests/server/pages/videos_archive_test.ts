import { assert, assertEquals, assertMatch } from "@std/assert";
import { crc32 } from "node:zlib";
import { videosArchive } from "../../../server/pages/videos_archive.ts";
import { readZip } from "../../zip_reading.ts";

/** A video of that many blocks, and how far it has been read. */
function videoOf(blocks: number) {
  const block = new Uint8Array(64 * 1024).fill(blocks);
  const reading = { read: 0, isClosed: false, isOpened: false };
  const file = {
    size: blocks * block.length,
    modified: new Date("2026-11-22T12:00:00Z"),
    open() {
      reading.isOpened = true;
      return Promise.resolve(
        new ReadableStream<Uint8Array<ArrayBuffer>>({
          pull(stream) {
            if (reading.read++ < blocks) stream.enqueue(block);
            else stream.close();
          },
          cancel: () => void (reading.isClosed = true),
        }, { highWaterMark: 0 }),
      );
    },
  };
  return { id: crypto.randomUUID(), file, reading };
}

Deno.test("videos are packed as they are, and the archive's length is told before", async () => {
  const videos = [videoOf(3), videoOf(1)];
  const response = videosArchive(videos);
  assertEquals(response.headers.get("content-type"), "application/zip");
  assertMatch(response.headers.get("content-disposition") ?? "", /^attachment; .*\.zip"$/);
  const zip = await response.bytes();
  assertEquals(response.headers.get("content-length"), String(zip.length));
  const entries = readZip(zip);
  assertEquals(entries.map(({ name }) => name), videos.map(({ id }) => `ai-lounge-${id}.mp4`));
  assertEquals(entries.map(({ bytes }) => bytes.length), videos.map(({ file }) => file.size));
  for (const { method, bytes, crc32: sum } of entries) {
    assertEquals([method, sum], [0, crc32(bytes)]);
  }
});

Deno.test("videos are read no faster than the client takes them, one after the other", async () => {
  const videos = [videoOf(1000), videoOf(1)];
  const reader = videosArchive(videos).body?.getReader();
  for (let chunks = 0; chunks < 4; chunks++) await reader?.read();
  const [first, second] = videos;
  assert(first && first.reading.read < 10, `${first?.reading.read} blocks were read`);
  assertEquals(second?.reading.isOpened, false);
  await reader?.cancel();
  assertEquals(first.reading.isClosed, true);
});
