import { badVideo } from "./video_fault.ts";
import { checkMatroskaEnd, isMatroska } from "./matroska_end.ts";
import { isTopType } from "../../contract/formats/iso_boxes.ts";
import { readAt, readTopBoxes } from "./mp4_boxes.ts";

/** How the frames of a video came, before anybody has looked at them. */
export interface VideoWrapping {
  /** `other` where it is no video at all, or one that cannot be rewrapped. */
  readonly kind: "mp4" | "matroska" | "other";
  /** Whether it is an MP4 of which every reader finds type and index at once. */
  readonly isOrdered: boolean;
  /** Whether the provider signed it (C2PA specification, A.5: a box `uuid` of that name). */
  readonly isSigned: boolean;
}

const HEAD_BYTES = 8, UUID_BYTES = 16;
const C2PA_UUID = "d8fec3d61b0e483c92975828877ec481";

/**
 * How the video at `path` is wrapped.
 *
 * @throws {ProviderError} `bad-output` for a Matroska or WebM file that is cut off
 */
export async function readWrapping(path: string): Promise<VideoWrapping> {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const head = await readAt(file, 0, HEAD_BYTES);
  if (isMatroska(head)) {
    if (!await checkMatroskaEnd(file, size)) throw badVideo("cut-off");
    return { kind: "matroska", isOrdered: false, isSigned: false };
  }
  const first = new TextDecoder("latin1").decode(head.subarray(4));
  if (!isTopType(first)) return { kind: "other", isOrdered: false, isSigned: false };
  const { boxes, why } = await readTopBoxes(file, size);
  const isWhole = why === "closed" && boxes.some(({ type }) => type === "moov");
  // What is damaged is named by the inspection, as it is.
  const isOrdered = !isWhole ||
    (first === "ftyp" && !boxes.some(({ type, isOpen }) => type === "moov" && isOpen));
  let isSigned = false;
  for (const { contentStart } of boxes.filter(({ type }) => type === "uuid")) {
    isSigned ||= (await readAt(file, contentStart, UUID_BYTES)).toHex() === C2PA_UUID;
  }
  return { kind: "mp4", isOrdered, isSigned };
}
