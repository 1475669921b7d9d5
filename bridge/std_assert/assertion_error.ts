/** What every assertion of this package throws. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** The end of a message: the caller's own words after a colon, or a full stop. */
export function suffix(message: string | undefined): string {
  return message ? `: ${message}` : ".";
}
