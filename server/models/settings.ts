import { legalRange, textRange } from "../../contract/control_range.ts";
import { type Shape, shapeOf } from "../../contract/frame_size.ts";
import type { Control, Preset } from "../../contract/model.ts";
import type { ControlValue, Settings } from "../../contract/settings.ts";
import { InputError } from "../errors.ts";
import { cleanText, parseControl } from "./control_values.ts";
import type { Model } from "./model.ts";

/** A form's values by control id, as text. */
export type GivenValues = Readonly<Record<string, string>>;

/** Everything that can be set on a model. */
export interface PanelState {
  readonly settings: Settings;
  /** Absent where the model takes none. */
  readonly prompt?: string;
  readonly shape?: Shape;
}

/** Every control at its default. */
export function defaultSettings(model: Pick<Model, "controls">): Settings {
  return settingsOf(model.controls, () => undefined);
}

/** The settings of a video with every control that they do not name at its default. */
export function completeSettings(model: Pick<Model, "controls">, settings: Settings): Settings {
  return { ...defaultSettings(model), ...settings };
}

/**
 * The values of all the model's controls; those that are not given, or blank, take their defaults.
 *
 * @throws {InputError} `invalid-setting`, naming each faulty control and its legal values
 */
export function readSettings(
  model: Pick<Model, "name" | "controls">,
  given: GivenValues,
): Settings {
  const faults = Object.keys(given)
    .filter((id) => !model.controls.some((control) => control.id === id))
    .map((field) => ({ field, sentence: unknownControl(model, field) }));
  const settings = settingsOf(model.controls, (control) => {
    const text = givenText(control, given);
    if (text === undefined) return undefined;
    const value = parseControl(control, text);
    if (value === undefined) {
      const sentence = `${control.id} must be ${legalRange(control)}.`;
      faults.push({ field: control.id, sentence });
    }
    return value;
  });
  const [first] = faults;
  if (!first) return settings;
  const sentences = faults.map(({ sentence }) => sentence).join(" ");
  throw new InputError("invalid-setting", sentences, { field: first.field });
}

/**
 * What the visitor wants to see; `undefined` where the model takes no prompt, or an optional one is
 * left out.
 *
 * @throws {InputError} `prompt-missing`, or `invalid-setting` for a prompt that is too long or that
 *   the model does not take
 */
export function readPrompt(model: Pick<Model, "name" | "prompt">, given = ""): string | undefined {
  const prompt = cleanText(given).trim();
  const rule = model.prompt;
  if (rule.need === "none") {
    if (prompt === "") return undefined;
    throw new InputError(
      "invalid-setting",
      `${model.name} takes no prompt: leave the field prompt empty.`,
      { field: "prompt" },
    );
  }
  if (prompt === "" && rule.need === "required") {
    throw new InputError(
      "prompt-missing",
      `${model.name} needs a prompt: say in the field prompt what should happen in the video.`,
      { field: "prompt" },
    );
  }
  if (prompt.length > rule.maxLength) {
    throw new InputError(
      "invalid-setting",
      `prompt must be ${textRange(rule)}.`,
      { field: "prompt" },
    );
  }
  return prompt === "" ? undefined : prompt;
}

/**
 * What of another model's settings is legal here; the rest is at its default. Never throws: it is
 * for the moment in which a visitor changes the model.
 */
export function keepWhatApplies(
  model: Pick<Model, "controls" | "prompt" | "sizes">,
  given: {
    readonly settings: GivenValues;
    readonly prompt?: string | undefined;
    readonly shape?: Shape | undefined;
  },
): PanelState {
  const settings = settingsOf(model.controls, (control) => {
    const text = givenText(control, given.settings);
    return text === undefined ? undefined : parseControl(control, text);
  });
  const shape = model.sizes.map(shapeOf).find((legal) => legal === given.shape);
  const prompt = keptPrompt(model, given.prompt);
  return {
    settings,
    ...(prompt === undefined ? {} : { prompt }),
    ...(shape === undefined ? {} : { shape }),
  };
}

/** The values with a preset's laid over them. */
export function applyPreset(settings: Settings, preset: Pick<Preset, "settings">): Settings {
  return { ...settings, ...preset.settings };
}

function keptPrompt({ prompt: rule }: Pick<Model, "prompt">, given = ""): string | undefined {
  if (rule.need === "none") return undefined;
  const cut = cleanText(given).trim().slice(0, rule.maxLength);
  // Half a character may have stayed behind at the cut.
  const prompt = cut.isWellFormed() ? cut.trimEnd() : cut.slice(0, -1).trimEnd();
  return prompt === "" ? rule.default : prompt;
}

/** In the controls' order, so that equal settings are equal as JSON. */
function settingsOf(
  controls: readonly Control[],
  read: (control: Control) => ControlValue | undefined,
): Settings {
  return Object.fromEntries(
    controls.map((control) => [control.id, read(control) ?? control.default]),
  );
}

function givenText(control: Control, given: GivenValues): string | undefined {
  const text = Object.hasOwn(given, control.id) ? given[control.id] : undefined;
  return text === "" ? undefined : text;
}

function unknownControl(model: Pick<Model, "name" | "controls">, id: string): string {
  const named = /^[\w-]{1,40}$/.test(id) ? `no setting ${id}` : "no setting of that name";
  const ids = model.controls.map((control) => control.id);
  return `${model.name} has ${named}; it has ${ids.length > 0 ? ids.join(", ") : "none"}.`;
}
