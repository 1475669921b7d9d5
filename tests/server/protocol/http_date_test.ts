import { assertEquals } from "@std/assert";
import { formatHttpDate, parseHttpDate } from "../../../server/protocol/http_date.ts";

const MOMENT = Date.UTC(1994, 10, 6, 8, 49, 37);
const NOW = new Date("2026-01-01T00:00:00Z");

Deno.test("parseHttpDate() takes the three forms of RFC 9110 section 5.6.7", () => {
  assertEquals(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT", NOW), MOMENT);
  assertEquals(parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT", NOW), MOMENT);
  assertEquals(parseHttpDate("Sun Nov  6 08:49:37 1994", NOW), MOMENT);
});

Deno.test("parseHttpDate() reads two digits as the year at most 50 years ahead", () => {
  const yearOf = (digits: string) => {
    const time = parseHttpDate(`Sunday, 06-Nov-${digits} 08:49:37 GMT`, NOW);
    return time === undefined ? undefined : new Date(time).getUTCFullYear();
  };
  assertEquals(["26", "76", "77", "99", "00"].map(yearOf), [2026, 2076, 1977, 1999, 2000]);
});

Deno.test("parseHttpDate() refuses everything else", () => {
  const texts = [
    ...["", "now", "0", "784111777", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37"],
    ...["Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000"],
    ...["Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT"],
    ...["Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT"],
    ...["Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"],
  ];
  for (const text of texts) assertEquals(parseHttpDate(text, NOW), undefined, text);
});

Deno.test("formatHttpDate() writes what parseHttpDate() reads", () => {
  assertEquals(formatHttpDate(new Date(MOMENT + 999)), "Sun, 06 Nov 1994 08:49:37 GMT");
});
