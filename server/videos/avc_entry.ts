import type { IsoBox } from "../../contract/formats/iso_boxes.ts";
import { type AvcSequence, avcSequenceOf } from "./avc_sequence.ts";
import { boxesAt, boxesIn, contentOf } from "./mp4_tree.ts";

/** ISO/IEC 14496-12, 8.5.2 and 12.1.3: what comes before entries, and before the boxes of one. */
const LIST_HEADER = 8, ENTRY_FIELDS = 78, ENTRY_WIDTH = 24, ENTRY_HEIGHT = 26;
const NCLX = 0x6e636c78;
/** What the fields have room for. */
const MAX_SIDE = 0xffff;

/**
 * Lets the entry of H.264 in a track's list of codecs, and the track's header, tell size and colours as
 * the pictures do; where the pictures do not tell their colours, the entry's word stands.
 */
export function mendAvcEntry(bytes: Uint8Array, track: IsoBox): void {
  for (const list of boxesAt(bytes, track, "mdia/minf/stbl/stsd")) {
    const start = list.contentStart + LIST_HEADER;
    for (const entry of boxesIn(bytes, { start, end: list.end })) {
      if (entry.type !== "avc1" && entry.type !== "avc3") continue;
      const parts = boxesIn(bytes, { start: entry.contentStart + ENTRY_FIELDS, end: entry.end });
      const sequence = sequenceIn(bytes, parts);
      if (sequence === undefined) continue;
      mendSize(bytes, { entry, track, sequence });
      for (const box of parts) mendColours(contentOf(bytes, box), box.type, sequence);
    }
  }
}

function sequenceIn(bytes: Uint8Array, parts: readonly IsoBox[]): AvcSequence | undefined {
  const settings = parts.find(({ type }) => type === "avcC");
  if (settings === undefined) return undefined;
  try {
    return avcSequenceOf(bytes.subarray(settings.contentStart, settings.end));
  } catch (error) {
    // Pictures that nobody can read say nothing about their headers.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function mendSize(
  bytes: Uint8Array,
  { entry, track, sequence: { width, height } }: {
    readonly entry: IsoBox;
    readonly track: IsoBox;
    readonly sequence: AvcSequence;
  },
): void {
  const fields = contentOf(bytes, entry);
  const [oldWidth, oldHeight] = [fields.getUint16(ENTRY_WIDTH), fields.getUint16(ENTRY_HEIGHT)];
  if (oldWidth === width && oldHeight === height) return;
  if (Math.min(width, height) < 1 || Math.max(width, height) > MAX_SIDE) return;
  fields.setUint16(ENTRY_WIDTH, width);
  fields.setUint16(ENTRY_HEIGHT, height);
  for (const box of boxesAt(bytes, track, "tkhd")) {
    // A track may be shown in another size than its pictures have, but hardly in one that was wrong.
    const header = contentOf(bytes, box);
    const [atWidth, atHeight] = [header.byteLength - 8, header.byteLength - 4];
    if (header.getUint32(atWidth) !== oldWidth << 16) continue;
    if (header.getUint32(atHeight) !== oldHeight << 16) continue;
    header.setUint32(atWidth, width << 16);
    header.setUint32(atHeight, height << 16);
  }
}

function mendColours(box: DataView, type: string, { colours }: AvcSequence): void {
  if (type !== "colr" || colours === undefined) return;
  if (box.byteLength < 11 || box.getUint32(0) !== NCLX) return;
  colours.codes.forEach((code, at) => box.setUint16(4 + at * 2, code));
  box.setUint8(10, colours.isFullRange ? 0x80 : 0);
}
