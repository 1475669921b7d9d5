import { computed, signal } from "@preact/signals";

const CONSTANTS = [undefined, null, NaN, Infinity, -Infinity, -0];
const HOLE = -7;

type Revive = (index: number) => unknown;

/** Reads what the server's `serialize()` wrote: shared references come out shared, signals as signals. */
export function deserialize(json: string): unknown {
  const values = JSON.parse(json) as unknown[];
  const revived = new Map<number, unknown>();

  const revive: Revive = (index) => {
    if (index < 0) return CONSTANTS[-index - 1];
    if (revived.has(index)) return revived.get(index);
    const value = values[index];
    if (typeof value !== "object" || value === null) return value;
    const isTagged = Array.isArray(value) && typeof value[0] === "string";
    const container = isTagged ? createTagged(value) : Array.isArray(value) ? [] : {};
    // Known before it is filled, because it may hold itself.
    revived.set(index, container);
    if (isTagged) fillTagged(container, { entry: value, revive });
    else {fill(container as Record<string, unknown>, {
        entry: value as object,
        revive,
      });}
    return container;
  };
  return revive(0);
}

function createTagged([tag, content, flags]: unknown[]): unknown {
  const text = String(content);
  switch (tag) {
    case "Signal":
      return signal();
    case "Computed": {
      const source = signal();
      return Object.assign(computed(() => source.value), { source });
    }
    case "BigInt":
      return BigInt(text);
    case "Date":
      return new Date(text);
    case "URL":
      return new URL(text);
    case "RegExp":
      return new RegExp(text, String(flags));
    case "Uint8Array":
      return Uint8Array.from(
        atob(text),
        (character) => character.charCodeAt(0),
      );
    case "Set":
      return new Set();
    default:
      return new Map();
  }
}

function fillTagged(
  container: unknown,
  { entry: [tag, ...content], revive }: { entry: unknown[]; revive: Revive },
): void {
  const items = () => content.map((index) => revive(Number(index)));
  if (tag === "Signal") (container as { value: unknown }).value = items()[0];
  if (tag === "Computed") {
    (container as { source: { value: unknown } }).source.value = items()[0];
  }
  if (container instanceof Set) items().forEach((item) => container.add(item));
  if (container instanceof Map) {
    const flat = items();
    for (let i = 0; i < flat.length; i += 2) {
      container.set(flat[i], flat[i + 1]);
    }
  }
}

function fill(
  container: Record<string, unknown>,
  { entry, revive }: { entry: object; revive: Revive },
): void {
  for (const [name, index] of Object.entries(entry)) {
    // Assigning to this name would change the object's prototype.
    if (name !== "__proto__" && index !== HOLE) container[name] = revive(index);
  }
  if (Array.isArray(entry)) container.length = entry.length;
}
