import type { Settings } from "../../../contract/settings.ts";
import { InputError } from "../../errors.ts";

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

/** The legal values of a control that takes a number. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly default: number;
}

/** Control `strength`: how far the camera goes; at the default nothing bends visibly. */
export const STRENGTH: NumberRange = { min: 0.1, max: 1, step: 0.05, default: 0.5 };
/** Control `seconds`: how long the film is. */
export const SECONDS: NumberRange = { min: 1, max: 6, step: 0.5, default: 3 };
/** Control `fps`: frames a second. */
export const FRAMES_PER_SECOND: NumberRange = { min: 7, max: 30, step: 1, default: 12 };

/** What the local engine makes of a request's settings. */
export interface MotionSettings {
  readonly move: typeof MOVE_CHOICES[number];
  readonly strength: number;
  readonly seconds: number;
  readonly framesPerSecond: number;
  /** Whether the last frame leads into the first. */
  readonly isLoop: boolean;
}

/** What a request without settings gets. */
export const DEFAULT_MOTION: MotionSettings = {
  move: "auto",
  strength: STRENGTH.default,
  seconds: SECONDS.default,
  framesPerSecond: FRAMES_PER_SECOND.default,
  isLoop: false,
};

/**
 * Reads the controls `move`, `strength`, `seconds`, `fps` and `loop`; missing ones take their
 * defaults, ids of other controls are passed over.
 *
 * @throws {InputError} `invalid-setting` when a value is not legal
 */
export function readMotionSettings(settings: Settings): MotionSettings {
  const { move = DEFAULT_MOTION.move, loop = DEFAULT_MOTION.isLoop } = settings;
  const known = MOVE_CHOICES.find((choice) => choice === move);
  if (known === undefined) {
    throw invalid(`The setting move must be one of ${MOVE_CHOICES.join(", ")}`);
  }
  if (typeof loop !== "boolean") throw invalid("The setting loop must be true or false");
  return {
    move: known,
    strength: readNumber(settings, "strength", STRENGTH),
    seconds: readNumber(settings, "seconds", SECONDS),
    framesPerSecond: readNumber(settings, "fps", FRAMES_PER_SECOND),
    isLoop: loop,
  };
}

/** How many frames a film of these settings has. */
export function frameCount({ seconds, framesPerSecond }: MotionSettings): number {
  return Math.round(seconds * framesPerSecond);
}

function readNumber(settings: Settings, id: string, range: NumberRange): number {
  const value = settings[id] ?? range.default;
  if (typeof value !== "number" || !(value >= range.min && value <= range.max)) {
    throw invalid(`The setting ${id} must be a number from ${range.min} to ${range.max}`);
  }
  const steps = (value - range.min) / range.step;
  // Decimal steps are not exact in binary.
  if (Math.abs(steps - Math.round(steps)) > 1e-6) {
    throw invalid(`The setting ${id} goes in steps of ${range.step}`);
  }
  return value;
}

function invalid(fault: string): InputError {
  return new InputError("invalid-setting", `${fault}.`);
}
