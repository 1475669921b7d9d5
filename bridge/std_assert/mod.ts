/**
 * Stand-in for `@std/assert`: the assertions that this project's tests use, with the same argument
 * order, checks and error class. `bridge/README.md` lists what is left out and what differs.
 *
 * @module
 */
export { AssertionError } from "./assertion_error.ts";
export { equal } from "./equal.ts";
export { assertEquals, assertNotEquals, assertStrictEquals } from "./equality.ts";
export { assertRejects, assertThrows } from "./failure.ts";
export {
  assert,
  assertAlmostEquals,
  assertFalse,
  assertGreater,
  assertInstanceOf,
  assertLess,
  assertMatch,
  assertStringIncludes,
} from "./value.ts";
