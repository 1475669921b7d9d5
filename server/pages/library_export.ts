import type { GenerationView } from "../../contract/generation.ts";
import type { Clock } from "../clock.ts";
import type { Generations } from "../generation/generations.ts";
import type { VideoStore } from "../generation/ports/video_store.ts";
import type { Caller } from "../visitors/caller.ts";
import { withOldName } from "../old_names.ts";
import { archiveHeaders } from "./videos_archive.ts";
import { type ZipEntry, zipStream } from "../protocol/zip_stream.ts";

/** What an export is made of. */
export interface ExportSources {
  readonly generations: Generations;
  readonly videos: VideoStore;
  readonly clock: Clock;
}

/** How much of the record is sent in one go, in characters. */
const CHUNK_LENGTH = 64 * 1024;

/**
 * Everything that is kept about whoever asks as one ZIP, made while it is sent: `generations.json` with
 * settings and receipts, then each video. Of a library of any length, no more is held than the ids of
 * its videos.
 */
export function exportLibrary(sources: ExportSources, caller: Caller): Response {
  const body = zipStream(entriesOf(sources, caller));
  return new Response(body, { headers: archiveHeaders("ai-lounge-export.zip") });
}

async function* entriesOf(
  { generations, videos, clock }: ExportSources,
  caller: Caller,
): AsyncGenerator<ZipEntry> {
  const exportedAt = new Date(clock.now());
  const finished: string[] = [];
  async function* views() {
    for await (const view of generations.exportOf(caller)) {
      if (view.video !== undefined) finished.push(view.id);
      yield view;
    }
  }
  const head = {
    exportedAt: exportedAt.toISOString(),
    ...(caller.account ? { account: caller.account.name } : {}),
  };
  yield {
    name: "generations.json",
    lastModified: exportedAt,
    open: () => Promise.resolve(ReadableStream.from(encode(recordOf(head, views())))),
  };
  for (const id of finished) {
    // A video that was erased in the meantime is left out.
    const file = await videos.find(`${id}.mp4`);
    if (!file) continue;
    const { size, modified: lastModified } = file;
    yield { name: `videos/${id}.mp4`, size, lastModified, open: () => file.open() };
  }
}

/** The JSON of an object with `head` and all `generations`, a generation at a time. */
async function* recordOf(
  head: Readonly<Record<string, string>>,
  views: AsyncIterable<GenerationView>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "generations": [`;
  let separator = "\n";
  for await (const view of views) {
    yield separator + JSON.stringify(withOldName(view), null, 2);
    separator = ",\n";
  }
  yield "\n  ]\n}\n";
}

/** Texts as bytes, several at a time: each chunk costs the archive a step of its own. */
async function* encode(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let text = "";
  for await (const next of texts) {
    text += next;
    if (text.length < CHUNK_LENGTH) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(text);
}
