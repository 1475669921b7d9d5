import { assert, assertEquals } from "@std/assert";
import { openRegistry } from "../../../server/models/registry.ts";
import { defaultSettings } from "../../../server/models/settings.ts";
import { labelWords } from "../../../server/wording/labels.ts";
import {
  DEFAULT_MOTION,
  MOVE_CHOICES,
  readMotionSettings,
} from "../../../server/providers/local/motion_settings.ts";

const { find } = await openRegistry({ directory: undefined });
const model = find("local-motion");
assert(model);

Deno.test("the built-in model offers every move that the engine knows, and no other", () => {
  const move = model.controls.find(({ id }) => id === "move");
  assert(move?.kind === "choice");
  assertEquals(move.options.map(({ value }) => value), [...MOVE_CHOICES]);
  const ids = model.controls.map(({ id }) => id);
  assertEquals(ids, ["move", "strength", "seconds", "fps", "loop"]);
});

Deno.test("the built-in model's defaults and presets mean the same to the engine", () => {
  assertEquals(readMotionSettings(defaultSettings(model)), DEFAULT_MOTION);
  for (const { settings } of model.presets) {
    readMotionSettings({ ...defaultSettings(model), ...settings });
  }
  assertEquals(model.label, labelWords("simulated-depth"));
});
