import type { VideoMarks } from "../../contract/video_marks.ts";
import { LoungeError } from "../errors.ts";
import { toStorageError } from "../storage_failure.ts";
import { badVideo } from "./video_fault.ts";
import { type InspectedVideo, inspectVideo } from "./video_inspection.ts";
import { repackVideo } from "./video_repacking.ts";
import { orderVideo, rewriteVideo } from "./video_rewriting.ts";
import { readWrapping } from "./video_wrapping.ts";

/** A video that visitors get. */
export interface FinishedVideo extends InspectedVideo {
  /** Whether it came with a signature, which new bytes break and which is left out for that. */
  readonly wasSigned: boolean;
}

/**
 * Makes of the file at `path` the video that visitors get: checked, index first, with its recipe
 * and the mark of where its pictures come from. Pictures and sound stay as they are, bit for bit,
 * however they were wrapped: as MP4, QuickTime, WebM or Matroska.
 * Doing it again changes nothing but the marks. Beside the video lies, meanwhile, `<path>.new`.
 *
 * @throws {ProviderError} `bad-output` or `unplayable-codec`; the file may have been rewritten then
 * @throws {StorageError} `storage-full` or `storage-failed`
 */
export async function finishVideo(path: string, marks: VideoMarks): Promise<FinishedVideo> {
  const { kind, isOrdered, isSigned } = await readWrapping(path);
  if (kind === "matroska") await replace(path, (to) => repackVideo(path, to));
  if (kind === "mp4" && !isOrdered) await replace(path, (to) => orderVideo(path, to));
  const { needsNewIndex, truth } = await inspectVideo(path);
  if (needsNewIndex) await replace(path, (to) => repackVideo(path, to));
  await replace(path, (to) => rewriteVideo(path, to, { marks, truth }));
  // What is shown from here on is what was inspected last.
  return { ...await inspectVideo(path, { areFramesKnown: true }), wasSigned: isSigned };
}

async function replace(path: string, write: (to: string) => Promise<void>): Promise<void> {
  const next = `${path}.new`;
  try {
    await write(next);
    await Deno.rename(next, path);
  } catch (error) {
    await Deno.remove(next).catch(() => {});
    throw asLoungeError(error);
  }
}

/** What the system refuses has its code; anything else comes of a video unlike all others. */
function asLoungeError(error: unknown): LoungeError {
  if (error instanceof LoungeError) return error;
  const isFromSystem = error instanceof Error && "code" in error && typeof error.code === "string";
  return isFromSystem ? toStorageError(error) : badVideo("unordered", error);
}
