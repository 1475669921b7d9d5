import fc from "npm:fast-check@^4.10.2";
import { type Shape, shapeOf } from "../../../contract/frame_size.ts";
import type { Control } from "../../../contract/model.ts";
import { cleanText } from "../../../server/models/control_values.ts";
import type { Model } from "../../../server/models/model.ts";

/** What a browser sends of a model's panel. */
export interface FormState {
  readonly settings: Readonly<Record<string, string>>;
  readonly prompt: string;
  readonly shape: Shape | undefined;
  readonly seed: number;
}

/** Pieces that text handling tends to break on. */
const ODD_PIECES = [
  "\u0000",
  "\r\n",
  "\u2028",
  "\u202e",
  "\ud83d",
  "\udc69",
  "👩‍👩‍👧",
  "e\u0301",
  "ß",
  "<b>",
  '"',
  "\\",
  "constructor",
  "__proto__",
  " ",
];

/** Text as anyone may type or paste it, halves of characters included. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom(...ODD_PIECES),
  );
  return fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("").slice(0, maxLength)),
    fc.constant("x".repeat(maxLength)),
  );
}

/** Every state that the model's panel can be in and that its own limits let through. */
export function formStates(model: Model): fc.Arbitrary<FormState> {
  const controls = fc.record(
    Object.fromEntries(model.controls.map((control) => [control.id, controlTexts(control)])),
  );
  const preset = fc.constantFrom(undefined, ...model.presets);
  return fc.record({
    settings: fc.tuple(controls, preset).map(([settings, chosen]) => ({
      ...settings,
      ...(chosen ? asTexts(chosen.settings) : {}),
    })),
    prompt: promptTexts(model),
    shape: fc.constantFrom(undefined, ...model.sizes.map(shapeOf)),
    seed: fc.oneof(fc.constantFrom(0, 1, 2 ** 31 - 1), fc.nat()),
  });
}

/** Settings as a form carries them. */
export function asTexts(settings: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([id, value]) => [id, String(value)]));
}

/** Legal values of a control as text: both ends, the default, blank, and anything between. */
function controlTexts(control: Control): fc.Arbitrary<string> {
  switch (control.kind) {
    case "number": {
      const { min, max, step } = control;
      const last = Math.floor((max - min) / step + 1e-9);
      const at = (count: number) => String(Number((min + count * step).toFixed(6)));
      return fc.oneof(
        fc.constantFrom("", at(0), at(last), String(control.default)),
        fc.integer({ min: 0, max: last }).map(at),
      );
    }
    case "choice":
      return fc.constantFrom("", ...control.options.map(({ value }) => value));
    case "switch":
      return fc.constantFrom("on", "off", "true", "false", "1", "0", "");
    case "text":
      return anyText(control.maxLength).filter((text) =>
        cleanText(text).length <= control.maxLength
      );
  }
}

function promptTexts({ prompt, presets }: Model): fc.Arbitrary<string> {
  if (prompt.need === "none") return fc.constantFrom("", " ", "\r\n");
  const written = anyText(prompt.maxLength).filter((text) => {
    const { length } = cleanText(text).trim();
    return length <= prompt.maxLength && (length > 0 || prompt.need === "optional");
  });
  const suggested = [prompt.default, ...presets.flatMap((preset) => preset.prompt ?? [])];
  return fc.oneof(written, fc.constantFrom(...suggested));
}
