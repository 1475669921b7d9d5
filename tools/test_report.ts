/** How many tests of a run came to which end. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The line with which `deno test` closes, such as `ok | 3 passed (2 steps) | 0 failed | 1 ignored`. */
const CLOSING_LINE =
  /^(?:ok|FAILED) \| (\d+) passed(?: \(\d+ steps?\))? \| (\d+) failed(?: \(\d+ steps?\))?(?: \| (\d+) ignored)?/gm;

/** Reads what `deno test` wrote without colours; nothing passed where it did not get to its end. */
export function readReport(output: string): TestReport {
  const [, passed = 0, failed = 0, skipped = 0] = [...output.matchAll(CLOSING_LINE)].at(-1) ?? [];
  return { passed: Number(passed), failed: Number(failed), skipped: Number(skipped) };
}

/** The last line of every run. */
export function reportLine({ passed, failed, skipped }: TestReport): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
