import type { GenerationView } from "../../contract/generation.ts";
import { InputError } from "../errors.ts";
import type { Generations, Viewer } from "../generation/generations.ts";
import type { StoredVideo, VideoStore } from "../generation/ports/video_store.ts";
import { readPiece } from "./library_list.ts";

/** A film that is to be packed. */
export interface SelectedFilm {
  readonly id: string;
  readonly video: StoredVideo;
}

const MAX_FILMS = 100;
const PIECE_LENGTH = 100;

/**
 * The viewer's finished films that the address names, by `batch` or by `ids` with commas; unfinished
 * and lost ones are left out.
 *
 * @throws {InputError} `invalid-setting` without either or with too many, `not-found` when none is left
 */
export async function findFilms(
  services: { readonly generations: Generations; readonly videos: VideoStore },
  request: { readonly viewer: Viewer; readonly query: URLSearchParams },
): Promise<SelectedFilm[]> {
  const { generations, videos } = services;
  const views = await selectViews(generations, request);
  const films: SelectedFilm[] = [];
  for (const { id } of views.filter(({ isOwner, film }) => isOwner && film)) {
    const video = await videos.find(`${id}.mp4`);
    if (video) films.push({ id, video });
  }
  if (films.length > 0) return films;
  throw new InputError("not-found", "None of these films is finished.");
}

async function selectViews(
  generations: Generations,
  { viewer, query }: { readonly viewer: Viewer; readonly query: URLSearchParams },
): Promise<readonly GenerationView[]> {
  const batch = query.get("batch");
  if (batch) return await batchViews(generations, { viewer, batch });
  const ids = new Set(query.getAll("ids").flatMap((list) => list.split(",")).filter(Boolean));
  if (ids.size === 0 || ids.size > MAX_FILMS) {
    throw new InputError("invalid-setting", `Name a batch, or 1 to ${MAX_FILMS} ids.`);
  }
  return await Promise.all([...ids].map((id) => generations.view(id, viewer)));
}

/** Walks through the library; a batch was made at once, so it ends where the batch does. */
async function batchViews(
  generations: Generations,
  { viewer, batch }: { readonly viewer: Viewer; readonly batch: string },
): Promise<GenerationView[]> {
  const found: GenerationView[] = [];
  let piece = await readPiece(generations, { viewer, length: PIECE_LENGTH });
  for (;;) {
    const members = piece.views.filter((view) => view.batch === batch);
    found.push(...members);
    const isPast = found.length > 0 && members.length === 0;
    if (piece.before === undefined || isPast) return found.toReversed();
    const { before } = piece;
    piece = await readPiece(generations, { viewer, length: PIECE_LENGTH, before });
  }
}
