import { assert, assertEquals, assertMatch } from "@std/assert";
import { crc32 } from "node:zlib";
import { filmsArchive } from "../../../server/pages/films_archive.ts";
import { readZip } from "../../zip_reading.ts";

/** A film of that many blocks, and how far it has been read. */
function filmOf(blocks: number) {
  const block = new Uint8Array(64 * 1024).fill(blocks);
  const reading = { read: 0, isClosed: false, isOpened: false };
  const video = {
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
  return { id: crypto.randomUUID(), video, reading };
}

Deno.test("films are packed as they are, and the archive's length is told before", async () => {
  const films = [filmOf(3), filmOf(1)];
  const response = filmsArchive(films);
  assertEquals(response.headers.get("content-type"), "application/zip");
  assertMatch(response.headers.get("content-disposition") ?? "", /^attachment; .*\.zip"$/);
  const zip = await response.bytes();
  assertEquals(response.headers.get("content-length"), String(zip.length));
  const entries = readZip(zip);
  assertEquals(entries.map(({ name }) => name), films.map(({ id }) => `ai-lounge-${id}.mp4`));
  assertEquals(entries.map(({ bytes }) => bytes.length), films.map(({ video }) => video.size));
  for (const { method, bytes, crc32: sum } of entries) {
    assertEquals([method, sum], [0, crc32(bytes)]);
  }
});

Deno.test("films are read no faster than the client takes them, one after the other", async () => {
  const films = [filmOf(1000), filmOf(1)];
  const reader = filmsArchive(films).body?.getReader();
  for (let chunks = 0; chunks < 4; chunks++) await reader?.read();
  const [first, second] = films;
  assert(first && first.reading.read < 10, `${first?.reading.read} blocks were read`);
  assertEquals(second?.reading.isOpened, false);
  await reader?.cancel();
  assertEquals(first.reading.isClosed, true);
});
