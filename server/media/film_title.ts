import { Input, MP4, StreamSource } from "mediabunny";
import type { StoredVideo } from "../stores/video_store.ts";

const CACHE_BYTES = 256 * 1024;

/** The title that a film carries in its own tags; `undefined` when it has none that can be read. */
export async function readFilmTitle(video: StoredVideo): Promise<string | undefined> {
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
