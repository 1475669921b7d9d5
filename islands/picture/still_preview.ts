import { nameAt } from "../../contract/formats/walking.ts";
import { WEBP_HEADER_BYTES, webpHeader } from "../../contract/formats/webp_header.ts";
import { type FileBytes, kindOf } from "../upload/file_kind.ts";
import { redraw } from "../upload/redrawing.ts";

const AS_LARGE = { longSide: Infinity, shortSide: Infinity };

/**
 * What the studio shows of a picture: itself, or the first frame of one that moves, because that is
 * all that is sent of it. Where this browser cannot draw the frame, the picture moves.
 */
export async function stillOf(file: File): Promise<Blob> {
  try {
    if (!await mayMove(file)) return file;
    return await redraw(file, { bounds: AS_LARGE, keepsTransparency: false }) ?? file;
  } catch {
    return file;
  }
}

/** Sees only what is cheap to see: any GIF may move. */
async function mayMove(file: FileBytes): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, WEBP_HEADER_BYTES).arrayBuffer());
  switch (await kindOf(file)) {
    case "image/gif":
      return true;
    case "image/webp":
      return webpHeader(head)?.isAnimated ?? false;
    case "image/avif":
      return nameAt(head, 8) === "avis";
    default:
      return false;
  }
}
