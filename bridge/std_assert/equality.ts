import { AssertionError as NodeAssertionError } from "node:assert";
import { AssertionError, suffix } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/** Fails unless both values have the same structure; the message shows the difference. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${suffix(msg)}\n${difference(actual, expected)}`,
  );
}

/** Fails when both values have the same structure. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${Deno.inspect(actual)} not to be: ${Deno.inspect(expected)}${suffix(msg)}`,
  );
}

/** Fails unless both are the same value by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  throw new AssertionError(
    equal(actual, expected)
      ? `Values have the same structure but are not reference-equal${suffix(msg)}`
      : `Values are not strictly equal${suffix(msg)}\n${difference(actual, expected)}`,
  );
}

/** Fails when both are the same value by `Object.is`. */
export function assertNotStrictEquals<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (!Object.is(actual, expected)) return;
  throw new AssertionError(
    `Expected "actual" to not be strictly equal to: ${Deno.inspect(actual)}${suffix(msg)}`,
  );
}

/** Fails unless `actual` holds an equal of each item of `expected`, in any order. */
export function assertArrayIncludes<T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  msg?: string,
): void {
  const items = Array.from(actual);
  const missing = Array.from(expected).filter((wanted) => {
    return !items.some((item) => equal(item, wanted));
  });
  if (missing.length === 0) return;
  throw new AssertionError(
    `Expected actual: "${Deno.inspect(items)}" to include: "${Deno.inspect(Array.from(expected))}"${
      suffix(msg)
    }\nmissing: ${Deno.inspect(missing)}`,
  );
}

/** Fails unless each property of `expected`, nested ones too, is in `actual` with an equal value. */
export function assertObjectMatch(
  actual: object,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  assertEquals<unknown>(project(actual, expected), expected, msg);
}

/** What of `actual` the pattern speaks about, so that the rest takes no part in the comparison. */
function project(actual: unknown, pattern: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(pattern)) {
    return actual.map((item, index) => project(item, pattern[index]));
  }
  if (!isPlain(pattern) || typeof actual !== "object" || actual === null) {
    return actual;
  }
  const result: Record<PropertyKey, unknown> = {};
  for (const key of Reflect.ownKeys(pattern)) {
    if (key in actual) {
      result[key] = project(
        Reflect.get(actual, key),
        Reflect.get(pattern, key),
      );
    }
  }
  return result;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Both values line by line, without the sentence that Node puts above them. */
function difference(actual: unknown, expected: unknown): string {
  const { message } = new NodeAssertionError({
    actual,
    expected,
    operator: "deepStrictEqual",
  });
  return message.slice(message.indexOf("\n") + 1);
}
