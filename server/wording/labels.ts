/** What a video is, where its maker knows better than the model's label, in the words beside it. */
const LABELS = {
  "simulated-depth": "Local motion preview: simulated depth, no AI video model",
  "simulated-move": "Local motion preview: simulated camera move, no AI video model",
} as const;

/** What a video is, by code. */
export type LabelCode = keyof typeof LABELS;

/** The words that must stand beside such a video; `undefined` for a code of another version. */
export function labelWords(code: LabelCode): string;
export function labelWords(code: string | undefined): string | undefined;
export function labelWords(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(LABELS, code) ? LABELS[code as LabelCode] : undefined;
}
