import { SNIFF_BYTES } from "../../contract/upload_kind.ts";
import { InputError } from "../errors.ts";
import { imageTypeOf } from "./image_type.ts";
import { mendPicture, rebuiltPicture } from "./mending/mend_picture.ts";
import type { MendedPicture } from "./mending/mended.ts";
import type { PictureFile } from "./opened_picture.ts";

/**
 * Reads a picture strictly once it is mended; what a decoder gives up is put together anew, where that
 * costs no pixel. The decoder's complaints become the visitor's.
 *
 * @throws {InputError} `image-unreadable` and what `read` throws as such
 */
export function readMended<Value>(
  bytes: Uint8Array,
  read: (file: PictureFile, mended: MendedPicture) => Value,
): Value {
  const type = imageTypeOf(bytes.subarray(0, SNIFF_BYTES));
  const mended = mendPicture(bytes, type);
  const isDamaged = mended.isDamaged ?? false;
  try {
    return read({ bytes: mended.bytes, type, isDamaged }, mended);
  } catch (error) {
    // A trap in WebAssembly itself is a worker's death.
    if (error instanceof InputError || error instanceof WebAssembly.RuntimeError) throw error;
    const rebuilt = rebuiltPicture(mended.bytes, type);
    if (rebuilt === undefined) throw unreadable(mended, error);
    try {
      return read({ bytes: rebuilt, type, isDamaged }, mended);
    } catch (cause) {
      throw unreadable(mended, cause);
    }
  }
}

function unreadable({ end }: MendedPicture, cause: unknown): unknown {
  if (cause instanceof InputError || cause instanceof WebAssembly.RuntimeError) return cause;
  const parameters = end === "unsure" ? { kind: "cut-off" } as const : {};
  return new InputError("image-unreadable", parameters, { cause });
}
