import { assertEquals } from "@std/assert";
import type { Stretch, WalkEnd } from "../../../contract/formats/walking.ts";
import { SeededRandom } from "../../crash/seeded_random.ts";

type Part = Stretch & { readonly kind: string } | WalkEnd;

/** What a walk yields, in short: `IHDR`, `IDAT`, `end: closed`. */
export function told(walk: Iterable<Part & { name?: string; type?: string; code?: number }>) {
  return [...walk].map((part) => {
    if ("why" in part) return `end: ${part.why}`;
    return part.name ?? part.type ?? part.code?.toString(16) ?? part.kind;
  });
}

/**
 * Asserts what every walk promises: parts one behind the other from `start` on, the end last, where
 * the parts end or where one begins that goes too far.
 */
export function assertWalk(
  parts: readonly Part[],
  { start, length, name }: {
    readonly start: number;
    readonly length: number;
    readonly name: string;
  },
): void {
  let [at, before] = [start, start];
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    assertEquals("why" in part, isLast, `${name}: the end comes last, and it comes`);
    if ("why" in part) {
      const isCut = part.why === "cut-off" && at > length;
      assertEquals(part.at, isCut ? before : at, `${name}: ended ${part.why}`);
      assertEquals(part.at <= length, true, `${name}: ended within the file`);
    } else {
      assertEquals(part.start, at, `${name}: part ${index} begins where the last one ended`);
      assertEquals(part.end > part.start || part.kind === "scan", true, `${name}: part ${index}`);
      [before, at] = [part.start, part.end];
    }
  }
}

/** The file damaged in many ways: cut off anywhere, with other bytes in it, with too few and too many. */
export function* damaged(bytes: Uint8Array, seed: number): Generator<Uint8Array> {
  const random = new SeededRandom(seed);
  const upTo = (most: number) => Math.floor(random.next() * most);
  yield new Uint8Array();
  for (let count = 0; count < 300; count++) {
    const other = bytes.slice(0, count % 3 === 0 ? upTo(bytes.length) : bytes.length);
    for (let change = upTo(6); change > 0 && other.length > 0; change--) {
      other[upTo(other.length)] = [0, 1, 0xff, upTo(256)][upTo(4)] ?? 0;
    }
    const at = upTo(other.length);
    yield count % 2 === 0
      ? other
      : Uint8Array.from([...other.subarray(0, at), ...other.subarray(at + upTo(5))]);
  }
}
