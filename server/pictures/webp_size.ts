import type { FrameSize } from "../../contract/frame_size.ts";

/** Where the first chunk's contents begin, behind `RIFF`, `WEBP` and its own name and length. */
const CONTENTS = 20;
const SIDE_BITS = 14;
const SIDE_MASK = (1 << SIDE_BITS) - 1;

/**
 * The size in pixels that a WebP's first chunk names (RFC 9649, sections 2.5 to 2.7); `undefined` when
 * the file is none.
 */
export function webpSize(bytes: Uint8Array): FrameSize | undefined {
  if (nameAt(bytes, 0) !== "RIFF" || nameAt(bytes, 8) !== "WEBP") return undefined;
  // What is missing counts as zeros, as little as that may be.
  const head = new Uint8Array(CONTENTS + 10);
  head.set(bytes.subarray(0, head.length));
  const view = new DataView(head.buffer);
  switch (nameAt(bytes, 12)) {
    case "VP8X":
      return { width: uint24(view, CONTENTS + 4) + 1, height: uint24(view, CONTENTS + 7) + 1 };
    case "VP8L": {
      // One signature byte, then both sides less one, from the lowest bit on.
      const bits = view.getUint32(CONTENTS + 1, true);
      return { width: (bits & SIDE_MASK) + 1, height: ((bits >>> SIDE_BITS) & SIDE_MASK) + 1 };
    }
    case "VP8 ":
      // Frame tag and start code, then both sides below two bits of scaling (RFC 6386, 9.1).
      return {
        width: view.getUint16(CONTENTS + 6, true) & SIDE_MASK,
        height: view.getUint16(CONTENTS + 8, true) & SIDE_MASK,
      };
    default:
      return undefined;
  }
}

function nameAt(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

function uint24(view: DataView, offset: number): number {
  return view.getUint16(offset, true) + (view.getUint8(offset + 2) << 16);
}
