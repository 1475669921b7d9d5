import { AssertionError, suffix } from "./assertion_error.ts";

/** Fails unless the value is truthy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Fails unless the value is falsy. */
export function assertFalse(
  expr: unknown,
  msg = "",
): asserts expr is 0 | 0n | "" | false | null | undefined {
  if (expr) throw new AssertionError(msg);
}

/** Fails unless the value is an instance of the class. */
// deno-lint-ignore no-explicit-any -- a class is recognised whatever its constructor takes
export function assertInstanceOf<T extends abstract new (...args: any[]) => unknown>(
  actual: unknown,
  expectedType: T,
  msg?: string,
): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  const kind = actual instanceof Object ? actual.constructor.name : Deno.inspect(actual);
  throw new AssertionError(
    `Expected object to be an instance of "${expectedType.name}" but was "${kind}"${suffix(msg)}`,
  );
}

/**
 * Fails unless both numbers differ by no more than `tolerance`, which defaults to a ten-millionth of
 * `expected`.
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance: number = Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7,
  msg?: string,
): void {
  const delta = Math.abs(expected - actual);
  if (Object.is(actual, expected) || delta <= tolerance) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to be close to "${expected}": ` +
      `delta "${delta}" is greater than "${tolerance}"${suffix(msg)}`,
  );
}

/** Fails unless `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (actual > expected) return;
  throw new AssertionError(
    `Expect ${Deno.inspect(actual)} > ${Deno.inspect(expected)}${suffix(msg)}`,
  );
}

/** Fails unless `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (actual < expected) return;
  throw new AssertionError(
    `Expect ${Deno.inspect(actual)} < ${Deno.inspect(expected)}${suffix(msg)}`,
  );
}

/** Fails unless the text contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to contain: "${expected}"${suffix(msg)}`,
  );
}

/** Fails unless the text matches the pattern. */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (expected.test(actual)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to match: "${expected}"${suffix(msg)}`,
  );
}
