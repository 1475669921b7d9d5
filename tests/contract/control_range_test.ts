import { assertEquals } from "@std/assert";
import { isInRange, isLegal, legalRange, numberRange } from "../../contract/control_range.ts";
import { isSeed, MAX_SEED, readSeed, seedRange } from "../../contract/seed.ts";
import type { Control } from "../../contract/model.ts";

const FACTS = { id: "x", name: "X", isAdvanced: false };
const NOISE: Control = { ...FACTS, kind: "number", min: 0.1, max: 1, step: 0.05, default: 0.5 };
const FRAMES: Control = { ...NOISE, min: 5, max: 30, step: 1, unit: "frames a second" };
const CHOICE: Control = {
  ...FACTS,
  kind: "choice",
  options: [{ value: "480p", name: "480p" }, { value: "720p", name: "720p" }],
  default: "480p",
};
const SWITCH: Control = { ...FACTS, kind: "switch", default: false };
const TEXT: Control = { ...FACTS, kind: "text", maxLength: 10, default: "" };

Deno.test("a range is said in words that name its ends, its steps and what is counted", () => {
  assertEquals([NOISE, FRAMES, CHOICE, SWITCH, TEXT].map(legalRange), [
    "a number from 0.1 to 1 in steps of 0.05",
    "a whole number from 5 to 30 frames a second",
    "one of 480p, 720p",
    "on or off",
    "at most 10 characters long",
  ]);
  assertEquals(numberRange({ min: 1, max: 4 }), "a number from 1 to 4");
  assertEquals(
    numberRange({ min: 8, max: 64, step: 8 }),
    "a whole number from 8 to 64 in steps of 8",
  );
});

Deno.test("a value is legal on a step between the ends, and of the control's kind", () => {
  for (const value of [0.1, 0.15, 0.3, 0.1 + 0.2, 1]) assertEquals(isLegal(NOISE, value), true);
  for (const value of [0, 0.12, 1.05, NaN, "0.5", true]) assertEquals(isLegal(NOISE, value), false);
  assertEquals([7, 7.5].map((value) => isLegal(FRAMES, value)), [true, false]);
  assertEquals(["720p", "4k", 720].map((value) => isLegal(CHOICE, value)), [true, false, false]);
  assertEquals([false, "on"].map((value) => isLegal(SWITCH, value)), [true, false]);
  assertEquals(["", "ten chars!", "eleven char"].map((value) => isLegal(TEXT, value)), [
    true,
    true,
    false,
  ]);
  assertEquals([0, 0.123, 1, 1.01].map((value) => isInRange({ min: 0, max: 1 }, value)), [
    true,
    true,
    true,
    false,
  ]);
});

Deno.test("seeds are whole numbers within their range, as values and as text", () => {
  assertEquals(seedRange(), "a whole number from 0 to 2147483647");
  for (const seed of [0, 7, MAX_SEED]) {
    assertEquals([isSeed(seed), readSeed(String(seed))], [true, seed]);
  }
  for (const other of [-1, 0.5, MAX_SEED + 1, NaN, "7", null]) assertEquals(isSeed(other), false);
  for (const text of ["", "-1", "1.5", "1e3", "2147483648", "00000000007", " 7"]) {
    assertEquals(readSeed(text), undefined, text);
  }
});
