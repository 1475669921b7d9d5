import { assertEquals } from "@std/assert";
import {
  formatBytes,
  formatDuration,
  formatSeconds,
  formatSecondsRange,
  formatShare,
  formatUsd,
  formatVideoMoment,
} from "../../contract/units.ts";
import { DEFAULT_MAX_IMAGE_BYTES } from "../../contract/image_limits.ts";

Deno.test("sizes are decimal, as phones and browsers tell them", () => {
  const sizes = [10, 227_000, 999_499, 999_500, 2_440_000, 9_960_000, 268_435_456];
  assertEquals(sizes.map((bytes) => formatBytes(bytes)), [
    "1 kB",
    "227 kB",
    "999 kB",
    "1 MB",
    "2.4 MB",
    "10 MB",
    "268 MB",
  ]);
});

Deno.test("whatever is no larger than a limit as it is told is taken, in binary megabytes too", () => {
  const told = formatBytes(DEFAULT_MAX_IMAGE_BYTES, Math.floor);
  assertEquals(told, "20 MB");
  assertEquals(Number.parseFloat(told) * 2 ** 20 <= DEFAULT_MAX_IMAGE_BYTES, true);
  for (const limit of [1000, 5_000_000, 9_990_000, 20_971_520]) {
    const [most, least] = [formatBytes(limit, Math.floor), formatBytes(limit + 1, Math.ceil)];
    assertEquals(most === least, false, `${least} are refused where ${most} are taken`);
  }
});

Deno.test("a length of time in short has a decimal below a minute, and two units above two", () => {
  const lengths = [0, 3.44, 5, 11.94, 59.97, 75.4, 120, 125, 3599, 3600, 4205];
  assertEquals(lengths.map(formatSeconds), [
    "0 s",
    "3.4 s",
    "5 s",
    "11.9 s",
    "60 s",
    "75 s",
    "2 min",
    "2 min 5 s",
    "59 min 59 s",
    "60 min",
    "70 min 5 s",
  ]);
  assertEquals([0, 1.2, 3.456].map(formatVideoMoment), ["0.00 s", "1.20 s", "3.46 s"]);
});

Deno.test("a usual wait is said in the unit that fits", () => {
  const waits = [[2, 5], [5, 5], [70, 110], [90, 200], [200, 200], [0.2, 0.4]] as const;
  assertEquals(waits.map(([low, high]) => formatSecondsRange({ low, high })), [
    "2 to 5 s",
    "5 s",
    "70 to 110 s",
    "2 to 3 min",
    "3 min",
    "1 s",
  ]);
});

Deno.test("a length of time in a sentence has one unit, rounded as it is asked to be", () => {
  const lengths = [0, 1, 90, 119, 120, 130, 2316, 7200, 86_400, 172_800, 260_000];
  assertEquals(lengths.map((seconds) => formatDuration(seconds)), [
    "0 seconds",
    "1 second",
    "90 seconds",
    "119 seconds",
    "2 minutes",
    "2 minutes",
    "39 minutes",
    "2 hours",
    "24 hours",
    "2 days",
    "3 days",
  ]);
  assertEquals(formatDuration(130, Math.ceil), "3 minutes");
  assertEquals(formatDuration(260_000, Math.floor), "3 days");
});

Deno.test("an amount keeps the digits that matter", () => {
  const amounts = [0, 0.0001, 0.004, 0.05, 0.075, 0.4, 0.2025, 1.005, 1.234, 12, 1200];
  assertEquals(amounts.map(formatUsd), [
    "$0.00",
    "less than $0.001",
    "$0.004",
    "$0.05",
    "$0.075",
    "$0.40",
    "$0.20",
    "$1.01",
    "$1.23",
    "$12.00",
    "$1,200.00",
  ]);
});

Deno.test("a share is said in percent", () => {
  assertEquals([0, 0.424, 1].map(formatShare), ["0%", "42%", "100%"]);
});
