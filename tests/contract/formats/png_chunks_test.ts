import { Buffer } from "node:buffer";
import { assertEquals } from "@std/assert";
import { pngChunks } from "../../../contract/formats/png_chunks.ts";
import { endOf } from "../../../contract/formats/walking.ts";
import { drawPicture } from "../../pictures.ts";
import { join, latin1, pngChunk, pngHeader } from "../../pictures_crafted.ts";
import { assertWalk, damaged, told } from "./walked.ts";

const SIGNATURE = latin1("\x89PNG\r\n\x1a\n");

Deno.test("a PNG is its chunks up to IEND, whatever follows", () => {
  const bytes = join(pngHeader(10, 10), latin1("a stowaway"));
  assertEquals(told(pngChunks(bytes)), ["IHDR", "IDAT", "IEND", "end: closed"]);
  assertEquals(endOf(pngChunks(bytes)).at, bytes.length - "a stowaway".length);
});

Deno.test("a chunk lies where its length, name, content and checksum are", () => {
  const bytes = join(SIGNATURE, pngChunk("tEXt", latin1("hello")), pngChunk("IEND", latin1("")));
  const [first] = pngChunks(bytes);
  assertEquals(first, {
    kind: "chunk",
    name: "tEXt",
    start: 8,
    contentStart: 16,
    contentEnd: 21,
    end: 25,
  });
});

Deno.test("a PNG without IEND is cut off where it ends, and one cut in a chunk where that begins", async () => {
  const bytes = await drawPicture({ type: "image/png", width: 120, height: 90 });
  const open = bytes.subarray(0, -12);
  assertEquals(endOf(pngChunks(open)), { kind: "end", at: open.length, why: "cut-off" });
  const parts = [...pngChunks(open.subarray(0, -1))];
  const last = parts.findLast((part) => part.kind === "chunk");
  assertEquals(parts.at(-1), { kind: "end", at: last?.start ?? NaN, why: "cut-off" });
  assertEquals(last?.end, open.length);
});

Deno.test("a crowd of empty chunks is not followed to its end", () => {
  const crowd = Buffer.alloc(200_000 * 12, pngChunk("tEXt", new Uint8Array()));
  const bytes = Buffer.concat([SIGNATURE, crowd]);
  assertEquals(endOf(pngChunks(bytes)), { kind: "end", at: 8 + 100_000 * 12, why: "too-many" });
  assertEquals([...pngChunks(bytes, { most: 3 })].length, 4);
});

Deno.test("whatever a PNG is made into, its chunks lie one behind the other to a stated end", async () => {
  const bytes = await drawPicture({ type: "image/png", width: 320, height: 180, isTagged: true });
  for (const other of damaged(bytes, 3)) {
    if (other.length < 8) continue;
    const parts = [...pngChunks(other)];
    assertWalk(parts, { start: 8, length: other.length, name: "PNG" });
  }
});
