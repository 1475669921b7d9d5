import { videoResponse } from "../server/pages/video_response.ts";
import { DiskVideoStore } from "../server/stores/disk_video_store.ts";
import type { Browser, Page } from "./browser.ts";
import { PATIENCE_MS } from "./patience.ts";

/** A browser page beside a video, both from one server that answers ranges as the app does. */
export interface Screening extends AsyncDisposable {
  readonly page: Page;
  /** Path of the video on the server. */
  readonly video: string;
}

/**
 * Opens an empty page on a server that has the video; `script` is served as `/script.js`, for the
 * page to import.
 */
export async function screen(
  browser: Browser,
  video: Uint8Array,
  { script = "" }: { readonly script?: string } = {},
): Promise<Screening> {
  const directory = await Deno.makeTempDir();
  const name = `${crypto.randomUUID()}.mp4`;
  await Deno.writeFile(`${directory}/${name}`, video);
  const store = new DiskVideoStore({ directory });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    const video = await store.find(path);
    if (video) return await videoResponse(request, { name: path, video, cache: "private" });
    const [type, body] = path === "script.js"
      ? ["text/javascript", script]
      : ["text/html", '<!doctype html><link rel="icon" href="data:,"><title>Screening</title>'];
    return new Response(body, { headers: { "content-type": type } });
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`http://127.0.0.1:${server.addr.port}/`);
  return {
    page,
    video: `/${name}`,
    async [Symbol.asyncDispose]() {
      await page.close();
      await server.shutdown();
      await Deno.remove(directory, { recursive: true });
    },
  };
}
