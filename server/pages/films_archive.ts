import { predictLength } from "client-zip";
import type { SelectedFilm } from "./film_selection.ts";
import { zipStream } from "../protocol/zip_stream.ts";

/** The films as one ZIP, stored without compression because films hold none. */
export function filmsArchive(films: readonly SelectedFilm[]): Response {
  const body = zipStream(
    films.map((film) => ({ ...entryOf(film), open: () => film.video.open() })),
  );
  const length = String(predictLength(films.map(entryOf)));
  return new Response(body, {
    headers: archiveHeaders("ai-lounge-films.zip", { "content-length": length }),
  });
}

function entryOf({ id, video }: SelectedFilm) {
  return { name: `ai-lounge-${id}.mp4`, size: video.size, lastModified: video.modified };
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
