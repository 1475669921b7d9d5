/** RFC 9457 problem details, as every failing request of this server answers them. */

/** Whether the failed attempt cost money; `unknown` when nobody can tell. */
export type Charged = "no" | "yes" | "unknown";

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
  readonly requestId: string;
}
