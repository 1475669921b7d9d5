/**
 * Stand-in for `@std/assert`: the same names, argument order, checks and error class.
 * Only the root export; `bridge/README.md` lists what differs.
 *
 * @module
 */
export { AssertionError } from "./assertion_error.ts";
export { equal } from "./equal.ts";
export {
  assertArrayIncludes,
  assertEquals,
  assertNotEquals,
  assertNotStrictEquals,
  assertObjectMatch,
  assertStrictEquals,
} from "./equality.ts";
export {
  assertIsError,
  assertNever,
  assertRejects,
  assertThrows,
  fail,
  unimplemented,
  unreachable,
} from "./failure.ts";
export {
  assert,
  assertAlmostEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotInstanceOf,
  assertNotMatch,
  assertStringIncludes,
} from "./value.ts";
