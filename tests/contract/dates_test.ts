import { assertEquals } from "@std/assert";
import { formatDay, formatMoment } from "../../contract/dates.ts";

Deno.test("days and moments are written for people, in UTC", () => {
  assertEquals(formatDay("2026-11-22T23:59:00Z"), "22 November 2026");
  assertEquals(formatDay("2026-11-22"), "22 November 2026");
  assertEquals(formatMoment("2026-11-22T20:05:00Z"), "22 Nov, 20:05 UTC");
});
