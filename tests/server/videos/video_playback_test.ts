import { assert, assertEquals } from "@std/assert";
import { LocalEngine } from "../../../server/providers/local/local_engine.ts";
import { type Browser, launchBrowser, type Page } from "../../browser.ts";
import { drawnVideo } from "../../fakes/drawn_video.ts";
import { screen } from "../../video_screening.ts";
import { type VideoVariant, videoVariant } from "../../video_variants.ts";
import { PATIENCE_MS } from "../../patience.ts";
import { syntheticPicture } from "../../synthetic_picture.ts";
import { type FinishedSample, finishSample } from "../../finished_video.ts";

/** Two seconds: sixteen frames, of which every fourth is a key frame. */
const ROUNDS = 4;
const VARIANTS: Readonly<Record<string, VideoVariant>> = {
  "its index first": { rounds: ROUNDS },
  "its index last and sound": { rounds: ROUNDS, index: "last", hasSound: true },
  "its index in pieces": { rounds: ROUNDS, index: "in-pieces" },
  "its index in pieces and sound": { rounds: ROUNDS, index: "in-pieces", hasSound: true },
  "its first frame late": { rounds: ROUNDS, start: 0.25 },
  "its first frame late, its index in pieces and sound": {
    ...{ rounds: ROUNDS, start: 0.25 },
    ...{ index: "in-pieces", hasSound: true },
  },
  "every frame marked as a key frame": { rounds: ROUNDS, marksAllFramesAsKeys: true },
  "a few frames wrongly marked as key frames": { rounds: ROUNDS, keys: [1, 2, 5, 15] },
};

let browser: Browser;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
});
Deno.test.afterAll(() => browser.close());

/** A video of the built-in engine: 35 frames, a key frame every two seconds. */
async function engineVideo(): Promise<Uint8Array> {
  const engine = new LocalEngine();
  try {
    const size = { width: 320, height: 180 };
    const settings = { seconds: 5, fps: 7 };
    const { bytes } = await engine.start(
      { picture: syntheticPicture(size), size, seed: 1, settings },
      { signal: new AbortController().signal, report: () => {} },
    );
    return await new Response(bytes).bytes();
  } finally {
    engine.close();
  }
}

/** What the browser says of the video, and the frame that it shows after it was sent to 90 %. */
async function watch(page: Page, path: string) {
  return await page.evaluate(async ({ src, patienceMs }) => {
    const impatient = AbortSignal.timeout(patienceMs);
    const player = document.createElement("video");
    player.muted = true;
    player.src = src;
    document.body.append(player);
    const heard = (name: string) =>
      new Promise((resolve, reject) => {
        player.addEventListener(name, resolve, { once: true });
        player.addEventListener("error", () => reject(new Error(player.error?.message)));
        impatient.addEventListener("abort", () => reject(new Error(`No ${name}`)));
      });
    await heard("loadeddata");
    const { duration, videoWidth: width, videoHeight: height } = player;
    const shown = new Promise<number>((resolve, reject) => {
      impatient.addEventListener("abort", () => reject(new Error("No frame after the seek")));
      player.requestVideoFrameCallback((_now, { mediaTime }) => {
        // The first frame may still come; the next one is that of the seek.
        if (mediaTime > 0) resolve(mediaTime);
        else player.requestVideoFrameCallback((_later, frame) => resolve(frame.mediaTime));
      });
    });
    player.currentTime = duration * 0.9;
    await heard("seeked");
    const shownAt = await shown;
    const { currentTime } = player;
    player.currentTime = 0;
    await heard("seeked");
    await player.play();
    while (player.currentTime === 0 && !impatient.aborted) await new Promise(requestAnimationFrame);
    return { duration, width, height, currentTime, shownAt };
  }, { src: path, patienceMs: PATIENCE_MS });
}

async function assertPlays({ video, facts }: FinishedSample): Promise<void> {
  await using screening = await screen(browser, video);
  const seen = await watch(screening.page, screening.video);
  const frameSeconds = 1 / facts.framesPerSecond;
  assertEquals([seen.width, seen.height], [facts.width, facts.height]);
  assert(Math.abs(seen.duration - facts.durationSeconds) < frameSeconds / 2, `${seen.duration} s`);
  const wanted = seen.duration * 0.9;
  assert(Math.abs(seen.currentTime - wanted) < 0.001, `went to ${seen.currentTime}`);
  const late = wanted - seen.shownAt;
  assert(late > -0.001 && late < frameSeconds + 0.001, `${wanted} wanted, ${seen.shownAt} shown`);
}

for (const [name, variant] of Object.entries(VARIANTS)) {
  Deno.test(`Chromium plays a finished video that came with ${name}, and seeks in it`, async () => {
    await assertPlays(await finishSample(await videoVariant(variant)));
  });
}

Deno.test("Chromium plays a finished video of a Stable Video Diffusion endpoint", async () => {
  await assertPlays(await finishSample(await drawnVideo()));
});

Deno.test("Chromium plays a finished video of the built-in engine, and seeks in it", async () => {
  await assertPlays(await finishSample(await engineVideo()));
});

async function runsFfprobe(): Promise<boolean> {
  try {
    const command = new Deno.Command("ffprobe", { args: ["-version"], stdout: "null" });
    return (await command.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

Deno.test({
  name: "ffprobe reads the same facts, the key frames and the tags of finished videos",
  ignore: !await runsFfprobe(),
  fn: async () => {
    for (const [name, variant] of Object.entries(VARIANTS)) {
      const finished = await finishSample(await videoVariant(variant));
      await assertProbed(finished, { name, keys: [0, 4, 8, 12], hasSound: variant.hasSound });
    }
    const own = await finishSample(await engineVideo());
    await assertProbed(own, { name: "the engine's own", keys: [0, 14, 28] });
  },
});

async function assertProbed(
  { video, facts }: FinishedSample,
  { name, keys, hasSound = false }: {
    name: string;
    keys: number[];
    hasSound?: boolean | undefined;
  },
): Promise<void> {
  const { streams, packets, format } = await probe(video);
  const kinds = streams.map(({ codec_type }) => codec_type);
  assertEquals(kinds, hasSound ? ["video", "audio"] : ["video"], name);
  const [{ width, height, nb_frames, duration } = {}] = streams;
  assertEquals([width, height, Number(nb_frames)], [facts.width, facts.height, facts.frames]);
  assertEquals(Number(duration), facts.durationSeconds, name);
  const found = packets.map(({ flags }, at) => flags.startsWith("K") ? at : -1)
    .filter((at) => at >= 0);
  assertEquals(found, keys, name);
  assertEquals(format.tags.title, "A video");
  assertEquals(JSON.parse(format.tags.comment ?? "").seed, 1);
}

interface Probing {
  readonly streams: readonly {
    readonly codec_type: string;
    readonly width?: number;
    readonly height?: number;
    readonly nb_frames: string;
    readonly duration: string;
  }[];
  readonly packets: readonly { readonly flags: string }[];
  readonly format: { readonly tags: Readonly<Record<string, string>> };
}

async function probe(video: Uint8Array): Promise<Probing> {
  const path = await Deno.makeTempFile({ suffix: ".mp4" });
  try {
    await Deno.writeFile(path, video);
    const entries = "stream=codec_type,width,height,nb_frames,duration:packet=flags:format_tags";
    const everything = await ffprobe(["-show_entries", entries, path]);
    const pictures = await ffprobe(["-select_streams", "v", "-show_entries", "packet=flags", path]);
    return { ...everything, packets: pictures.packets };
  } finally {
    await Deno.remove(path);
  }
}

async function ffprobe(args: readonly string[]): Promise<Probing> {
  const command = new Deno.Command("ffprobe", { args: ["-v", "error", "-of", "json", ...args] });
  const { stdout, stderr } = await command.output();
  assertEquals(new TextDecoder().decode(stderr), "");
  return JSON.parse(new TextDecoder().decode(stdout));
}
