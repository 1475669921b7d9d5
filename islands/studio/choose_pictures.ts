import { refusalOf } from "./picture_check.ts";

/** What may be sent of the chosen files, and what to say about the others. */
export interface Choice {
  readonly files: readonly File[];
  /** "" when everything was taken. */
  readonly notice: string;
}

/** Takes what can be read here; one bad file among several does not spoil the rest. */
export function choosePictures(
  files: readonly File[],
  limits: { readonly maxImageBytes: number },
): Choice {
  const refusals = files.map((file) => refusalOf(file, limits));
  const taken = files.filter((_, index) => refusals[index] === undefined);
  const firstRefusal = refusals.findIndex((refusal) => refusal !== undefined);
  if (firstRefusal === -1) return { files: taken, notice: "" };
  const reason = refusals[firstRefusal] ?? "";
  return {
    files: taken,
    notice: files.length === 1 ? reason : `${files[firstRefusal]?.name}: ${reason}`,
  };
}
