import { MIN_ZOOM } from "../../contract/crop.ts";
import { kindOf } from "./file_kind.ts";
import { pictureSize } from "./picture_size.ts";
import { redraw } from "./redrawing.ts";
import { boundsOf, type UploadWish } from "./upload_plan.ts";

/** What is sent of a chosen file. */
export interface PreparedUpload {
  readonly file: File;
  /** Whether these are the bytes that were chosen. */
  readonly isOriginal: boolean;
}

const prepared = new WeakMap<File, Map<string, Promise<PreparedUpload>>>();

/**
 * What to send of a picture: its own bytes, or a smaller drawing of it where that saves time. The
 * same file and wish give the same bytes every time, so that a repeated request is a repetition. What
 * is over the limit is sent less fine, as far as that helps.
 */
export async function prepareUpload(
  file: File,
  { sendsOriginal, zoom, maxImageBytes }: UploadWish & { readonly maxImageBytes: number },
): Promise<PreparedUpload> {
  const finest = await remembered(file, { sendsOriginal, zoom });
  if (finest.file.size <= maxImageBytes) return finest;
  return await remembered(file, { sendsOriginal: false, zoom: MIN_ZOOM });
}

function remembered(file: File, wish: UploadWish): Promise<PreparedUpload> {
  const known = prepared.get(file) ?? new Map<string, Promise<PreparedUpload>>();
  prepared.set(file, known);
  const key = `${wish.sendsOriginal} ${Math.ceil(wish.zoom)}`;
  const preparing = known.get(key) ?? prepare(file, wish);
  known.set(key, preparing);
  return preparing;
}

async function prepare(file: File, wish: UploadWish): Promise<PreparedUpload> {
  const original = { file, isOriginal: true };
  try {
    const kind = await kindOf(file);
    const size = await pictureSize(file, kind);
    const bounds = boundsOf({ kind, size, bytes: file.size }, wish);
    if (bounds === undefined) return original;
    const keepsTransparency = kind !== "image/jpeg" && kind !== "heic";
    const drawing = await redraw(file, { bounds, keepsTransparency });
    if (drawing === undefined) return original;
    if (kind !== "heic" && drawing.size >= file.size) return original;
    return { file: asJpegFile(drawing, file), isOriginal: false };
  } catch {
    // Whatever this browser could not do, the chosen bytes can be sent.
    return original;
  }
}

function asJpegFile(drawing: Blob, { name, lastModified }: File): File {
  const stem = name.replace(/\.\w{1,5}$/, "");
  return new File([drawing], `${stem}.jpg`, { type: "image/jpeg", lastModified });
}
