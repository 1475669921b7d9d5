// What the app uses of gifenc, which ships no types. Colours are [red, green, blue].

/** Up to `maxColors` colours for pixels of four bytes each. */
export function quantize(
  rgba: Uint8Array | Uint8ClampedArray,
  maxColors: number,
  options?: { readonly format?: "rgb565" | "rgb444" | "rgba4444" },
): number[][];

/** The nearest colour of the palette for each pixel. */
export function applyPalette(
  rgba: Uint8Array | Uint8ClampedArray,
  palette: readonly (readonly number[])[],
  format?: "rgb565" | "rgb444" | "rgba4444",
): Uint8Array;

/** A GIF that grows frame by frame. */
export function GIFEncoder(): {
  writeFrame(
    pixels: Uint8Array,
    width: number,
    height: number,
    options: {
      readonly palette: readonly (readonly number[])[];
      /** How long it shows, in milliseconds. */
      readonly delay: number;
      /** How often the video is repeated: 0 is for ever. Read with the first frame. */
      readonly repeat?: number;
    },
  ): void;
  finish(): void;
  bytes(): Uint8Array<ArrayBuffer>;
};
