import { assert, assertFalse, assertThrows, equal } from "@std/assert";

class Point {
  constructor(readonly x: number, readonly y: number) {}
}

class Vector {
  constructor(readonly x: number, readonly y: number) {}
}

/** Keeps its state to itself, but for a getter. */
class Sealed {
  readonly #value: number;

  constructor(value: number) {
    this.#value = value;
  }

  get value(): number {
    return this.#value;
  }
}

type Make = (text: string) => unknown;

/** Values that a text stands for, a separate one for each call, and two texts. */
const MADE_OF_TEXT: readonly (readonly [label: string, Make, one: string, other: string])[] = [
  ["instants", (text) => Temporal.Instant.from(text), "2026-11-30T00Z", "2026-11-30T01Z"],
  ["plain dates", (text) => Temporal.PlainDate.from(text), "2026-11-30", "2026-12-01"],
  ["durations", (text) => Temporal.Duration.from(text), "PT1H", "PT60M"],
  [
    "zoned times",
    (text) => Temporal.ZonedDateTime.from(text),
    "2026-11-30T12[UTC]",
    "2026-11-30T13[Europe/Berlin]",
  ],
  ["locales", (text) => new Intl.Locale(text), "es-MX", "pt-BR"],
  ["addresses", (text) => new URL(text), "https://example.test/", "https://example.test/path"],
  ["search parameters", (text) => new URLSearchParams(text), "a=1&b=2", "b=2&a=1"],
  ["address patterns", (text) => new URLPattern(text), "*://*.test/", "*://*.example/"],
  ["regular expressions", (text) => new RegExp("a", text), "g", "i"],
];

function withoutPrototype(properties: Record<string, unknown>): object {
  return Object.assign(Object.create(null), properties);
}

function circular(name: string): object {
  const value: Record<string, unknown> = { name };
  value.self = value;
  return value;
}

function circularMap(): Map<string, unknown> {
  const map = new Map<string, unknown>();
  return map.set("self", map);
}

type Pair = readonly [label: string, first: unknown, second: unknown];

const EQUAL: readonly Pair[] = [
  ["NaN and NaN", NaN, NaN],
  ["zero and minus zero", 0, -0],
  ["nested objects", { a: { b: [1, "2"] } }, { a: { b: [1, "2"] } }],
  ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["registered symbol keys", { [Symbol.for("k")]: 1 }, { [Symbol.for("k")]: 1 }],
  ["no prototype and a plain object", withoutPrototype({ a: 1 }), { a: 1 }],
  ["the same date twice", new Date(5), new Date(5)],
  ["invalid dates", new Date("x"), new Date("y")],
  ...MADE_OF_TEXT.map(([label, make, one]) => [label, make(one), make(one)] as const),
  ["the same private state behind a getter", new Sealed(1), new Sealed(1)],
  ["sets in another order", new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])],
  ["maps with object keys", new Map([[{ x: 1 }, [2]]]), new Map([[{ x: 1 }, [2]]])],
  ["typed arrays", new Uint8Array([1, 2]), new Uint8Array([0, 1, 2]).subarray(1)],
  ["zero and minus zero in typed arrays", new Float64Array([0]), new Float64Array([-0])],
  ["buffers", new Uint8Array([1]).buffer, new Uint8Array([1]).buffer],
  ["circular maps", circularMap(), circularMap()],
  ["instances of one class", new Point(1, 2), new Point(1, 2)],
  ["circular objects", circular("a"), circular("a")],
  ["weak references to equal targets", new WeakRef({ a: 1 }), new WeakRef({ a: 1 })],
];

const DIFFERENT: readonly Pair[] = [
  ["number and string", 1, "1"],
  ["null and undefined", null, undefined],
  ["null and an object", null, {}],
  ["a missing and an undefined property", {}, { a: undefined }],
  ["differently named undefined properties", { a: undefined }, { b: undefined }],
  ["unregistered symbol keys", { [Symbol("k")]: 1 }, { [Symbol("k")]: 1 }],
  ["arrays in another order", [1, 2], [2, 1]],
  ["arrays of other length", [1, 2], [1]],
  ["an array and an object", [], {}],
  ["dates", new Date(5), new Date(6)],
  ...MADE_OF_TEXT.map(([label, make, one, other]) => [label, make(one), make(other)] as const),
  ["other private state behind a getter", new Sealed(1), new Sealed(2)],
  ["errors", new Error("a"), new Error("b")],
  ["sets", new Set([1, 2]), new Set([1, 3])],
  ["sizes of sets", new Set([1]), new Set([1, 2])],
  ["values in maps", new Map([["a", 1]]), new Map([["a", 2]])],
  ["keys of maps", new Map([[{ x: 1 }, 1]]), new Map([[{ x: 2 }, 1]])],
  ["typed arrays", new Uint8Array([1, 2]), new Uint8Array([2, 1])],
  ["classes of typed arrays", new Uint8Array([1]), new Int8Array([1])],
  ["buffers", new Uint8Array([1]).buffer, new Uint8Array([2]).buffer],
  ["an instance and a copy of its properties", new Point(1, 2), { x: 1, y: 2 }],
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
