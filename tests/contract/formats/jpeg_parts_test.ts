import { Buffer } from "node:buffer";
import { assertEquals, assertLess } from "@std/assert";
import { jpegFrame, jpegParts } from "../../../contract/formats/jpeg_parts.ts";
import { endOf } from "../../../contract/formats/walking.ts";
import { quickestMs } from "../../patience.ts";
import { drawPicture } from "../../pictures.ts";
import { insertSegment, join, latin1 } from "../../pictures_crafted.ts";
import { assertWalk, damaged, told } from "./walked.ts";

const SIZE = { width: 320, height: 180 };
const plain = () => drawPicture({ ...SIZE, isPlain: true });
const QUICK_MS = 1000;

Deno.test("a JPEG is its segments, its scans and its end", async () => {
  const parts = told(jpegParts(await plain()));
  assertEquals([parts[0], ...parts.slice(-4)], ["d8", "da", "scan", "d9", "end: closed"]);
  const progressive = told(jpegParts(await drawPicture({ ...SIZE, isProgressive: true })));
  const scans = progressive.filter((part) => part === "scan").length;
  assertEquals([scans > 2, progressive.filter((part) => part === "da").length], [true, scans]);
});

Deno.test("a frame header tells size, depth and components", async () => {
  const bytes = await plain();
  const frames = [...jpegParts(bytes)].flatMap((part) =>
    part.kind === "segment" && part.code === 0xc0
      ? [jpegFrame(bytes.subarray(part.contentStart, part.end))]
      : []
  );
  assertEquals(frames, [{ ...SIZE, precision: 8, components: 3 }]);
  assertEquals(jpegFrame(Uint8Array.of(8, 0, 9, 0, 9)), undefined);
});

Deno.test("what stands between the parts of a JPEG can be left out, and all else stays", async () => {
  const bytes = await plain();
  const table = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc4);
  const [start, end] = [bytes.subarray(0, table), bytes.subarray(table)];
  const [body, eoi] = [bytes.subarray(0, -2), bytes.subarray(-2)];
  const odd = {
    "zeros between segments": join(start, new Uint8Array(3), end),
    "fill bytes between segments": join(start, latin1("\xff\xff\xff"), end),
    "a restart between segments": join(start, latin1("\xff\xd3"), end),
    "fill bytes behind the pixels": join(body, latin1("\xff\xff"), eoi),
  };
  for (const [name, file] of Object.entries(odd)) {
    const kept = [...jpegParts(file)].flatMap((part) =>
      part.kind === "segment" || part.kind === "scan" ? [file.subarray(part.start, part.end)] : []
    );
    assertEquals(told(jpegParts(file)).includes("stray"), true, name);
    assertEquals(join(...kept), bytes, name);
  }
});

Deno.test("stuffed zeros and restarts belong to the pixels", () => {
  const scan = "\xff\xda\0\x02ab\xff\0cd\xff\xd0ef\xff\xff\0gh";
  const parts = [...jpegParts(latin1(`\xff\xd8${scan}\xff\xd9tail`))];
  assertEquals(told(parts), ["d8", "da", "scan", "d9", "end: closed"]);
  assertEquals(endOf(parts).at, 2 + scan.length + 2);
});

Deno.test("a JPEG without its end is cut off there, and a segment that goes too far where it begins", async () => {
  const bytes = await plain();
  const open = bytes.subarray(0, -2);
  assertEquals(endOf(jpegParts(open)), { kind: "end", at: open.length, why: "cut-off" });
  assertEquals(endOf(jpegParts(latin1("\xff\xd8\xff\xe1\x10\0Exif"))), {
    kind: "end",
    at: 2,
    why: "cut-off",
  });
  const wrong = insertSegment(bytes, 0xe1, "").slice();
  wrong[5] = 1;
  assertEquals(endOf(jpegParts(wrong)), { kind: "end", at: 2, why: "broken" });
});

Deno.test("whatever a JPEG is made into, its parts lie one behind the other to a stated end", async () => {
  const tagged = await drawPicture({ ...SIZE, isTagged: true, isProgressive: true });
  for (const [index, bytes] of [await plain(), tagged].entries()) {
    for (const other of damaged(bytes, index)) {
      const parts = [...jpegParts(other)];
      assertWalk(parts, { start: 0, length: other.length, name: `JPEG ${index}` });
    }
  }
});

Deno.test("hostile JPEGs are gone through in linear time, and not without end", async () => {
  const length = 16_000_000;
  const hostile = {
    "markers alone": ["\xff\xd8", "too-many"],
    "empty segments": ["\xff\xe1\0\x02", "too-many"],
    "empty scans": ["\xff\xda\0\x02x", "too-many"],
    "fill bytes": ["\xff", "cut-off"],
    "stuffed zeros": ["\xff\0", "cut-off"],
    "nothing": ["\0", "cut-off"],
  } as const;
  for (const [name, [pattern, why]] of Object.entries(hostile)) {
    const bytes = Buffer.alloc(length, latin1(pattern));
    const tookMs = await quickestMs(QUICK_MS, () => {
      assertEquals(endOf(jpegParts(bytes)).why, why, name);
      return Promise.resolve();
    });
    assertLess(tookMs, QUICK_MS, name);
  }
});
