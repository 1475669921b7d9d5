import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertFalse,
  assertGreater,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";

/** Each assertion: a call that holds, a call that fails, a part of the failure's message. */
const ASSERTIONS: readonly [string, holds: () => unknown, fails: () => unknown, says: string][] = [
  ["assert", () => assert(1, "m"), () => assert(0, "m"), "m"],
  ["assertFalse", () => assertFalse(""), () => assertFalse("x", "m"), "m"],
  [
    "assertEquals",
    () => assertEquals({ a: [1] }, { a: [1] }),
    () => assertEquals({ a: [1] }, { a: [2] }, "m"),
    "Values are not equal: m",
  ],
  [
    "assertNotEquals",
    () => assertNotEquals([1], [2]),
    () => assertNotEquals([1], [1]),
    "not to be",
  ],
  [
    "assertStrictEquals",
    () => assertStrictEquals("a", "a"),
    () => assertStrictEquals({}, {}),
    "same structure but are not reference-equal",
  ],
  ["assertInstanceOf", () => assertInstanceOf(new Date(), Date), () => {
    assertInstanceOf({}, Date);
  }, 'instance of "Date"'],
  [
    "assertAlmostEquals",
    () => assertAlmostEquals(0.1 + 0.2, 0.3),
    () => assertAlmostEquals(1, 1.1, 0.05),
    "to be close to",
  ],
  ["assertGreater", () => assertGreater(2, 1), () => assertGreater(1, 1), "> 1"],
  ["assertLess", () => assertLess(1, 2), () => assertLess(2, 2), "< 2"],
  ["assertStringIncludes", () => assertStringIncludes("neon", "eo"), () => {
    assertStringIncludes("neon", "x");
  }, "to contain"],
  ["assertMatch", () => assertMatch("neon", /^n/), () => assertMatch("neon", /^x/), "to match"],
];

for (const [name, holds, fails, says] of ASSERTIONS) {
  Deno.test(`${name}() passes what holds and fails what does not`, () => {
    holds();
    const error = assertThrows(fails, AssertionError, says);
    assertEquals(error.name, "AssertionError");
  });
}

Deno.test("assertEquals() shows the lines that differ", () => {
  const error = assertThrows(
    () => assertEquals({ a: 1, b: "x" }, { a: 1, b: "y" }),
    AssertionError,
  );
  assertMatch(error.message, /[+-] +b: "x"|[+-] +b: 'x'/);
  assertMatch(error.message, /[+-] +b: "y"|[+-] +b: 'y'/);
});

Deno.test("assertThrows() returns what was thrown", () => {
  const thrown = new TypeError("no");
  assertStrictEquals(assertThrows(() => throwIt(thrown)), thrown);
  assertStrictEquals(assertThrows(() => throwIt(thrown), TypeError, "no"), thrown);
  assertStrictEquals(assertThrows(() => throwIt("text")), "text");
});

Deno.test("assertThrows() fails for silence, another class, another text and a non-error", () => {
  const failures: [() => unknown, string][] = [
    [() => assertThrows(() => {}), "Expected function to throw."],
    [() => assertThrows(() => {}, "my words"), "Expected function to throw: my words"],
    [
      () => assertThrows(() => throwIt(new Error("a")), TypeError),
      'Expected error to be instance of "TypeError", but was "Error"',
    ],
    [
      () => assertThrows(() => throwIt(new Error("a")), Error, "b"),
      'Expected error message to include "b", but got "a"',
    ],
    [() => assertThrows(() => throwIt("a"), Error), "A non-Error object was thrown."],
  ];
  for (const [run, says] of failures) {
    assertThrows(run, AssertionError, says);
  }
});

Deno.test("assertRejects() resolves with the reason", async () => {
  const reason = new TypeError("no");
  assertStrictEquals(await assertRejects(() => Promise.reject(reason)), reason);
  assertStrictEquals(await assertRejects(() => Promise.reject(reason), TypeError, "no"), reason);
});

Deno.test("assertRejects() fails for a value, a throw, another class and a non-error", async () => {
  const failures: [() => Promise<unknown>, string][] = [
    [() => assertRejects(() => Promise.resolve(1)), "Expected function to reject."],
    [() => assertRejects(() => throwIt(new Error("a"))), "Function throws when expected to reject"],
    [
      () => assertRejects(() => Promise.reject(new Error("a")), TypeError),
      'Expected error to be instance of "TypeError", but was "Error"',
    ],
    [() => assertRejects(() => Promise.reject("a"), Error), "A non-Error object was rejected."],
  ];
  for (const [run, says] of failures) {
    await assertRejects(run, AssertionError, says);
  }
});

function throwIt(value: unknown): never {
  throw value;
}
