import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { computed, Signal, signal } from "@preact/signals";
import { h } from "preact";
import { deserialize } from "../client/deserialize.ts";
import { serialize } from "../rendering/serialize.ts";

function roundTrip<T>(value: T): T {
  return deserialize(serialize(value)) as T;
}

Deno.test("plain values come back as they were", () => {
  const values = ["", "text", 0, 1.5, -7, true, false, null, undefined, 2n ** 70n];
  assertEquals(roundTrip(values), values);
  for (const value of [NaN, Infinity, -Infinity, -0]) {
    assertEquals(Object.is(roundTrip({ value }).value, value), true, String(value));
  }
});

Deno.test("dates, addresses, patterns, bytes, sets and maps come back as such", () => {
  const value = {
    date: new Date(1e12),
    url: new URL("https://example.com/?a"),
    pattern: /a\/b/giu,
    bytes: new Uint8Array([0, 127, 255]),
    set: new Set([1, "a", null]),
    map: new Map<unknown, unknown>([[{ key: 1 }, ["value"]], [undefined, -0]]),
  };
  assertEquals(roundTrip(value), value);
});

Deno.test("holes in a list stay holes, also at its end", () => {
  const list = [1, 2, 3];
  delete list[0];
  list.length = 5;
  const copy = roundTrip(list);
  assertEquals([copy.length, 0 in copy, 1 in copy, 4 in copy], [5, false, true, false]);
});

Deno.test("shared and circular references stay shared and circular", () => {
  const shared = { name: "shared" };
  const circular: Record<string, unknown> = { list: [shared, shared], set: new Set([shared]) };
  circular.self = circular;
  const copy = roundTrip(circular);
  const [first, second] = copy.list as unknown[];
  assertStrictEquals(first, second);
  assertStrictEquals([...copy.set as Set<unknown>][0], first);
  assertStrictEquals(copy.self, copy);
});

Deno.test("signals stay signals, and a shared one stays one", () => {
  const count = signal(3);
  const copy = roundTrip({ count, again: count, double: computed(() => count.value * 2) });
  assertInstanceOf(copy.count, Signal);
  assertStrictEquals(copy.count, copy.again);
  assertEquals([copy.count.value, copy.double.value], [3, 6]);
  copy.count.value = 4;
  assertEquals(copy.again.value, 4);
  assertEquals(Reflect.set(copy.double, "value", 1), false);
});

Deno.test("a property named __proto__ cannot change an object's prototype", () => {
  const copy = roundTrip(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}'));
  assertStrictEquals(Object.getPrototypeOf(copy), Object.prototype);
  assertEquals(copy, { a: 1 });
});

Deno.test("functions, symbols and nested JSX are refused with the place where they stand", () => {
  assertThrows(() => serialize({ a: [() => {}] }), TypeError, 'function (at "a.0")');
  assertThrows(() => serialize({ a: Symbol("s") }), TypeError, 'symbol (at "a")');
  assertThrows(() => serialize({ a: { b: h("p", null) } }), TypeError, "JSX must be");
});
