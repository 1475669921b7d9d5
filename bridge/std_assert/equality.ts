import { AssertionError as NodeAssertionError } from "node:assert";
import { AssertionError, suffix } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/** Fails unless both values are equal by `equal()`; the message shows the difference. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${suffix(msg)}\n${difference(actual, expected)}`,
  );
}

/** Fails when both values are equal by `equal()`. */
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

/** Both values line by line, without the sentence that Node puts above them. */
function difference(actual: unknown, expected: unknown): string {
  const { message } = new NodeAssertionError({ actual, expected, operator: "deepStrictEqual" });
  return message.slice(message.indexOf("\n") + 1);
}
