import { makeZip, predictLength } from "client-zip";
import type { SelectedFilm } from "./film_selection.ts";

type FilmReader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

/**
 * The films as one ZIP, stored without compression because films hold none. One film is open at a
 * time and read as fast as the client takes it; when the client leaves, it is closed.
 */
export function filmsArchive(films: readonly SelectedFilm[]): Response {
  let opened: FilmReader | undefined;
  async function* read({ video }: SelectedFilm) {
    opened = (await video.open()).getReader();
    for (let next = await opened.read(); !next.done; next = await opened.read()) yield next.value;
  }
  const zip = makeZip(films.map((film) => ({ ...entryOf(film), input: read(film) }))).getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      const { done, value } = await zip.read();
      if (done) stream.close();
      else stream.enqueue(value);
    },
    async cancel(reason) {
      await opened?.cancel(reason);
      await zip.cancel(reason);
    },
  });
  return new Response(body, { headers: headersFor(films) });
}

function entryOf({ id, video }: SelectedFilm) {
  return { name: `ai-lounge-${id}.mp4`, size: video.size, lastModified: video.modified };
}

function headersFor(films: readonly SelectedFilm[]): Record<string, string> {
  return {
    "content-type": "application/zip",
    "content-length": String(predictLength(films.map(entryOf))),
    "content-disposition": 'attachment; filename="ai-lounge-films.zip"',
    "cache-control": "private, no-store",
    "vary": "Cookie",
  };
}
