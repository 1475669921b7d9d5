/** What a failure code means to a person, and the HTTP status that carries it. */
export interface ProblemEntry {
  readonly status: number;
  readonly title: string;
  /** What happened, in one or two sentences. */
  readonly meaning: string;
  /** What to do about it. */
  readonly advice: string;
}
