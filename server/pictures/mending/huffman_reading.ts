import type { Stretch } from "../../../contract/formats/walking.ts";

/** For each sixteen bits the code that they begin with: its length in the upper byte, its symbol below. */
export type HuffmanTable = Uint16Array;

const LONGEST = 16;

/**
 * Adds the tables of a DHT segment (T.81, B.2.4.2 and annex C), each under its class and number as they
 * are stored.
 */
export function addHuffmanTables(content: Uint8Array, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at + 1 + LONGEST <= content.length;) {
    const counts = content.subarray(at + 1, at + 1 + LONGEST);
    const table = new Uint16Array(1 << LONGEST);
    let symbol = at + 1 + LONGEST, next = 0;
    for (let length = 1; length <= LONGEST; length++) {
      const width = 1 << (LONGEST - length);
      for (let count = counts[length - 1] ?? 0; count > 0; count--) {
        table.fill((length << 8) | (content[symbol++] ?? 0), next, next + width);
        next += width;
      }
    }
    tables.set(content[at] ?? 0, table);
    at = symbol;
  }
}

/** Reads the bits of a scan's data up to the next marker, and stuffed zeros as nothing. */
export class ScanReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #next: number;
  #bits = 0;
  #count = 0;
  #isWell = true;
  /** Bits that were held though they are not there. */
  #ahead = 0;
  /** For how many blocks nothing more comes, in progressive scans. */
  endsOfBand = 0;

  constructor(bytes: Uint8Array, { start, end }: Stretch) {
    this.#bytes = bytes;
    this.#next = start;
    this.#end = end;
  }

  /** Whether all that was read was there, and a code where one should be. */
  get isWell(): boolean {
    return this.#isWell && this.#count >= this.#ahead;
  }

  /** Behind the last byte of which a bit was read. */
  get at(): number {
    let at = this.#next;
    for (let unread = (this.#count - this.#ahead) >> 3; unread > 0; unread--) {
      at -= this.#bytes[at - 1] === 0 && this.#bytes[at - 2] === 0xff ? 2 : 1;
    }
    return at;
  }

  /** The next symbol. */
  symbol(table: HuffmanTable): number {
    this.#fill();
    const code = table[(this.#bits >>> (this.#count - LONGEST)) & 0xffff] ?? 0;
    const length = code >> 8;
    if (length === 0) this.#isWell = false;
    this.#count -= length;
    return code & 0xff;
  }

  /** The number that the next bits make, up to fifteen. */
  bits(count: number): number {
    this.#fill();
    this.#count -= count;
    return (this.#bits >>> this.#count) & ((1 << count) - 1);
  }

  /** Leaves out up to fifteen bits. */
  skip(bits: number): void {
    this.#fill();
    this.#count -= bits;
  }

  /** Holds at least sixteen bits; zeros that are not there are counted as ahead. */
  #fill(): void {
    while (this.#count < LONGEST) {
      const byte = this.#next < this.#end ? this.#bytes[this.#next] ?? 0 : 0xff;
      const isMarker = byte === 0xff &&
        (this.#next >= this.#end || this.#bytes[this.#next + 1] !== 0);
      this.#bits = (this.#bits << 8) | (isMarker ? 0 : byte);
      this.#count += 8;
      if (isMarker) this.#ahead += 8;
      else this.#next += byte === 0xff ? 2 : 1;
    }
  }
}
