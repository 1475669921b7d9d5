import type { BmpHeader } from "../../contract/formats/bmp_header.ts";
import { InputError } from "../errors.ts";

/** What follows a zero instead of a colour: end of the row, of the picture, a step to another place. */
const ROW_END = 0, PICTURE_END = 1, STEP = 2;

/**
 * Fills `data` with the pixels of a run-length encoded BMP (Microsoft: bitmap compression). What no run
 * reaches stays transparent.
 *
 * @throws {InputError} `image-unreadable`, `cut-off`, where the data end before the picture
 */
export function readRuns(
  bytes: Uint8Array,
  { header, palette, data }: {
    readonly header: BmpHeader;
    readonly palette: Uint8Array;
    readonly data: Uint8Array;
  },
): void {
  const { width, height, depth } = header;
  const isNarrow = depth === 4;
  let at = header.pixels, column = 0, row = height - 1;
  const draw = (index: number) => {
    if (column < width && row >= 0) {
      const place = 4 * (row * width + column);
      for (let band = 0; band < 4; band++) data[place + band] = palette[4 * index + band] ?? 0;
    }
    column++;
  };
  while (row >= 0) {
    const count = bytes[at], value = bytes[at + 1];
    if (count === undefined || value === undefined) {
      throw new InputError("image-unreadable", { kind: "cut-off" });
    }
    at += 2;
    if (count > 0) {
      for (let index = 0; index < count; index++) {
        draw(!isNarrow ? value : index % 2 === 0 ? value >> 4 : value & 15);
      }
    } else if (value === ROW_END) [column, row] = [0, row - 1];
    else if (value === PICTURE_END) return;
    else if (value === STEP) {
      column += bytes[at++] ?? 0;
      row -= bytes[at++] ?? 0;
    } else {
      const length = isNarrow ? Math.ceil(value / 2) : value;
      for (let index = 0; index < value; index++) {
        const byte = bytes[at + (isNarrow ? index >> 1 : index)] ?? 0;
        draw(!isNarrow ? byte : index % 2 === 0 ? byte >> 4 : byte & 15);
      }
      at += length + length % 2;
    }
  }
}
