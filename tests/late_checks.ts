/**
 * Checks for when a test is over. A disposal that throws would hide the failure of the test itself,
 * which is reported first this way.
 */
const checks: (() => void)[] = [];

Deno.test.afterEach(() => {
  for (const check of checks.splice(0)) check();
});

/** Has `check` run, and perhaps fail the test, after the test's own body. */
export function checkLater(check: () => void): void {
  checks.push(check);
}
