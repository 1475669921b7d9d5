import { Buffer } from "node:buffer";
import { assertEquals } from "@std/assert";
import {
  BOX_HEADER_BYTES,
  type IsoBox,
  isoBoxAt,
  isoBoxes,
} from "../../../contract/formats/iso_boxes.ts";
import { endOf, type WalkEnd } from "../../../contract/formats/walking.ts";
import { videoVariant } from "../../video_variants.ts";
import { boxAt, boxesOf } from "../../mp4_reading.ts";
import { join, latin1 } from "../../pictures_crafted.ts";
import { smallVideo } from "../../small_video.ts";
import { assertWalk, damaged, told } from "./walked.ts";

type Bytes = Uint8Array<ArrayBuffer>;

function box(type: string, content: string, size = 8 + content.length): Bytes {
  return latin1(`\0\0\0${String.fromCharCode(size)}${type}${content}`);
}

Deno.test("the boxes of a video are where an independent reader finds them, at the top and within", async () => {
  for (const index of ["first", "last", "in-pieces"] as const) {
    const video = await videoVariant({ index });
    const found = (bytes: Bytes, start: number) =>
      boxesOf(bytes, start).map(({ type, contentStart, content }) => ({
        type,
        contentStart,
        end: contentStart + content.length,
      }));
    const walked = (parts: Iterable<IsoBox | WalkEnd>) =>
      [...parts].flatMap((part) =>
        part.kind === "box"
          ? [{ type: part.type, contentStart: part.contentStart, end: part.end }]
          : []
      );
    assertEquals(walked(isoBoxes(video)), found(video, 0), index);
    const { content, contentStart: start } = boxAt(video, "moov/trak/mdia");
    const end = start + content.length;
    assertEquals(walked(isoBoxes(video, { start, end })), found(content, start), index);
    assertEquals(endOf(isoBoxes(video, { start, end })), { kind: "end", at: end, why: "closed" });
  }
});

Deno.test("a box may have a long size, or go on to the end of what holds it", () => {
  const long = latin1("\0\0\0\x01mdat\0\0\0\0\0\0\0\x14long");
  const open = latin1("\0\0\0\0moovto the end");
  const bytes = join(box("ftyp", "isom"), long, open);
  assertEquals([...isoBoxes(bytes)], [
    { kind: "box", type: "ftyp", start: 0, contentStart: 8, end: 12, isOpen: false },
    { kind: "box", type: "mdat", start: 12, contentStart: 28, end: 32, isOpen: false },
    { kind: "box", type: "moov", start: 32, contentStart: 40, end: bytes.length, isOpen: true },
    { kind: "end", at: bytes.length, why: "closed" },
  ]);
});

Deno.test("a video cut off ends where the box begins that goes too far, and says how far that would go", async () => {
  const video = await smallVideo();
  const cut = video.subarray(0, -10);
  const parts = [...isoBoxes(cut)];
  const last = parts.findLast((part) => part.kind === "box");
  assertEquals([last?.type, last?.end], ["mdat", video.length]);
  assertEquals(parts.at(-1), { kind: "end", at: last?.start ?? NaN, why: "cut-off" });
  // Sizes of more than four bytes, and a header that is cut off itself.
  const huge = latin1("\0\0\0\x01mdat\x7f\xff\xff\xff\xff\xff\xff\xff");
  assertEquals(told(isoBoxes(huge)), ["mdat", "end: cut-off"]);
  for (let length = 1; length < 16; length++) {
    const header = huge.subarray(0, length);
    assertEquals(endOf(isoBoxes(header)), { kind: "end", at: 0, why: "cut-off" }, `${length}`);
  }
});

Deno.test("what is smaller than its own header is no box", () => {
  for (const size of [2, 7]) {
    assertEquals(told(isoBoxes(join(box("free", ""), box("skip", "", size)))), [
      "free",
      "end: broken",
    ]);
  }
  const long = latin1("\0\0\0\x01mdat\0\0\0\0\0\0\0\x0f");
  assertEquals(told(isoBoxes(long)), ["end: broken"]);
});

Deno.test("a box is told by its header alone, wherever in a file that stands", () => {
  const header = box("mdat", "", 200).subarray(0, BOX_HEADER_BYTES);
  const at = { start: 1000, end: 1100 };
  assertEquals(isoBoxAt(header, at), {
    kind: "box",
    type: "mdat",
    start: 1000,
    contentStart: 1008,
    end: 1200,
    isOpen: false,
  });
  assertEquals(isoBoxAt(header, { start: 1000, end: 1007 }), "cut-off");
  assertEquals(isoBoxAt(new Uint8Array(), { start: 1000, end: 1000 }), "closed");
});

Deno.test("whatever a video is made into, its boxes lie one behind the other to a stated end", async () => {
  for (const other of damaged(await videoVariant({ index: "in-pieces" }), 5)) {
    assertWalk([...isoBoxes(other)], { start: 0, length: other.length, name: "MP4" });
  }
});

Deno.test("a crowd of tiny boxes is not followed to its end", () => {
  const crowd = Buffer.alloc(8 * 200_000, box("free", ""));
  assertEquals(endOf(isoBoxes(crowd)), { kind: "end", at: 800_000, why: "too-many" });
  assertEquals(told(isoBoxes(crowd, { most: 2 })), ["free", "free", "end: too-many"]);
});
