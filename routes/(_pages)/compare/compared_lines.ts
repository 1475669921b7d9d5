import type { GenerationView } from "../../../contract/generation.ts";
import type { Control } from "../../../contract/model.ts";
import { receiptLines } from "../../../components/videos/video_words.ts";
import { recipeLines } from "../../../components/videos/receipt_words.ts";

/** What can be set, by the model's id. */
export type ControlsByModel = Readonly<Record<string, readonly Control[]>>;

/** One line of the comparison; a value is missing where the video has no such setting. */
export interface ComparedLine {
  readonly name: string;
  readonly values: readonly [string | undefined, string | undefined];
  readonly isDifferent: boolean;
}

const FROM_RECEIPT = ["Model", "Made by", "Video", "Took", "Estimate", "Charged"];

/** What two videos were asked to be and what they took, the former first. */
export function comparedLines(
  videos: readonly [GenerationView, GenerationView],
  controls: ControlsByModel,
): ComparedLine[] {
  const [first, second] = videos;
  const [one, other] = [linesOf(first, controls), linesOf(second, controls)];
  return [...new Set([...one.keys(), ...other.keys()])].map((name) => {
    const values = [one.get(name), other.get(name)] as const;
    return { name, values, isDifferent: values[0] !== values[1] };
  });
}

function linesOf(view: GenerationView, controls: ControlsByModel): ReadonlyMap<string, string> {
  const receipt = new Map(receiptLines(view));
  const [model, ...others] = FROM_RECEIPT.flatMap((name) => {
    const value = receipt.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const settings = recipeLines(view, controls[view.model] ?? []);
  const label = ["Label", view.label] as const;
  return new Map([...model === undefined ? [] : [model], label, ...settings, ...others]);
}
