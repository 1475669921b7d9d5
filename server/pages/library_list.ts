import type { GenerationView } from "../../contract/generation.ts";
import type { Generations, Viewer } from "../generation/generations.ts";

/** A piece of a visitor's library, as `GET /library` answers it in JSON. */
export interface LibraryList {
  /** The newest first. */
  readonly generations: readonly GenerationView[];
  /** Path of the next piece, while there is one. */
  readonly next?: string;
}

/** A piece of a list that is walked from the newest to the oldest. */
export interface ListPiece {
  readonly views: readonly GenerationView[];
  /** Where the next piece starts, in milliseconds since 1970, while there is one. */
  readonly before?: number;
}

const PAGE_LENGTH = 24;

/** Reads the piece that `before` in the address asks for: a time in milliseconds since 1970. */
export async function readLibrary(
  generations: Generations,
  { viewer, query }: { readonly viewer: Viewer; readonly query: URLSearchParams },
): Promise<LibraryList> {
  const given = query.get("before") ?? "";
  const before = /^\d{1,15}$/.test(given) ? { before: Number(given) } : {};
  const piece = await readPiece(generations, { viewer, length: PAGE_LENGTH, ...before });
  return {
    generations: piece.views,
    ...(piece.before === undefined ? {} : { next: `/library?before=${piece.before}` }),
  };
}

/** Reads a visitor's generations from `before` on, about as many as asked for. */
export async function readPiece(
  generations: Generations,
  request: { readonly viewer: Viewer; readonly length: number; readonly before?: number },
): Promise<ListPiece> {
  const { viewer, length, before } = request;
  const start = before === undefined ? {} : { before };
  return cutPiece(await generations.list(viewer, { limit: length + 1, ...start }), length);
}

/**
 * Cuts off what is more than a piece, at a place where two times differ: the next piece starts at a
 * time, and would otherwise leave out what was made in the same millisecond.
 */
export function cutPiece(views: readonly GenerationView[], length: number): ListPiece {
  if (views.length <= length) return { views };
  const times = views.map(({ createdAt }) => Date.parse(createdAt));
  const cut = times.findLastIndex((time, index) => index < length && time !== times[index + 1]);
  const end = cut < 0 ? length : cut + 1;
  const before = times[end - 1];
  return { views: views.slice(0, end), ...(before === undefined ? {} : { before }) };
}
