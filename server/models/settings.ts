import { legalRange, textRange } from "../../contract/control_range.ts";
import { type Shape, shapeOf } from "../../contract/frame_size.ts";
import type { Control, Preset } from "../../contract/model.ts";
import type { ControlValue, Settings } from "../../contract/settings.ts";
import { InputError } from "../errors.ts";
import { cleanText, parseControl } from "./control_values.ts";
import type { Model } from "./model.ts";
import type { Values } from "../wording/template.ts";

/** A form's values by control id, as text. */
export type GivenValues = Readonly<Record<string, string>>;

/** Everything that can be set on a model. */
export interface ModelSettings {
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
  const faults: SettingFault[] = Object.keys(given)
    .filter((id) => !model.controls.some((control) => control.id === id))
    .map((id) => unknownControl(model, id));
  const settings = settingsOf(model.controls, (control) => {
    const text = givenText(control, given);
    if (text === undefined) return undefined;
    const value = parseControl(control, text);
    if (value === undefined) {
      faults.push({ kind: "range", name: control.id, legal: legalRange(control) });
    }
    return value;
  });
  const [first] = faults;
  if (!first) return settings;
  throw new InputError("invalid-setting", { kind: "several", faults }, { field: first.name });
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
    throw new InputError("invalid-setting", { kind: "no-prompt", modelName: model.name }, {
      field: "prompt",
    });
  }
  if (prompt === "" && rule.need === "required") {
    throw new InputError("prompt-missing", { kind: "model", modelName: model.name }, {
      field: "prompt",
    });
  }
  if (prompt.length > rule.maxLength) {
    throw new InputError("invalid-setting", {
      kind: "range",
      name: "prompt",
      legal: textRange(rule),
    }, {
      field: "prompt",
    });
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
): ModelSettings {
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

/** What is wrong with the setting of that name: the parameters of `invalid-setting`. */
type SettingFault = Values & { readonly name: string };

function unknownControl(
  { name: modelName, controls }: Pick<Model, "name" | "controls">,
  name: string,
): SettingFault {
  const names = controls.length > 0 ? controls.map(({ id }) => id) : "none";
  const kind = /^[\w-]{1,40}$/.test(name) ? "unknown" : "unnamed";
  return { kind, name, modelName, names };
}
