import { assert, assertEquals } from "@std/assert";
import { plainJpegSize } from "../../../server/pictures/jpeg_structure.ts";
import { drawPicture } from "../../pictures.ts";
import { insertSegment } from "../../pictures_crafted.ts";

const size = { width: 320, height: 180 };
const plain = () => drawPicture({ type: "image/jpeg", ...size, isPlain: true });

Deno.test("a JPEG of tables and one frame is plain, and its size is known", async () => {
  assertEquals(plainJpegSize(await plain()), size);
});

Deno.test("a progressive JPEG of many scans is plain", async () => {
  const bytes = await drawPicture({ ...size, isPlain: true, isProgressive: true });
  assertEquals(plainJpegSize(bytes), size);
});

Deno.test("a JPEG with any segment beside the picture's own is not plain", async () => {
  const bytes = await plain();
  for (const marker of [0xe1, 0xe2, 0xed, 0xee, 0xfe]) {
    assertEquals(plainJpegSize(insertSegment(bytes, marker, "Exif\0\0")), undefined);
  }
  assertEquals(plainJpegSize(insertSegment(bytes, 0xe0, "JFXX\0\x10thumbnail")), undefined);
});

Deno.test("a JPEG whose tables hold more than they say is not plain", async () => {
  const bytes = await plain();
  const quantization = "\0" + "\x10".repeat(64), code = "\0\x01" + "\0".repeat(15) + "\0";
  for (const [marker, table] of [[0xdb, quantization], [0xc4, code], [0xdd, "\0\x08"]] as const) {
    assertEquals(plainJpegSize(insertSegment(bytes, marker, table)), size);
    assertEquals(plainJpegSize(insertSegment(bytes, marker, `${table}Secret`)), undefined);
  }
});

Deno.test("a JPEG with bytes after its end is not plain", async () => {
  const bytes = await plain();
  assertEquals(plainJpegSize(Uint8Array.from([...bytes, 0])), undefined);
});

Deno.test("a JPEG cut off anywhere is not plain", async () => {
  const bytes = await plain();
  const cuts = Array.from({ length: 200 }, (_, index) => Math.floor(bytes.length * index / 200));
  const accepted = cuts.filter((cut) => plainJpegSize(bytes.subarray(0, cut)) !== undefined);
  assertEquals(accepted, []);
});

Deno.test("what is no JPEG is not plain", async () => {
  const png = await drawPicture({ type: "image/png", ...size });
  for (const bytes of [png, new Uint8Array(), Uint8Array.from([0xff, 0xd8, 0xff, 0xd9])]) {
    assertEquals(plainJpegSize(bytes), undefined);
  }
});

Deno.test("a grey JPEG is plain and one of four inks is not", async () => {
  const grey = await drawPicture({ ...size, isPlain: true, colours: "grey" });
  const inks = await drawPicture({ ...size, isPlain: true, colours: "cmyk" });
  assertEquals(plainJpegSize(grey), size);
  assert(plainJpegSize(inks) === undefined);
});
