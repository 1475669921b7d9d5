import type { HuffmanTable, ScanReader } from "./huffman_reading.ts";

/** Goes through one block of a scan; `index` counts the component's blocks. */
export type BlockReader = (reader: ScanReader, index: number) => void;

/** What a scan brings of its blocks' coefficients (T.81, B.2.3). */
export interface ScanBand {
  readonly first: number;
  readonly last: number;
  /** Whether they are known already, but for their last bit. */
  readonly isRefining: boolean;
}

/** Which coefficients of a component are not zero, a bit for each. */
export class KnownCoefficients {
  readonly #bits: Uint8Array;

  constructor(blocks: number) {
    this.#bits = new Uint8Array(blocks * 8);
  }

  has(block: number, at: number): boolean {
    return ((this.#bits[block * 8 + (at >> 3)] ?? 0) & (1 << (at & 7))) !== 0;
  }

  add(block: number, at: number): void {
    const byte = block * 8 + (at >> 3);
    this.#bits[byte] = (this.#bits[byte] ?? 0) | (1 << (at & 7));
  }
}

const LAST = 63, LONGEST_RUN = 15;

/** Reads whole blocks, as in sequential pictures (T.81, F.2.2). */
export function wholeBlocks(first: HuffmanTable, others: HuffmanTable): BlockReader {
  return (reader) => {
    reader.skip(reader.symbol(first) & 15);
    for (let at = 1; at <= LAST; at++) {
      const symbol = reader.symbol(others);
      const bits = symbol & 15, run = symbol >> 4;
      if (bits === 0 && run < LONGEST_RUN) return;
      at += run;
      reader.skip(bits);
    }
  };
}

/** Reads the blocks' first coefficients (T.81, G.1.2.1), or one more bit of each. */
export function meanBlocks(table: HuffmanTable | undefined): BlockReader {
  return (reader) => reader.skip(table ? reader.symbol(table) & 15 : 1);
}

/** Reads a band of the other coefficients for the first time (T.81, G.1.2.2). */
export function newBlocks(
  table: HuffmanTable,
  { first, last }: ScanBand,
  known: KnownCoefficients,
): BlockReader {
  return (reader, block) => {
    if (reader.endsOfBand > 0) return void reader.endsOfBand--;
    for (let at = first; at <= last; at++) {
      const symbol = reader.symbol(table);
      const bits = symbol & 15, run = symbol >> 4;
      if (bits === 0 && run < LONGEST_RUN) {
        reader.endsOfBand = (1 << run) + reader.bits(run) - 1;
        return;
      }
      at += run;
      reader.skip(bits);
      if (bits > 0 && at <= LAST) known.add(block, at);
    }
  };
}

/** Reads one more bit of a band's coefficients, and those that this bit makes known (T.81, G.1.2.3). */
export function finerBlocks(
  table: HuffmanTable,
  { first, last }: ScanBand,
  known: KnownCoefficients,
): BlockReader {
  return (reader, block) => {
    let at = first;
    while (at <= last && reader.endsOfBand === 0) {
      const symbol = reader.symbol(table);
      const isNew = (symbol & 15) !== 0;
      let run = symbol >> 4;
      if (!isNew && run < LONGEST_RUN) {
        reader.endsOfBand = (1 << run) + reader.bits(run);
        break;
      }
      reader.skip(isNew ? 1 : 0);
      for (; at <= last; at++) {
        if (known.has(block, at)) reader.skip(1);
        else if (run-- === 0) break;
      }
      if (isNew && at <= last) known.add(block, at);
      at++;
    }
    if (reader.endsOfBand === 0) return;
    for (; at <= last; at++) if (known.has(block, at)) reader.skip(1);
    reader.endsOfBand--;
  };
}
