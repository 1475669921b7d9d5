/** Values of the panel's fields as texts: which there are, which are legal, which are sent. */
import { isLegal } from "../../contract/control_range.ts";
import type { Control } from "../../contract/model.ts";
import type { PanelFacts, PanelModel, PanelValues } from "../../contract/panel.ts";
import { readSeed } from "../../contract/seed.ts";
import type { ControlValue } from "../../contract/settings.ts";

/** Fields of `POST /generate` in their order. */
export type FormFields = readonly (readonly [name: string, value: string])[];

type Standing = Partial<Pick<PanelFacts, "settings" | "prompt" | "seed" | "shape">>;

/** Where the fields of a model stand; what is not given is at its default. */
export function valuesOf(
  { prompt: rule, shapes, controls }: PanelModel,
  { settings = {}, seed, shape, ...given }: Standing = {},
): PanelValues {
  const { prompt = rule.need === "none" ? "" : rule.default } = given;
  return {
    ...(rule.need === "none" ? {} : { prompt }),
    seed: String(seed ?? ""),
    ...(shapes.length < 2 ? {} : { shape: shape ?? "" }),
    ...textsOf(Object.fromEntries(controls.map((control) => [
      control.id,
      settings[control.id] ?? control.default,
    ]))),
  };
}

/** Settings as texts. */
export function textsOf(settings: Readonly<Record<string, ControlValue>>): PanelValues {
  return Object.fromEntries(Object.entries(settings).map(([id, value]) => [id, String(value)]));
}

/** Whether the field of that name may be sent with that text. */
export function isLegalText(model: PanelModel, name: string, text: string): boolean {
  const control = model.controls.find(({ id }) => id === name);
  if (control !== undefined) return isLegal(control, valueOfText(control, text));
  switch (name) {
    case "prompt":
      return isLegalPrompt(model, text);
    case "seed":
      return text === "" || readSeed(text) !== undefined;
    default:
      return true;
  }
}

/** The model and what differs from its defaults; what is illegal or blank is left out. */
export function choicesOf(model: PanelModel, values: PanelValues): FormFields {
  const defaults = valuesOf(model);
  const changed = Object.entries(values).filter(([name, text]) =>
    text.trim() !== "" && text !== defaults[name] && isLegalText(model, name, text)
  );
  return [["model", model.id], ...changed];
}

/** The same with the prompt in any case: a program is not given a default for it. */
export function requestOf(model: PanelModel, values: PanelValues): FormFields {
  const choices = choicesOf(model, values);
  const { prompt = "" } = values;
  const isThere = prompt.trim() === "" || choices.some(([name]) => name === "prompt");
  const [first, ...others] = choices;
  return isThere || first === undefined ? choices : [first, ["prompt", prompt], ...others];
}

/** Spaces are no words. */
function isLegalPrompt({ prompt: rule }: PanelModel, text: string): boolean {
  if (rule.need === "none") return false;
  return text.length <= rule.maxLength && (rule.need === "optional" || text.trim() !== "");
}

function valueOfText({ kind }: Control, text: string): ControlValue {
  if (kind === "switch") return text === "true";
  return kind === "number" ? text.trim() === "" ? NaN : Number(text) : text;
}
