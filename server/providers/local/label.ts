/** The words that stand beside every video of the local engine, and inside those with parallax. */
export const LOCAL_ENGINE_LABEL = "Local motion preview: simulated depth, no AI video model";

/** The words inside a video of a picture that was left flat. */
export const PLAIN_MOVE_LABEL = "Local motion preview: simulated camera move, no AI video model";

/** What a video of the local engine is. */
export function labelOf({ hasDepth }: { readonly hasDepth: boolean }): string {
  return hasDepth ? LOCAL_ENGINE_LABEL : PLAIN_MOVE_LABEL;
}
