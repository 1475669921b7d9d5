import type { FilmMarks } from "../../contract/film_marks.ts";
import { LoungeError } from "../errors.ts";
import { toStorageError } from "../storage_failure.ts";
import { badFilm } from "./film_fault.ts";
import { type FilmFacts, inspectFilm } from "./film_inspection.ts";
import { repackFilm } from "./film_repacking.ts";
import { rewriteFilm } from "./film_rewriting.ts";

/**
 * Makes of the file at `path` the film that visitors get: checked, index first, with its recipe and
 * the mark of where its pictures come from. Pictures and sound stay as they are, bit for bit. Doing
 * it again changes nothing but the marks. Beside the film lies, meanwhile, `<path>.new`.
 *
 * @throws {ProviderError} `bad-output` or `unplayable-codec`; the file may have been rewritten then
 * @throws {StorageError} `storage-full` or `storage-failed`
 */
export async function finishFilm(path: string, marks: FilmMarks): Promise<FilmFacts> {
  const { needsNewIndex } = await inspectFilm(path);
  if (needsNewIndex) await replace(path, (to) => repackFilm(path, to));
  await replace(path, (to) => rewriteFilm(path, to, marks));
  // What is shown from here on is what was inspected last.
  return await inspectFilm(path, { areFramesKnown: true });
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

/** What the system refuses has its code; anything else comes of a film unlike all others. */
function asLoungeError(error: unknown): LoungeError {
  if (error instanceof LoungeError) return error;
  const isFromSystem = error instanceof Error && "code" in error && typeof error.code === "string";
  return isFromSystem ? toStorageError(error) : badFilm("cannot be put in order", error);
}
