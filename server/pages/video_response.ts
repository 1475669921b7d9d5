import { downloadName } from "../../contract/download_name.ts";
import type { StoredVideo } from "../generation/ports/video_store.ts";
import { fileResponse } from "../protocol/file_response.ts";

/**
 * For good, because a video never changes under its name, but by the visitor's own browser only unless
 * the operator allows more: a copy in a shared cache outlives erasure and the end of sharing.
 */
const CACHED_FOR_GOOD = "max-age=31536000, immutable";

/**
 * Answers `GET` or `HEAD` for the video or the poster of that name; `?download` in the address asks
 * the browser to save it under a readable name.
 *
 * @throws {StorageError} `storage-failed` when the video cannot be read
 */
export function videoResponse(
  request: Request,
  file: {
    readonly name: string;
    readonly video: StoredVideo;
    readonly cache: "private" | "public";
  },
): Promise<Response> {
  const { name, video, cache } = file;
  const isPoster = name.endsWith(".jpg");
  const disposition = new URL(request.url).searchParams.has("download") ? "attachment" : "inline";
  return fileResponse(request, {
    size: video.size,
    modified: notInTheFuture(video.modified),
    etag: entityTag(video),
    contentType: isPoster ? "image/jpeg" : "video/mp4",
    open: (range) => video.open(range),
  }, {
    "cache-control": `${cache}, ${CACHED_FOR_GOOD}`,
    "cross-origin-resource-policy": "cross-origin",
    "x-robots-tag": "noindex",
    "content-disposition": `${disposition}; filename="${
      downloadName(name, isPoster ? "jpg" : "mp4")
    }"`,
    "x-content-type-options": "nosniff",
  });
}

/** An example video holds nothing of anybody's, and may have changed with the next version. */
const EXAMPLE_CACHE_CONTROL = "public, max-age=3600";

/**
 * Answers `GET` or `HEAD` for an example video.
 *
 * @throws {StorageError} `storage-failed` when the video cannot be read
 */
export function exampleResponse(
  request: Request,
  { name, video }: { readonly name: string; readonly video: StoredVideo },
): Promise<Response> {
  return fileResponse(request, {
    size: video.size,
    modified: notInTheFuture(video.modified),
    etag: entityTag(video),
    contentType: "video/mp4",
    open: (range) => video.open(range),
  }, {
    "cache-control": EXAMPLE_CACHE_CONTROL,
    "content-disposition": `inline; filename="ai-lounge-${name}"`,
    "x-content-type-options": "nosniff",
  });
}

/**
 * Strong without a hash of the bytes: a tag counts under one address only, where the video never
 * changes, and a file that someone swapped by hand has another size or time.
 */
function entityTag(video: StoredVideo): string {
  return `"${video.size.toString(36)}-${video.modified.getTime().toString(36)}"`;
}

/** RFC 9110 section 8.8.2.1: a restored file or a wrong clock may have left a date ahead of ours. */
function notInTheFuture(date: Date): Date {
  return new Date(Math.min(date.getTime(), Date.now()));
}
