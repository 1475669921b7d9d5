/** Pairs that are being compared further up; a cycle counts as equal. */
type Seen = Map<object, object>;
type Collection = Set<unknown> | Map<unknown, unknown>;

/** Classes whose text tells all about an instance; its properties tell less, or too much. */
const TOLD_BY_TEXT: ReadonlySet<object> = new Set(
  [
    ...[RegExp, URL, URLSearchParams, Intl.Locale, Temporal.Duration, Temporal.Instant],
    ...[Temporal.PlainDate, Temporal.PlainDateTime, Temporal.PlainMonthDay, Temporal.PlainTime],
    ...[Temporal.PlainYearMonth, Temporal.ZonedDateTime],
  ].map(({ prototype }) => prototype),
);

/**
 * Whether two values have the same prototype, the same contents and equal properties, those that
 * getters compute included. `NaN` equals itself, `0` equals `-0`, an object without a prototype
 * equals a plain one, a missing property differs from an undefined one. Nothing tells apart two
 * instances whose state no getter shows.
 *
 * @throws {TypeError} when asked to compare weak collections, whose contents cannot be seen
 */
export function equal(first: unknown, second: unknown): boolean {
  return isEqual(first, second, new Map());
}

function isEqual(first: unknown, second: unknown, seen: Seen): boolean {
  if (first === second || Object.is(first, second)) return true;
  if (!isObject(first) || !isObject(second)) return false;
  if (first instanceof Date && second instanceof Date) {
    return Object.is(first.getTime(), second.getTime());
  }
  if (prototypeOf(first) !== prototypeOf(second)) return false;
  if (seen.get(first) === second) return true;
  seen.set(first, second);
  return hasEqualContents(first, second, seen);
}

/** Compares two objects of one prototype. */
function hasEqualContents(first: object, second: object, seen: Seen): boolean {
  const contents = contentsOf(first);
  if (contents !== undefined) return isEqual(contents, contentsOf(second), seen);
  if (isTypedArray(first) && isTypedArray(second)) {
    return first.length === second.length &&
      first.every((item, index) => isEqual(item, second[index], seen));
  }
  if (Object.keys(first).length !== Object.keys(second).length) return false;
  if (TOLD_BY_TEXT.has(prototypeOf(first))) return String(first) === String(second);
  if (isCollection(first) && isCollection(second)) return hasEqualEntries(first, second, seen);
  const keys = keysOf(first);
  return keys.symmetricDifference(keysOf(second)).size === 0 &&
    keys.values().every((key) => isEqual(Reflect.get(first, key), Reflect.get(second, key), seen));
}

/** What to compare in the object's place; `undefined` when it speaks for itself. */
function contentsOf(value: object): unknown {
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return new Uint8Array(value);
  }
  if (value instanceof WeakRef) return [value.deref()];
  if (value instanceof WeakMap || value instanceof WeakSet) {
    throw new TypeError(`Cannot compare ${value.constructor.name} instances`);
  }
  return undefined;
}

function hasEqualEntries(first: Collection, second: Collection, seen: Seen): boolean {
  return first.size === second.size && first.entries().every(([key, value]) => {
    if (second.has(key)) {
      return !(second instanceof Map) || isEqual(value, second.get(key), seen);
    }
    return isObject(key) && second.entries().some((entry) => isEqual([key, value], entry, seen));
  });
}

/** The keys of a plain object or array; of any other also those of its class, where getters are. */
function keysOf(value: object): Set<PropertyKey> {
  const isPlain = [Object.prototype, Array.prototype].includes(prototypeOf(value));
  if (isPlain) return new Set(Reflect.ownKeys({ ...value }));
  const keys = new Set<PropertyKey>();
  for (let holder = value; holder !== Object.prototype; holder = prototypeOf(holder)) {
    for (const key of Reflect.ownKeys(holder)) keys.add(key);
  }
  return keys;
}

function prototypeOf(value: object): object {
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isTypedArray(value: object): value is Uint8Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isCollection(value: object): value is Collection {
  return value instanceof Set || value instanceof Map;
}
