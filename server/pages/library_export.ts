import type { GenerationView } from "../../contract/generation.ts";
import type { Clock } from "../clock.ts";
import type { Generations } from "../generation/generations.ts";
import type { VideoStore } from "../generation/ports/video_store.ts";
import type { Caller } from "../visitors/caller.ts";
import { allWithOldName } from "../old_names.ts";
import { archiveHeaders } from "./videos_archive.ts";
import { type ZipEntry, zipStream } from "../protocol/zip_stream.ts";

/** What an export is made of. */
export interface ExportSources {
  readonly generations: Generations;
  readonly videos: VideoStore;
  readonly clock: Clock;
}

/**
 * Everything that is kept about whoever asks as one ZIP, made while it is sent: `generations.json` with
 * settings and receipts, then each video.
 */
export async function exportLibrary(
  sources: ExportSources,
  caller: Caller,
): Promise<Response> {
  const views = await Array.fromAsync(sources.generations.exportOf(caller));
  const exportedAt = new Date(sources.clock.now());
  const record = {
    exportedAt: exportedAt.toISOString(),
    ...(caller.account ? { account: caller.account.name } : {}),
    generations: allWithOldName(views),
  };
  const json = new TextEncoder().encode(JSON.stringify(record, null, 2));
  const body = zipStream(entriesOf({ json, exportedAt, views, videos: sources.videos }));
  return new Response(body, { headers: archiveHeaders("ai-lounge-export.zip") });
}

async function* entriesOf(
  { json, exportedAt, views, videos }: {
    readonly json: Uint8Array<ArrayBuffer>;
    readonly exportedAt: Date;
    readonly views: readonly GenerationView[];
    readonly videos: VideoStore;
  },
): AsyncGenerator<ZipEntry> {
  yield {
    name: "generations.json",
    size: json.length,
    lastModified: exportedAt,
    open: () => Promise.resolve(new Blob([json]).stream()),
  };
  for (const { id } of views.filter(({ video }) => video !== undefined)) {
    // A video that was erased in the meantime is left out.
    const file = await videos.find(`${id}.mp4`);
    if (!file) continue;
    const { size, modified: lastModified } = file;
    yield { name: `videos/${id}.mp4`, size, lastModified, open: () => file.open() };
  }
}
