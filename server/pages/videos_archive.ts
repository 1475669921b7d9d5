import { predictLength } from "client-zip";
import type { SelectedVideo } from "./video_selection.ts";
import { zipStream } from "../protocol/zip_stream.ts";

/** The videos as one ZIP, stored without compression because videos hold none. */
export function videosArchive(videos: readonly SelectedVideo[]): Response {
  const body = zipStream(
    videos.map((video) => ({ ...entryOf(video), open: () => video.file.open() })),
  );
  const length = String(predictLength(videos.map(entryOf)));
  return new Response(body, {
    headers: archiveHeaders("ai-lounge-videos.zip", { "content-length": length }),
  });
}

function entryOf({ id, file }: SelectedVideo) {
  return { name: `ai-lounge-${id}.mp4`, size: file.size, lastModified: file.modified };
}

/** The headers of an archive that is one visitor's own. */
export function archiveHeaders(
  filename: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${filename}"`,
    "cache-control": "private, no-store",
    "vary": "Cookie",
    ...more,
  };
}
