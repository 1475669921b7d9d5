import { assert, assertFalse, assertThrows, equal } from "@std/assert";

class Point {
  constructor(readonly x: number, readonly y: number) {}
}

class Vector {
  constructor(readonly x: number, readonly y: number) {}
}

function withoutPrototype(properties: Record<string, unknown>): object {
  return Object.assign(Object.create(null), properties);
}

function circular(name: string): object {
  const value: Record<string, unknown> = { name };
  value.self = value;
  return value;
}

const EQUAL: readonly [label: string, first: unknown, second: unknown][] = [
  ["NaN and NaN", NaN, NaN],
  ["zero and minus zero", 0, -0],
  ["nested objects", { a: { b: [1, "2"] } }, { a: { b: [1, "2"] } }],
  ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["registered symbol keys", { [Symbol.for("k")]: 1 }, { [Symbol.for("k")]: 1 }],
  ["no prototype and a plain object", withoutPrototype({ a: 1 }), { a: 1 }],
  ["the same date twice", new Date(5), new Date(5)],
  ["invalid dates", new Date("x"), new Date("y")],
  ["regular expressions", /a/g, /a/g],
  ["addresses", new URL("https://example.test"), new URL("https://example.test/")],
  ["sets in another order", new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])],
  ["maps with object keys", new Map([[{ x: 1 }, [2]]]), new Map([[{ x: 1 }, [2]]])],
  ["typed arrays", new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ["instances of one class", new Point(1, 2), new Point(1, 2)],
  ["circular objects", circular("a"), circular("a")],
  ["weak references to equal targets", new WeakRef({ a: 1 }), new WeakRef({ a: 1 })],
];

const DIFFERENT: readonly [label: string, first: unknown, second: unknown][] = [
  ["number and string", 1, "1"],
  ["null and undefined", null, undefined],
  ["null and an object", null, {}],
  ["a missing and an undefined property", {}, { a: undefined }],
  ["differently named undefined properties", { a: undefined }, { b: undefined }],
  ["unregistered symbol keys", { [Symbol("k")]: 1 }, { [Symbol("k")]: 1 }],
  ["arrays in another order", [1, 2], [2, 1]],
  ["arrays of other length", new Array(1), []],
  ["an array and an object", [], {}],
  ["dates", new Date(5), new Date(6)],
  ["flags of regular expressions", /a/g, /a/i],
  ["addresses", new URL("https://example.test"), new URL("https://example.test/path")],
  ["sets", new Set([1, 2]), new Set([1, 3])],
  ["sizes of sets", new Set([1]), new Set([1, 2])],
  ["values in maps", new Map([["a", 1]]), new Map([["a", 2]])],
  ["typed arrays", new Uint8Array([1, 2]), new Uint8Array([2, 1])],
  ["instances of two classes", new Point(1, 2), new Vector(1, 2)],
  ["functions", () => 1, () => 1],
];

for (const [label, first, second] of EQUAL) {
  Deno.test(`equal() says yes to ${label}`, () => {
    assert(equal(first, second));
    assert(equal(second, first));
  });
}

for (const [label, first, second] of DIFFERENT) {
  Deno.test(`equal() tells apart ${label}`, () => {
    assertFalse(equal(first, second));
    assertFalse(equal(second, first));
  });
}

Deno.test("equal() refuses to compare weak collections", () => {
  assertThrows(() => equal(new WeakMap(), new WeakMap()), TypeError);
  assertThrows(() => equal(new WeakSet(), new WeakSet()), TypeError);
});
