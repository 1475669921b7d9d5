import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { IMAGE_TYPES } from "../../../contract/image_limits.ts";
import { SNIFF_BYTES, sniffUpload } from "../../../contract/upload_kind.ts";
import { InputError } from "../../../server/errors.ts";
import { imageTypeOf } from "../../../server/pictures/image_type.ts";
import { drawPicture } from "../../pictures.ts";

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The beginning of an ISO base media file of the given brands, the major one first. */
const isoFile = (...brands: string[]) => {
  const [major = "", ...compatible] = brands;
  const size = 16 + 4 * compatible.length;
  return latin1(`\0\0\0${String.fromCharCode(size)}ftyp${major}\0\0\0\0${compatible.join("")}`);
};

for (const type of IMAGE_TYPES) {
  Deno.test(`a drawn ${type} is known by its first bytes`, async () => {
    const bytes = await drawPicture({ type, width: 128, height: 96 });
    assertEquals(imageTypeOf(bytes.subarray(0, SNIFF_BYTES)), type);
  });
}

Deno.test("an old GIF, an AVIF sequence and an AVIF of a general brand are pictures", () => {
  assertEquals(imageTypeOf(latin1("GIF87a\x01\0")), "image/gif");
  assertEquals(imageTypeOf(isoFile("avis", "msf1", "avif")), "image/avif");
  assertEquals(imageTypeOf(isoFile("mif1", "mif1", "avif")), "image/avif");
});

const OTHERS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ["an SVG drawing", latin1('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ["an SVG drawing", latin1('<?xml version="1.0"?>\n<!-- made by hand -->\n<svg width="9">')],
  ["a PDF document", latin1("%PDF-1.7\n")],
  ["a sound file", isoFile("M4A ", "isom")],
  ["a sound file", latin1("RIFF\0\0\0\0WAVEfmt ")],
  ["a web page", latin1("\n<!DOCTYPE html><title>Photo</title>")],
  ["plain text", new TextEncoder().encode("Ein schönes Bild, ehrlich.\n")],
  ["plain text", latin1("BMW builds cars and motorcycles")],
  ["a BMP picture", latin1("BM\x36\0\0\0")],
  ["a TIFF or camera RAW picture", latin1("II*\0\x08")],
  ["a ZIP archive or office document", latin1("PK\x03\x04")],
];

for (const [name, bytes] of OTHERS) {
  Deno.test(`${name} (${bytes.length} bytes) is refused by its name`, () => {
    const error = assertThrows(() => imageTypeOf(bytes), InputError);
    assertEquals(error.code, "image-type-unsupported");
    assertStringIncludes(error.message, `This file is ${name}.`);
  });
}

const VIDEOS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ["a video", isoFile("isom", "isom", "mp42")],
  ["a video", isoFile("M4V ", "isom")],
  ["a QuickTime video", isoFile("qt  ")],
  ["a QuickTime video", latin1("\0\0\x09\x2cmoov\0\0\0\x6cmvhd")],
  ["a WebM or Matroska video", latin1("\x1a\x45\xdf\xa3\x01")],
  ["an AVI video", latin1("RIFF\0\0\0\0AVI LIST")],
  ["a Flash video", latin1("FLV\x01\x05")],
  ["an MPEG video", latin1("\0\0\x01\xba\x44")],
  ["a Windows Media video", latin1("\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9")],
];

for (const [name, bytes] of VIDEOS) {
  Deno.test(`${name} (${bytes.length} bytes) is told apart, with how to take a picture from it`, () => {
    const error = assertThrows(() => imageTypeOf(bytes), InputError);
    assertEquals(error.code, "image-is-video");
    assertStringIncludes(error.message, `This file is ${name}, `);
  });
}

Deno.test("HEIC is refused with what iPhone users can do", () => {
  for (const brands of [["heic", "mif1"], ["mif1", "heic"], ["hevc", "msf1"]]) {
    const error = assertThrows(() => imageTypeOf(isoFile(...brands)), InputError);
    assertEquals(error.code, "image-heic");
    assertStringIncludes(error.message, "iPhone");
  }
});

Deno.test("an empty file is called empty", () => {
  const error = assertThrows(() => imageTypeOf(new Uint8Array()), InputError);
  assertEquals(error.code, "image-empty");
});

Deno.test("noise, and the lone beginnings of signatures, are nothing known", () => {
  const noise = Uint8Array.from({ length: 64 }, (_, index) => (index * 167 + 129) & 0xff);
  for (const bytes of [noise, noise.subarray(0, 1), latin1("\x89PNG\r\n"), latin1("\xff\xd8")]) {
    assertEquals(sniffUpload(bytes), { kind: "other", type: "unknown" });
  }
});

Deno.test("text whose last character is cut in two by the end of the head is still text", () => {
  const bytes = new TextEncoder().encode("schön");
  const cut = bytes.subarray(0, 4);
  assertEquals(sniffUpload(cut), { kind: "other", type: "text" });
});
