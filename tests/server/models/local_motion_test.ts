import { assert, assertEquals } from "@std/assert";
import type { Control } from "../../../contract/model.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { defaultSettings } from "../../../server/models/settings.ts";
import { LOCAL_ENGINE_LABEL } from "../../../server/providers/local/label.ts";
import {
  DEFAULT_MOTION,
  FRAMES_PER_SECOND,
  MOVE_CHOICES,
  readMotionSettings,
  SECONDS,
  STRENGTH,
} from "../../../server/providers/local/motion_settings.ts";

const { find } = await openRegistry({ directory: undefined });
const model = find("local-motion");
assert(model);

function controlNamed(id: string): Control {
  const control = model?.controls.find((each) => each.id === id);
  assert(control, `there is no control ${id}`);
  return control;
}

Deno.test("the built-in model's controls are what the engine takes", () => {
  const move = controlNamed("move");
  assert(move.kind === "choice");
  assertEquals(move.options.map(({ value }) => value), [...MOVE_CHOICES]);
  const ranges = { strength: STRENGTH, seconds: SECONDS, fps: FRAMES_PER_SECOND };
  for (const [id, range] of Object.entries(ranges)) {
    const control = controlNamed(id);
    assert(control.kind === "number");
    const { min, max, step } = control;
    assertEquals({ min, max, step, default: control.default }, range, id);
  }
  assertEquals(model?.controls.length, 5);
});

Deno.test("the built-in model's defaults and presets mean the same to the engine", () => {
  assertEquals(readMotionSettings(defaultSettings(model)), DEFAULT_MOTION);
  for (const { settings } of model.presets) {
    readMotionSettings({ ...defaultSettings(model), ...settings });
  }
  assertEquals(model.label, LOCAL_ENGINE_LABEL);
});
