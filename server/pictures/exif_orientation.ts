/** TIFF 6.0: the tag of a picture's orientation, and the type of its value. */
const ORIENTATION_TAG = 0x0112, SHORT = 3;
const MAGIC = 42, ENTRY_BYTES = 12;

/** How a picture is stored (1 to 8), from its EXIF data; `undefined` when that is not understood. */
export function exifOrientation(tiff: Uint8Array): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const order = view.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return undefined;
    const isLittle = order === 0x4949;
    if (view.getUint16(2, isLittle) !== MAGIC) return undefined;
    const directory = view.getUint32(4, isLittle);
    const entries = view.getUint16(directory, isLittle);
    for (let entry = 0; entry < entries; entry++) {
      const at = directory + 2 + entry * ENTRY_BYTES;
      if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
      const value = view.getUint16(at + 8, isLittle);
      return view.getUint16(at + 2, isLittle) === SHORT && value >= 1 && value <= 8
        ? value
        : undefined;
    }
    return 1;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
