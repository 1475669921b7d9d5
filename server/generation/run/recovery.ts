import { ProviderError } from "../../errors.ts";
import type { HeldGeneration, Submission } from "../generation.ts";

/** How a generation that was just claimed goes on. */
export type Continuation =
  | { readonly kind: "start" }
  /** The provider has it in work: ask how it stands. */
  | { readonly kind: "follow"; readonly operation: Operation }
  /** The video is there, and cannot be made once more; only the note of it is missing. */
  | { readonly kind: "note-video" }
  /** It was sent and its outcome is unknown: it must not be sent again. */
  | { readonly kind: "give-up" };

type Operation = Extract<Submission, { readonly kind: "operation" }>["operation"];

/**
 * What to do with a claimed generation, given what an earlier process left of it. `isRepeatable`
 * says that its provider's work costs nothing; `isPublished` that its video is visible.
 */
export function continuationOf(
  { submission }: Pick<HeldGeneration, "submission">,
  { isRepeatable, isPublished }: { readonly isRepeatable: boolean; readonly isPublished: boolean },
): Continuation {
  // What costs nothing is made once more: only its maker knows what it is and how it begins.
  if (isPublished && !isRepeatable) return { kind: "note-video" };
  if (submission.kind === "operation") {
    return { kind: "follow", operation: submission.operation };
  }
  return isRepeatable || submission.kind === "not-sent" ? { kind: "start" } : { kind: "give-up" };
}

/** The failure of a generation whose submission has an unknown outcome. */
export function interrupted(): ProviderError {
  return new ProviderError("interrupted");
}

/** The failure of a generation that got lost on its way to the provider every time. */
export function neverTaken(): ProviderError {
  return new ProviderError("network", {}, { charged: "no" });
}
