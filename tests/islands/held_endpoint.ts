import { Buffer } from "node:buffer";
import type { Page } from "../browser.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";

/** A video endpoint that answers with a video, when the test lets it. */
export interface HeldEndpoint extends AsyncDisposable {
  readonly url: string;
  /** Keeps every video back until the result is called. */
  hold(): () => void;
  /** How many videos were asked for. */
  count(): number;
}

/** Starts the endpoint. */
export async function startHeldEndpoint(): Promise<HeldEndpoint> {
  const video = await smallVideo();
  let held = Promise.resolve();
  let asked = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    await request.arrayBuffer();
    asked++;
    await held;
    return new Response(video, { headers: { "content-type": "video/mp4" } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    count: () => asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Puts pictures in the studio; each name gets a picture of its own, cut off where it says so. */
export async function choosePictures(page: Page, ...names: string[]): Promise<void> {
  const files = await Promise.all(names.map(async (name, index) => ({
    name,
    mimeType: "image/jpeg",
    buffer: Buffer.from(await photo(640 + index, name.startsWith("cut-off"))),
  })));
  await page.setInputFiles("#image", files);
}

async function photo(width: number, isCutOff: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const whole = await drawPicture({ type: "image/jpeg", width, height: 360 });
  return isCutOff ? whole.slice(0, whole.length / 2) : whole;
}
