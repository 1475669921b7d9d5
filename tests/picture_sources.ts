import type { PictureSource } from "../server/generation/ports/picture_store.ts";

/** A picture that lies in a file. */
export async function fileSource(path: string): Promise<PictureSource> {
  const { size } = await Deno.stat(path);
  return { bytes: size, read: () => Deno.readFile(path) };
}

/** A picture that lies in memory. */
export function memorySource(bytes: Uint8Array): PictureSource {
  return { bytes: bytes.length, read: () => Promise.resolve(new Uint8Array(bytes)) };
}
