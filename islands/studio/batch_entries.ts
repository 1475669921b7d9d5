import { faultOfProblem, isProblem } from "../following/fault.ts";
import type { BatchEntry, ChosenPicture } from "./studio_state.ts";
import type { Accepted } from "./submission.ts";

/** One entry a picture, in the order of the pictures. */
export function entriesOf(
  { generations }: Extract<Accepted, { kind: "several" }>,
  pictures: readonly ChosenPicture[],
): BatchEntry[] {
  return generations.map((answer, index) => {
    const name = pictures[index]?.file.name ?? `Picture ${index + 1}`;
    return isProblem(answer)
      ? { name, fault: faultOfProblem(answer) }
      : { name, page: answer.page };
  });
}
