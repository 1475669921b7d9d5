import {
  DHT,
  DRI,
  isJpegFrame,
  jpegFrame,
  jpegParts,
  SEQUENTIAL,
  SOS,
} from "../../../contract/formats/jpeg_parts.ts";
import type { FrameSize } from "../../../contract/frame_size.ts";
import { MAX_JPEG_PIXELS } from "../../../contract/image_limits.ts";
import type { Stretch } from "../../../contract/formats/walking.ts";
import { addHuffmanTables, type HuffmanTable, ScanReader } from "./huffman_reading.ts";
import { joined } from "./mended.ts";
import {
  type BlockReader,
  finerBlocks,
  KnownCoefficients,
  meanBlocks,
  newBlocks,
  wholeBlocks,
} from "./scan_blocks.ts";

const RESTART = 0xd0, RESTARTS = 8, BLOCK = 8;
/** Frames whose data are coded otherwise (T.81, table B.1). */
const ARITHMETIC = [0xc9, 0xca, 0xcb];
const MOST_COMPONENTS = 4;
/** Honest tables have some hundred bytes, and a progressive picture a dozen of them. */
const MOST_TABLE_BYTES = 64 * 1024;
/** The tables of the other coefficients (T.81, B.2.4.2). */
const OTHERS = 0x10;

interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly known: KnownCoefficients;
}

interface Frame extends FrameSize {
  readonly isSequential: boolean;
  readonly components: readonly Component[];
}

/** How a scan is read: unit by unit, of each unit the blocks. */
interface Scan {
  readonly blocks: readonly BlockReader[];
  readonly units: number;
}

/**
 * A JPEG without the bytes that stand behind the pixels' data before a restart marker or another
 * segment, as some scanners write them. Where the data end is known by reading them. `undefined` where
 * they end too early or are no such data.
 */
export function cleanScans(bytes: Uint8Array): Uint8Array | undefined {
  const tables = new Map<number, HuffmanTable>();
  let frame: Frame | undefined, scan: Scan | undefined, interval = 0, tableBytes = 0;
  const pieces: Uint8Array[] = [];
  for (const part of jpegParts(bytes)) {
    if (part.kind === "end") {
      return part.why === "closed" ? joined([...pieces, bytes.subarray(part.at)]) : undefined;
    }
    if (part.kind === "stray") continue;
    if (part.kind === "scan") {
      const clean = scan && cleanScan(bytes, part, { ...scan, interval });
      if (clean === undefined) return undefined;
      pieces.push(...clean);
      continue;
    }
    const content = bytes.subarray(part.contentStart, part.end);
    if (isJpegFrame(part.code)) {
      if (frame !== undefined) return undefined;
      frame = frameOf(content, part.code);
    }
    if (part.code === DHT && (tableBytes += content.length) > MOST_TABLE_BYTES) return undefined;
    if (part.code === DHT) addHuffmanTables(content, tables);
    if (part.code === DRI) interval = ((content[0] ?? 0) << 8) | (content[1] ?? 0);
    if (part.code === SOS) scan = frame && scanOf(content, frame, tables);
    pieces.push(bytes.subarray(part.start, part.end));
  }
  return undefined;
}

/** The scan's pieces: each interval's data as far as they go, and the restart marker behind it. */
function cleanScan(
  bytes: Uint8Array,
  { start, end }: Stretch,
  { blocks, units, interval }: Scan & { readonly interval: number },
): Uint8Array[] | undefined {
  const pieces: Uint8Array[] = [];
  let at = start, restart = 0;
  for (let unit = 0;;) {
    const reader = new ScanReader(bytes, { start: at, end });
    const last = Math.min(units, unit + (interval || units));
    for (; unit < last; unit++) {
      for (const read of blocks) read(reader, unit);
      if (!reader.isWell) return undefined;
    }
    pieces.push(bytes.subarray(at, reader.at));
    if (unit === units) return pieces;
    const marker = nextRestart(bytes, { start: reader.at, end });
    if (marker === undefined || bytes[marker + 1] !== RESTART + restart) return undefined;
    at = marker + 2;
    pieces.push(bytes.subarray(marker, at));
    restart = (restart + 1) % RESTARTS;
  }
}

function nextRestart(bytes: Uint8Array, { start, end }: Stretch): number | undefined {
  for (let at = bytes.indexOf(0xff, start); at !== -1 && at + 1 < end;) {
    const code = bytes[at + 1] ?? 0;
    if (code >= RESTART && code < RESTART + RESTARTS) return at;
    at = bytes.indexOf(0xff, at + 1);
  }
  return undefined;
}

function frameOf(content: Uint8Array, code: number): Frame | undefined {
  const frame = jpegFrame(content);
  if (frame === undefined || ARITHMETIC.includes(code)) return undefined;
  const { width, height, components: count } = frame;
  if (count > MOST_COMPONENTS || width * height > MAX_JPEG_PIXELS) return undefined;
  const samplings = Array.from(
    { length: frame.components },
    (_, index) => content.subarray(6 + 3 * index, 8 + 3 * index),
  ).map(([id = 0, both = 0]) => ({ id, across: both >> 4, down: both & 15 }));
  if (samplings.some(({ across, down }) => across === 0 || down === 0)) return undefined;
  const isSequential = SEQUENTIAL.includes(code);
  const components = samplings.map((one) => ({
    ...one,
    known: new KnownCoefficients(isSequential ? 0 : unitsOf({ width, height }, samplings, one)),
  }));
  return { width, height, isSequential, components };
}

/** How many blocks a component has, or units of blocks a scan of all components (T.81, A.2). */
function unitsOf(
  { width, height }: FrameSize,
  components: readonly Omit<Component, "known">[],
  only?: Omit<Component, "known">,
): number {
  const across = Math.max(...components.map(({ across }) => across));
  const down = Math.max(...components.map(({ down }) => down));
  if (only === undefined) {
    return Math.ceil(width / (BLOCK * across)) * Math.ceil(height / (BLOCK * down));
  }
  const columns = Math.ceil(Math.ceil(width * only.across / across) / BLOCK);
  return columns * Math.ceil(Math.ceil(height * only.down / down) / BLOCK);
}

function scanOf(
  content: Uint8Array,
  frame: Frame,
  tables: ReadonlyMap<number, HuffmanTable>,
): Scan | undefined {
  const count = content[0] ?? 0;
  const [first = 0, last = 0, bits = 0] = content.subarray(-3);
  const band = { first, last: Math.min(last, 63), isRefining: bits >> 4 !== 0 };
  const blocks: BlockReader[] = [];
  let only: Component | undefined;
  for (let index = 0; index < count; index++) {
    const [id, choice = 0] = content.subarray(1 + 2 * index);
    const component = frame.components.find((component) => component.id === id);
    const mean = tables.get(choice >> 4), others = tables.get(OTHERS | (choice & 15));
    const read = component && readerOf(frame, band, { mean, others, known: component.known });
    if (component === undefined || read === undefined) return undefined;
    only = count === 1 ? component : undefined;
    const each = only ? 1 : component.across * component.down;
    for (let block = 0; block < each; block++) blocks.push(read);
  }
  return { blocks, units: unitsOf(frame, frame.components, only) };
}

/** How the blocks of a scan are read; `undefined` where it has not the tables for that. */
function readerOf(
  { isSequential }: Frame,
  band: { readonly first: number; readonly last: number; readonly isRefining: boolean },
  { mean, others, known }: {
    readonly mean: HuffmanTable | undefined;
    readonly others: HuffmanTable | undefined;
    readonly known: KnownCoefficients;
  },
): BlockReader | undefined {
  if (isSequential) return mean && others && wholeBlocks(mean, others);
  if (band.first === 0) return band.isRefining ? meanBlocks(undefined) : mean && meanBlocks(mean);
  if (others === undefined) return undefined;
  return band.isRefining ? finerBlocks(others, band, known) : newBlocks(others, band, known);
}
