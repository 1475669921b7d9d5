import { LocalEngine } from "../server/providers/local/local_engine.ts";
import { syntheticPicture } from "./synthetic_picture.ts";

const SIZE = { width: 160, height: 96 };

let made: Promise<Uint8Array<ArrayBuffer>> | undefined;

/** A real H.264 MP4 of 160×96 pixels, four frames at 8 a second, index first; made once per process. */
export async function smallVideo(): Promise<Uint8Array<ArrayBuffer>> {
  return (await (made ??= makeVideo())).slice();
}

async function makeVideo(): Promise<Uint8Array<ArrayBuffer>> {
  const engine = new LocalEngine({ frames: 4, framesPerSecond: 8 });
  try {
    const { bytes } = await engine.start(
      { picture: syntheticPicture(SIZE), size: SIZE, seed: 1, settings: {} },
      { signal: new AbortController().signal, report: () => {} },
    );
    return new Uint8Array(await new Response(bytes).arrayBuffer());
  } finally {
    engine.close();
  }
}
