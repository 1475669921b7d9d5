import { isValidElement } from "preact";

const UNDEFINED = -1;
const NULL = -2;
const NOT_A_NUMBER = -3;
const INFINITY = -4;
const NEGATIVE_INFINITY = -5;
const NEGATIVE_ZERO = -6;
const HOLE = -7;

type Reference = (value: unknown) => number;

/**
 * Writes `root` as JSON that keeps shared and circular references, signals, and the built-in types
 * that JSON has no words for. The result is a list of values: objects and arrays hold indexes into
 * it, with negative numbers for the constants above; `["Date", …]` and the like name their type.
 *
 * @throws {TypeError} on functions, symbols and JSX, with the path of property names that leads there.
 */
export function serialize(root: unknown): string {
  const values: unknown[] = [];
  const indexes = new Map<unknown, number>();
  const write = (value: unknown, path: string): number => {
    const constant = constantFor(value);
    if (constant !== undefined) return constant;
    const known = indexes.get(value);
    if (known !== undefined) return known;
    const index = values.push(null) - 1;
    indexes.set(value, index);
    values[index] = encode(value, { path, write });
    return index;
  };
  write(root, "");
  return JSON.stringify(values);
}

function constantFor(value: unknown): number | undefined {
  if (value === undefined) return UNDEFINED;
  if (value === null) return NULL;
  if (typeof value !== "number") return undefined;
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  if (value === Infinity) return INFINITY;
  if (value === -Infinity) return NEGATIVE_INFINITY;
  return Object.is(value, -0) ? NEGATIVE_ZERO : undefined;
}

interface EncodeOptions {
  path: string;
  write(value: unknown, path: string): number;
}

function encode(value: unknown, { path, write }: EncodeOptions): unknown {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return ["BigInt", String(value)];
    case "object":
      return encodeObject(value as object, {
        path,
        reference: (inner) => write(inner, path),
        property: (name, inner) => write(inner, `${path}.${name}`),
      });
    default:
      throw new TypeError(
        `Island props cannot hold a ${typeof value} (at "${
          path.slice(1)
        }"). Pass plain data, signals or JSX.`,
      );
  }
}

interface ObjectOptions {
  path: string;
  reference: Reference;
  property(name: string, value: unknown): number;
}

function encodeObject(
  value: object,
  { path, reference, property }: ObjectOptions,
): unknown {
  if (Array.isArray(value)) {
    return Array.from(
      value,
      (item, i) => i in value ? property(String(i), item) : HOLE,
    );
  }
  if (isSignal(value)) {
    return [isReadonly(value) ? "Computed" : "Signal", reference(value.peek())];
  }
  if (value instanceof Date) return ["Date", value.toISOString()];
  if (value instanceof URL) return ["URL", value.href];
  if (value instanceof RegExp) return ["RegExp", value.source, value.flags];
  if (value instanceof Uint8Array) return ["Uint8Array", value.toBase64()];
  if (value instanceof Set) return ["Set", ...Array.from(value, reference)];
  if (value instanceof Map) {
    return ["Map", ...Array.from(value).flat().map(reference)];
  }
  if (isValidElement(value)) {
    throw new TypeError(
      `JSX must be a prop of its own in island props (at "${path.slice(1)}").`,
    );
  }
  const entries = Object.entries(value).map((
    [name, item],
  ) => [name, property(name, item)]);
  return Object.fromEntries(entries);
}

/** What the server reads of a signal. */
export interface SignalLike {
  peek(): unknown;
}

/** Whether the object is a signal or a computed one, of whatever copy of the library. */
export function isSignal(value: object): value is SignalLike {
  return "brand" in value && value.brand === Symbol.for("preact-signals");
}

function isReadonly(signal: SignalLike): boolean {
  const accessor = Object.getOwnPropertyDescriptor(
    Object.getPrototypeOf(signal),
    "value",
  );
  return accessor?.set === undefined;
}
