/** Where a generation stands. It moves from left to right; with the last three it has ended. */
export type GenerationState =
  | "queued"
  | "running"
  | "saving"
  | "succeeded"
  | "failed"
  | "canceled";

/** Every move there is. What is not listed is a fault in this program. */
const MOVES: Readonly<Record<GenerationState, readonly GenerationState[]>> = {
  // A cached video is there at once: nothing runs for it.
  queued: ["running", "succeeded", "failed", "canceled"],
  // Back to queued: the server stopped or was lost before anything was sent out.
  running: ["queued", "saving", "failed", "canceled"],
  saving: ["succeeded", "failed", "canceled"],
  succeeded: [],
  // Its owner has the provider asked once more for what it had taken.
  failed: ["running"],
  canceled: [],
};

const ENDED: ReadonlySet<GenerationState> = new Set(["succeeded", "failed", "canceled"]);

/** Whether a generation may move from one state to the other. */
export function canMove(from: GenerationState, to: GenerationState): boolean {
  return MOVES[from].includes(to);
}

/** Whether nothing moves by itself any more: of a generation, a view of it or an accepted one. */
export function hasEnded({ state }: { readonly state: GenerationState }): boolean {
  return ENDED.has(state);
}
