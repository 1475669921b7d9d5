import { assertEquals } from "@std/assert";
import {
  type ByteRange,
  contentRange,
  parseByteRanges,
} from "../../../server/protocol/byte_ranges.ts";

const SIZE = 1000;

function range(start: number, end: number): ByteRange {
  return { start, end };
}

/** RFC 9110 section 14.1.2 and 14.2 over a file of 1000 bytes: rule, header, ranges to send. */
const RULES: readonly [rule: string, header: string, ranges: readonly ByteRange[] | undefined][] = [
  ["the first bytes", "bytes=0-499", [range(0, 499)]],
  ["one byte", "bytes=0-0", [range(0, 0)]],
  ["the last byte", "bytes=999-999", [range(999, 999)]],
  ["no last position: to the end", "bytes=500-", [range(500, 999)]],
  ["everything", "bytes=0-", [range(0, 999)]],
  ["a last position behind the end: to the end", "bytes=500-9999", [range(500, 999)]],
  ["a suffix: the last bytes", "bytes=-500", [range(500, 999)]],
  ["a suffix longer than the file: the file", "bytes=-5000", [range(0, 999)]],
  ["an empty suffix: unsatisfiable", "bytes=-0", []],
  ["a start at the end: unsatisfiable", "bytes=1000-", []],
  ["a start behind the end: unsatisfiable", "bytes=2000-3000", []],
  ["several ranges in the order asked", "bytes=500-599,0-9", [range(500, 599), range(0, 9)]],
  ["spaces, tabs and empty items in the list", "bytes= ,0-9 ,\t, -1,", [
    range(0, 9),
    range(999, 999),
  ]],
  ["the satisfiable ones of several", "bytes=0-9,5000-", [range(0, 9)]],
  ["none of several: unsatisfiable", "bytes=1000-,-0", []],
  ["overlaps within the size of the file", "bytes=0-99,50-149", [range(0, 99), range(50, 149)]],
  ["the unit in any letter case", "Bytes=0-9", [range(0, 9)]],
  ["positions too large for a number", `bytes=0-${"9".repeat(400)}`, [range(0, 999)]],
  ["a start too large for a number", `bytes=${"9".repeat(400)}-`, []],
  ["leading zeros", "bytes=0005-0009", [range(5, 9)]],
  ["more bytes than the file has: ignored", "bytes=0-,0-", undefined],
  ["an overlap beyond the size: ignored", "bytes=0-999,0-0", undefined],
  ["eight ranges", "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14", [
    ...[range(0, 0), range(2, 2), range(4, 4), range(6, 6)],
    ...[range(8, 8), range(10, 10), range(12, 12), range(14, 14)],
  ]],
  ["nine ranges: ignored", "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16", undefined],
  ["last before first: ignored", "bytes=9-0", undefined],
  ["one bad range among good ones: ignored", "bytes=0-9,9-0", undefined],
  ["another unit: ignored", "items=0-9", undefined],
  ["no unit: ignored", "0-9", undefined],
  ["no range: ignored", "bytes=", undefined],
  ["commas only: ignored", "bytes=,,", undefined],
  ["no positions: ignored", "bytes=-", undefined],
  ["a sign: ignored", "bytes=+1-9", undefined],
  ["a negative last position: ignored", "bytes=0--9", undefined],
  ["a fraction: ignored", "bytes=0.5-9", undefined],
  ["hexadecimal digits: ignored", "bytes=0x1-9", undefined],
  ["spaces inside a range: ignored", "bytes=0 - 9", undefined],
  ["a space before the equal sign: ignored", "bytes =0-9", undefined],
  ["words: ignored", "bytes=abc", undefined],
];

for (const [rule, header, ranges] of RULES) {
  Deno.test(`parseByteRanges() knows ${rule}`, () => {
    assertEquals(parseByteRanges(header, SIZE), ranges);
  });
}

Deno.test("parseByteRanges() ignores every range of an empty file", () => {
  for (const header of ["bytes=0-", "bytes=0-0", "bytes=-5", "bytes=-0"]) {
    assertEquals(parseByteRanges(header, 0), undefined);
  }
});

Deno.test("contentRange() names both ends and the size", () => {
  assertEquals(contentRange(range(5, 9), SIZE), "bytes 5-9/1000");
});
