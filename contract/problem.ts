/** RFC 9457 problem details, as every failing request of this server answers them. */

/** Whether the failed attempt cost money; `unknown` when nobody can tell. */
export type Charged = "no" | "yes" | "unknown";

/** What the visitor can do about a problem, as a button. */
export interface NextStep {
  /**
   * To ask the provider once more for what it had taken, which costs nothing; to try the same again,
   * to take another picture or other settings, or to go elsewhere first.
   */
  readonly kind: "look-again" | "try-again" | "choose-picture" | "change-settings" | "link";
  /** What the button says. */
  readonly text: string;
  /**
   * Where a link leads, here or at Hugging Face; for other settings the studio with these; to look
   * again the path to POST to.
   */
  readonly href?: string;
  /** What a second button says, which tries again once the first has been used. */
  readonly afterwards?: string;
}

/** The same once more, where that may end better. */
export const TRY_AGAIN: NextStep = { kind: "try-again", text: "Try again" };

/** Asks the provider for what it had taken: nothing is sent. */
export const LOOK_AGAIN: NextStep = { kind: "look-again", text: "Look again" };

/** The body of an `application/problem+json` answer (RFC 9457 section 3). */
export interface Problem {
  /** Path of the page that explains the code, `/problems/<code>`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What happened this time and what to do next, in one or two sentences. */
  readonly detail: string;
  /** Path of the request that failed. */
  readonly instance: string;
  /** Kebab-case code; branch on this, never on the sentences. */
  readonly code: string;
  readonly charged: Charged;
  readonly retryable: boolean;
  readonly retryAfterSeconds?: number;
  /** Name of the form field that it is about, where it is about one. */
  readonly field?: string;
  /** The provider's own words, cleaned and cut; show them as its words, not as ours. */
  readonly providerSaid?: string;
  /** What a button beside the problem should offer; absent where nothing helps. */
  readonly next?: NextStep;
  readonly requestId: string;
}

/** What the page of a code says. */
export interface ProblemFacts {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
  /** Whether an attempt that ends so costs money, and why. */
  readonly cost: string;
  /** What to do, each under the words for its reader; the visitor's comes first. */
  readonly advice: readonly { readonly reader: string; readonly text: string }[];
  /** What the server repeats by itself, and what trying again does. */
  readonly repetition: string;
}
