/** What every assertion of this package throws. */
export class AssertionError extends Error {
  /** Takes the sentence that says what failed, and optionally the `cause`. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** The end of a message: the caller's own words after a colon, or a full stop. */
export function suffix(message: string | undefined): string {
  return message ? `: ${message}` : ".";
}
