/** Reads ZIP files as far as tests need it. */

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;

/** A file in a ZIP. */
export interface ZipEntry {
  readonly name: string;
  /** 0 is stored. */
  readonly method: number;
  readonly crc32: number;
  readonly bytes: Uint8Array;
}

/** The entries by the central directory (PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16). */
export function readZip(zip: Uint8Array): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22;
  if (view.getUint32(end, true) !== END_RECORD) throw new Error("no end record");
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== CENTRAL_HEADER) throw new Error("no central header");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true)
    ) as [number, number, number];
    entries.push({
      name: new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      crc32: view.getUint32(at + 16, true),
      bytes: fileAt(zip, {
        at: view.getUint32(at + 42, true),
        size: view.getUint32(at + 20, true),
      }),
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

function fileAt(zip: Uint8Array, file: { readonly at: number; readonly size: number }): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  if (view.getUint32(file.at, true) !== LOCAL_HEADER) throw new Error("no local header");
  const start = file.at + 30 + view.getUint16(file.at + 26, true) +
    view.getUint16(file.at + 28, true);
  return zip.slice(start, start + file.size);
}
