/** Pairs that are being compared further up; a cycle counts as equal. */
type Seen = Map<object, object>;

/**
 * Whether two values have the same structure: same constructor, same own enumerable properties,
 * equal contents. `NaN` equals itself, `0` equals `-0`, an object without a prototype equals a
 * plain one, a missing property differs from an undefined one.
 *
 * @throws {TypeError} when asked to compare weak collections, whose contents cannot be seen
 */
export function equal(first: unknown, second: unknown): boolean {
  return isEqual(first, second, new Map());
}

function isEqual(first: unknown, second: unknown, seen: Seen): boolean {
  if (first === second || Object.is(first, second)) return true;
  if (!isObject(first) || !isObject(second)) return false;
  if (constructorOf(first) !== constructorOf(second)) return false;
  if (first instanceof WeakMap || first instanceof WeakSet) {
    throw new TypeError(`Cannot compare ${first.constructor.name} instances`);
  }
  if (seen.get(first) === second) return true;
  seen.set(first, second);
  return hasEqualContents(first, second, seen) &&
    hasEqualProperties(first, second, seen);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function constructorOf(value: object): unknown {
  return value.constructor ?? Object;
}

/** Compares what objects hold beside their properties. */
function hasEqualContents(first: object, second: object, seen: Seen): boolean {
  if (first instanceof Date && second instanceof Date) {
    return Object.is(first.getTime(), second.getTime());
  }
  if (first instanceof RegExp && second instanceof RegExp) {
    return String(first) === String(second);
  }
  if (first instanceof URL && second instanceof URL) {
    return first.href === second.href;
  }
  if (first instanceof Error && second instanceof Error) {
    return first.name === second.name && first.message === second.message;
  }
  if (first instanceof ArrayBuffer && second instanceof ArrayBuffer) {
    return isEqual(new Uint8Array(first), new Uint8Array(second), seen);
  }
  if (first instanceof WeakRef && second instanceof WeakRef) {
    return isEqual(first.deref(), second.deref(), seen);
  }
  if (first instanceof Set && second instanceof Set) {
    return first.size === second.size && first.keys().every((item) => {
      return second.has(item) ||
        second.keys().some((other) => isEqual(item, other, seen));
    });
  }
  if (first instanceof Map && second instanceof Map) {
    return first.size === second.size &&
      first.entries().every(([key, value]) => {
        if (second.has(key)) return isEqual(value, second.get(key), seen);
        return second.entries().some((entry) => isEqual([key, value], entry, seen));
      });
  }
  return true;
}

function hasEqualProperties(
  first: object,
  second: object,
  seen: Seen,
): boolean {
  if (Array.isArray(first) && Array.isArray(second) && first.length !== second.length) return false;
  const keys = enumerableKeys(first);
  if (keys.length !== enumerableKeys(second).length) return false;
  return keys.every((key) => {
    return Object.hasOwn(second, key) &&
      isEqual(Reflect.get(first, key), Reflect.get(second, key), seen);
  });
}

function enumerableKeys(value: object): PropertyKey[] {
  const symbols = Object.getOwnPropertySymbols(value);
  return [
    ...Object.keys(value),
    ...symbols.filter((key) => Object.prototype.propertyIsEnumerable.call(value, key)),
  ];
}
