import { nameAt } from "../../contract/formats/walking.ts";
import { WEBP_HEADER_BYTES, webpHeader } from "../../contract/formats/webp_header.ts";
import { type FileBytes, type FileKind, kindOf } from "../upload/file_kind.ts";
import { receiveFile } from "../upload/receive_file.ts";
import type { RestoredRecipe } from "../upload/dropped_video.ts";
import { redraw } from "../upload/redrawing.ts";
import { steadyPicture } from "../upload/steady_picture.ts";

/** What may be sent of the chosen files, and what to say about the others. */
export interface PictureChoice {
  readonly files: readonly File[];
  /** What the studio shows of each. */
  readonly previews: readonly Blob[];
  /** "" when everything was taken. */
  readonly notice: string;
  /** The recipe of a video among them; the last one's, where there are several. */
  readonly restored?: RestoredRecipe;
}

/** A file can be moved, or its disk taken away, between the choice and the reading. */
const GONE = { kind: "refused", sentence: "That file cannot be read. Choose it again." } as const;

const AS_LARGE = { longSide: Infinity, shortSide: Infinity };

/**
 * Takes what can be read here; one bad file among several does not spoil the rest. Where nothing can
 * be taken, `current` stays there.
 */
export async function choosePictures(
  files: readonly File[],
  limits: { readonly maxImageBytes: number },
  current: readonly { readonly file: File }[] = [],
): Promise<PictureChoice> {
  const taken: File[] = [];
  const previews: Blob[] = [];
  let notice = "", restored: RestoredRecipe | undefined;
  // One after another: a phone has not the memory for several large pictures at once.
  for (const file of files) {
    const received = await receiveFile(file, limits).catch(() => GONE);
    if (received.kind === "picture") {
      taken.push(received.file);
      previews.push(await stillOf(received.file));
    } else if (received.kind === "recipe") restored = received.restored;
    else if (notice === "") {
      notice = files.length === 1 ? received.sentence : `${file.name}: ${received.sentence}`;
    }
  }
  if (taken.length === 0 && notice !== "") notice += staying(current);
  return { files: taken, previews, notice, ...(restored ? { restored } : {}) };
}

function staying([first, ...others]: readonly { readonly file: File }[]): string {
  if (first === undefined) return "";
  return others.length === 0
    ? ` The picture is still ${first.file.name}.`
    : " The pictures are the same as before.";
}

/**
 * What the studio shows of a picture: itself, lying as it is sent, or the first frame of one that moves, because that is
 * all that is sent of it. Where this browser cannot draw the frame, the picture moves.
 */
async function stillOf(file: File): Promise<Blob> {
  try {
    const kind = await kindOf(file);
    if (!await mayMove(file, kind)) return await steadyPicture(file, kind);
    return await redraw(file, { bounds: AS_LARGE, keepsTransparency: false }) ?? file;
  } catch {
    return file;
  }
}

/** Sees only what is cheap to see: any GIF may move. */
async function mayMove(file: FileBytes, kind: FileKind): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, WEBP_HEADER_BYTES).arrayBuffer());
  switch (kind) {
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
