import { isLegal, legalRange } from "../../../contract/control_range.ts";
import type { Control } from "../../../contract/model.ts";
import type { ControlValue, Settings } from "../../../contract/settings.ts";
import { InputError } from "../../errors.ts";
import localMotion from "../../models/catalogue/local_motion.json" with { type: "json" };

/** Every move the camera can make. */
export const CAMERA_MOVES = [
  "push-in",
  "pull-back",
  "drift-left",
  "drift-right",
  "orbit",
  "rise",
] as const;

export type CameraMoveId = typeof CAMERA_MOVES[number];

/** What the control `move` takes: one of the moves, or the seed's choice. */
export const MOVE_CHOICES = ["auto", ...CAMERA_MOVES] as const;

/** The controls of the model built in, whatever an operator's file makes of it. */
const CONTROLS = localMotion.controls as readonly Control[];

/** What the local engine makes of a request's settings. */
export interface MotionSettings {
  readonly move: typeof MOVE_CHOICES[number];
  readonly strength: number;
  readonly seconds: number;
  readonly framesPerSecond: number;
  /** Whether the last frame leads into the first. */
  readonly isLoop: boolean;
}

/**
 * Reads the controls `move`, `strength`, `seconds`, `fps` and `loop`; missing ones take their
 * defaults, ids of other controls are passed over.
 *
 * @throws {InputError} `invalid-setting` when a value is not legal
 */
export function readMotionSettings(settings: Settings): MotionSettings {
  return {
    move: MOVE_CHOICES.find((choice) => choice === valueOf("move", settings)) ?? "auto",
    strength: Number(valueOf("strength", settings)),
    seconds: Number(valueOf("seconds", settings)),
    framesPerSecond: Number(valueOf("fps", settings)),
    isLoop: valueOf("loop", settings) === true,
  };
}

/** What a request without settings gets. */
export const DEFAULT_MOTION: MotionSettings = readMotionSettings({});

/** How many frames a video of these settings has. */
export function frameCount({ seconds, framesPerSecond }: MotionSettings): number {
  return Math.round(seconds * framesPerSecond);
}

function valueOf(id: string, settings: Settings): ControlValue {
  const control = CONTROLS.find((each) => each.id === id);
  if (control === undefined) throw new TypeError(`The model built in has no control ${id}.`);
  const value = settings[id] ?? control.default;
  if (isLegal(control, value)) return value;
  throw new InputError("invalid-setting", { kind: "range", name: id, legal: legalRange(control) });
}
