import type { GenerationView } from "../../../contract/generation.ts";
import type { Control } from "../../../contract/model.ts";
import { receiptFacts } from "../../../components/videos/video_words.ts";
import { recipeLines } from "../../../components/videos/receipt_words.ts";

/** What can be set, by the model's id. */
export type ControlsByModel = Readonly<Record<string, readonly Control[]>>;

/** One line of the comparison; a value is missing where the video has no such setting. */
export interface ComparedLine {
  readonly name: string;
  readonly values: readonly [string | undefined, string | undefined];
  readonly isDifferent: boolean;
  /** Whether it tells what came of it, not what was asked for. */
  readonly isOutcome: boolean;
}

/** What two videos were asked to be and what they took, the former first. */
export function comparedLines(
  videos: readonly [GenerationView, GenerationView],
  controls: ControlsByModel,
): ComparedLine[] {
  const [first, second] = videos;
  const [one, other] = [linesOf(first, controls), linesOf(second, controls)];
  return [...new Set([...one.keys(), ...other.keys()])].map((name) => {
    const lines = [one.get(name), other.get(name)] as const;
    const values = [lines[0]?.value, lines[1]?.value] as const;
    const isOutcome = (lines[0] ?? lines[1])?.isOutcome ?? false;
    return { name, values, isDifferent: values[0] !== values[1], isOutcome };
  });
}

interface LineOfOne {
  readonly value: string;
  readonly isOutcome: boolean;
}

type Line = readonly [name: string, value: string];

function linesOf(view: GenerationView, controls: ControlsByModel): ReadonlyMap<string, LineOfOne> {
  const facts: Readonly<Record<string, Line>> = receiptFacts(view);
  const { model, madeBy, video, took, estimate, charged } = facts;
  const settings = recipeLines(view, controls[view.model] ?? []);
  return new Map([
    ...known([model], { isOutcome: false }),
    ...known([["Label", view.label]], { isOutcome: true }),
    ...known([...settings, madeBy], { isOutcome: false }),
    ...known([video, took, estimate, charged], { isOutcome: true }),
  ]);
}

function known(
  lines: readonly (Line | undefined)[],
  { isOutcome }: Pick<LineOfOne, "isOutcome">,
): (readonly [string, LineOfOne])[] {
  return lines.flatMap((line) => line ? [[line[0], { value: line[1], isOutcome }] as const] : []);
}
