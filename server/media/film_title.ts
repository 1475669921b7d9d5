import { Input, MP4, StreamSource } from "mediabunny";

const CACHE_BYTES = 256 * 1024;

/** A film whose bytes can be read in pieces; `start` and `end` are both included. */
interface FilmSource {
  /** In bytes. */
  readonly size: number;
  open(range: { readonly start: number; readonly end: number }): Promise<ReadableStream>;
}

/** The title that a film carries in its own tags; `undefined` when it has none that can be read. */
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
    return (await input.getMetadataTags()).title;
  } catch {
    return undefined;
  }
}
