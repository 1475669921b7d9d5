import { assertEquals } from "@std/assert";
import { riffChunks, riffFile } from "../../../contract/formats/riff_chunks.ts";
import { endOf } from "../../../contract/formats/walking.ts";
import { drawPicture } from "../../pictures.ts";
import { join, latin1 } from "../../pictures_crafted.ts";
import { assertWalk, damaged, told } from "./walked.ts";

function chunk(name: string, content: string, padding = content.length % 2 === 0 ? "" : "\0") {
  return latin1(`${name}${String.fromCharCode(content.length)}\0\0\0${content}${padding}`);
}

/** A RIFF file whose own length is wrong by that much. */
function riff(chunks: readonly Uint8Array[], wrongBy = 0): Uint8Array {
  const body = join(latin1("WEBP"), ...chunks);
  return join(latin1(`RIFF${String.fromCharCode(body.length + wrongBy)}\0\0\0`), body);
}

const CHUNKS = [chunk("VP8X", "ten bytes."), chunk("EXIF", "odd"), chunk("XMP ", "even")];

Deno.test("a RIFF file is its chunks up to its own end, whatever follows", () => {
  const bytes = riff(CHUNKS);
  assertEquals(riffFile(bytes), { form: "WEBP", end: bytes.length });
  const parts = told(riffChunks(join(bytes, latin1("a stowaway"))));
  assertEquals(parts, ["VP8X", "EXIF", "XMP ", "end: closed"]);
  const [, odd] = riffChunks(bytes);
  assertEquals(odd, {
    kind: "chunk",
    name: "EXIF",
    start: 30,
    contentStart: 38,
    contentEnd: 41,
    end: 42,
  });
});

Deno.test("a file that is one byte longer or shorter than it says is gone through all the same", () => {
  const names = ["VP8X", "EXIF", "XMP "];
  const late = riff(CHUNKS, 1);
  assertEquals(told(riffChunks(late)), [...names, "end: cut-off"]);
  assertEquals(endOf(riffChunks(late)).at, late.length);
  const early = riff(CHUNKS, -1);
  assertEquals(told(riffChunks(early)), [...names, "end: closed"]);
  assertEquals(endOf(riffChunks(early)).at, early.length);
  const unpadded = riff([chunk("VP8 ", "seven b", "")]);
  assertEquals(endOf(riffChunks(unpadded)), { kind: "end", at: unpadded.length, why: "closed" });
});

Deno.test("what is cut off in a chunk ends where that begins, and what is no RIFF file at once", () => {
  const bytes = riff(CHUNKS);
  assertEquals(endOf(riffChunks(bytes.subarray(0, -1))), { kind: "end", at: 42, why: "cut-off" });
  assertEquals(endOf(riffChunks(latin1("RIFX\0\0\0\0WEBP"))).why, "broken");
  assertEquals(riffFile(latin1("RIFF\0\0\0\0WEB")), undefined);
  assertEquals(endOf(riffChunks(bytes, { most: 2 })), { kind: "end", at: 42, why: "too-many" });
});

Deno.test("whatever a WebP is made into, its chunks lie one behind the other to a stated end", async () => {
  const bytes = await drawPicture({ type: "image/webp", width: 64, height: 64, isAnimated: true });
  for (const other of damaged(bytes, 4)) {
    if (riffFile(other) === undefined) continue;
    assertWalk([...riffChunks(other)], { start: 12, length: other.length, name: "WebP" });
  }
});
