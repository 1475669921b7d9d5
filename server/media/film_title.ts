import { Input, MP4, StreamSource } from "mediabunny";

const CACHE_BYTES = 256 * 1024;

/** A film whose bytes can be read in pieces; `start` and `end` are both included. */
interface FilmSource {
  /** In bytes. */
  readonly size: number;
  open(range: { readonly start: number; readonly end: number }): Promise<ReadableStream>;
}

/** What a film says of itself in its own tags, the comment before the title; `undefined` if nothing. */
export async function readFilmTitle(video: FilmSource): Promise<string | undefined> {
  using input = new Input({
    formats: [MP4],
    source: new StreamSource({
      getSize: () => video.size,
      read: async (start, end) =>
        await new Response(await video.open({ start, end: end - 1 })).bytes(),
      maxCacheSize: CACHE_BYTES,
    }),
  });
  try {
    const { comment, title } = await input.getMetadataTags();
    return comment ?? title;
  } catch {
    return undefined;
  }
}
