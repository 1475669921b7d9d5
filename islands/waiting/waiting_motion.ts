/** Class of the motion that comes nearest to a camera move; others, and none, just drift. */
export function motionClass(move: string | undefined): string {
  return MOTION_CLASSES.get(move) ?? "animate-drift";
}

const MOTION_CLASSES: ReadonlyMap<string | undefined, string> = new Map([
  ["push-in", "waiting-push-in"],
  ["pull-back", "waiting-pull-back"],
  ["drift-left", "waiting-drift-left"],
  ["drift-right", "waiting-drift-right"],
  ["orbit", "waiting-orbit"],
  ["rise", "waiting-rise"],
]);
