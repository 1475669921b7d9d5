import type { GenerationView } from "../../contract/generation.ts";
import { InputError } from "../errors.ts";
import type { Generations, Viewer } from "../generation/generations.ts";
import type { StoredVideo, VideoStore } from "../generation/ports/video_store.ts";

/** A video that is to be packed. */
export interface SelectedVideo {
  readonly id: string;
  readonly file: StoredVideo;
}

const MAX_VIDEOS = 100;

/**
 * The viewer's finished videos that the address names, by `batch` or by `ids` with commas; unfinished
 * and lost ones are left out.
 *
 * @throws {InputError} `invalid-setting` without either or with too many, `not-found` when none is left
 */
export async function findVideos(
  services: { readonly generations: Generations; readonly videos: VideoStore },
  request: { readonly viewer: Viewer; readonly query: URLSearchParams },
): Promise<SelectedVideo[]> {
  const { generations, videos } = services;
  const views = await selectViews(generations, request);
  const selected: SelectedVideo[] = [];
  for (const { id } of views.filter(({ isOwner, video }) => isOwner && video)) {
    const file = await videos.find(`${id}.mp4`);
    if (file) selected.push({ id, file });
  }
  if (selected.length > 0) return selected;
  throw new InputError("not-found", { kind: "selected" });
}

async function selectViews(
  generations: Generations,
  { viewer, query }: { readonly viewer: Viewer; readonly query: URLSearchParams },
): Promise<readonly GenerationView[]> {
  const batch = query.get("batch");
  if (batch) return await generations.listOfBatch(viewer, batch);
  const ids = new Set(query.getAll("ids").flatMap((list) => list.split(",")).filter(Boolean));
  if (ids.size === 0 || ids.size > MAX_VIDEOS) {
    throw new InputError("invalid-setting", { kind: "selection", max: MAX_VIDEOS });
  }
  return await Promise.all([...ids].map((id) => generations.view(id, viewer)));
}
