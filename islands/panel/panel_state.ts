import { numberRange } from "../../contract/control_range.ts";
import type { PanelView } from "../../contract/panel.ts";
import { randomSeed, seedRange } from "../../contract/seed.ts";
import { PROMPT_NAME } from "../../components/panel/control_words.ts";
import type { PanelState } from "../../components/panel/panel.ts";
import { isLegalText } from "../../components/panel/panel_values.ts";

/** The panel as the server tells it, with nothing wrong. */
export function shown(view: PanelView, before?: PanelState): PanelState {
  const { id, sizes } = view.model;
  return {
    view,
    values: view.values,
    chosen: id,
    faults: {},
    unreadable: [],
    sizes: { ...before?.sizes, [id]: sizes },
  };
}

/** The same with these texts in the fields that there are, and nothing wrong with those. */
export function filled(
  state: PanelState,
  texts: Readonly<Record<string, string>>,
  unreadable: readonly string[] = [],
): PanelState {
  const known = Object.entries(texts).filter(([name]) => name in state.values);
  const isElsewhere = (name: string) => !known.some(([changed]) => changed === name);
  return {
    ...state,
    values: { ...state.values, ...Object.fromEntries(known) },
    faults: Object.fromEntries(Object.entries(state.faults).filter(([name]) => isElsewhere(name))),
    unreadable: [...state.unreadable.filter(isElsewhere), ...unreadable],
  };
}

/** The first field that cannot be sent as it is, and why not. */
export function firstFault(
  { view: { model }, values, unreadable }: PanelState,
): { readonly name: string; readonly sentence: string } | undefined {
  const name = Object.keys(values).find((name) =>
    unreadable.includes(name) || !isLegalText(model, name, values[name] ?? "")
  );
  if (name === undefined) return undefined;
  return { name, sentence: faultSentence(model, name, values[name] ?? "") };
}

/** A seed by chance, as a field holds it. */
export function anySeed(): string {
  return String(randomSeed());
}

/** What is wrong with a field, in one sentence that names the way out. */
function faultSentence(model: PanelView["model"], name: string, text: string): string {
  if (name === "seed") return `Seed must be ${seedRange()}.`;
  if (name === "prompt") {
    return text.trim() === ""
      ? "This model needs words: say what should happen in the video."
      : tooLong(PROMPT_NAME);
  }
  const control = model.controls.find(({ id }) => id === name);
  const label = control?.name ?? "This";
  if (control?.kind !== "number") return tooLong(label);
  const { min, max, step } = control;
  return `${label} must be ${numberRange({ min, max, step })}.`;
}

function tooLong(label: string): string {
  return `${label} is too long. Shorten it.`;
}
