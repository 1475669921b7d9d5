import { assertEquals } from "@std/assert";
import { recipeLines } from "../../components/videos/receipt_words.ts";
import { finishedView } from "../server/pages/generation_views.ts";
import { WORDED } from "./model_cards.ts";

Deno.test("a recipe is told in the panel's names, order and values", () => {
  const settings = Object.fromEntries(WORDED.controls.map(({ id, default: value }) => [id, value]));
  const view = finishedView({
    prompt: "Rain",
    shape: "portrait",
    settings: { ...settings, old: 2 },
  });
  const names = recipeLines(view, WORDED.controls).map(([name]) => name);
  assertEquals(names, [
    "What should happen",
    "Seed",
    "Shape",
    ...WORDED.controls.map(({ name }) => name),
    "Old",
  ]);
});

Deno.test("values are written as the panel writes them", () => {
  const view = finishedView({
    settings: { seconds: 4, fps: 12, quality: "high", loop: false, sound: "" },
  });
  const fact = { isAdvanced: false };
  const lines = recipeLines(view, [
    {
      ...fact,
      kind: "number",
      id: "seconds",
      name: "Length",
      min: 1,
      max: 6,
      step: 1,
      default: 3,
      unit: "seconds",
    },
    {
      ...fact,
      kind: "number",
      id: "fps",
      name: "Frames a second",
      min: 7,
      max: 30,
      step: 1,
      default: 24,
      unit: "frames a second",
    },
    {
      ...fact,
      kind: "choice",
      id: "quality",
      name: "Quality",
      options: [{ value: "high", name: "Very good" }],
      default: "high",
    },
    { ...fact, kind: "switch", id: "loop", name: "Loop", default: false },
    { ...fact, kind: "text", id: "sound", name: "Sound", maxLength: 80, default: "" },
  ]);
  assertEquals(lines, [
    ["Seed", "7"],
    ["Length", "4 seconds"],
    // The name says the unit.
    ["Frames a second", "12"],
    ["Quality", "Very good"],
    ["Loop", "off"],
    ["Sound", "none"],
  ]);
});
