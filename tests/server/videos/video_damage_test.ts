import { assert, assertEquals } from "@std/assert";
import { MkvOutputFormat } from "mediabunny";
import type { VideoMarks } from "../../../contract/video_marks.ts";
import { ProviderError } from "../../../server/errors.ts";
import { finishVideo } from "../../../server/videos/video_finishing.ts";
import { SeededRandom } from "../../crash/seeded_random.ts";
import { videoVariant } from "../../video_variants.ts";
import { quickestMs } from "../../patience.ts";

const MARKS: VideoMarks = {
  title: "A video",
  recipe: { v: 1, app: "AI Lounge After Dark", model: "any", seed: 1 },
  source: "trained-model",
};
const DAMAGED_VIDEOS = 300;
/** Where the index of a video of this size is, from either end. */
const INDEX_BYTES = 1800;
const CODES = ["bad-output", "unplayable-codec"];

/** The video cut off at times, with up to four bytes changed, most of them in its index. */
function damage(video: Uint8Array<ArrayBuffer>, random: SeededRandom): Uint8Array<ArrayBuffer> {
  const length = random.next() < 0.1 ? Math.ceil(random.next() * video.length) : video.length;
  const damaged = video.slice(0, length);
  for (let changes = 1 + Math.floor(random.next() * 4); changes > 0; changes--) {
    const place = random.next();
    const reach = place < 0.8 ? Math.min(INDEX_BYTES, length) : length;
    const at = Math.floor(random.next() * reach);
    const value = random.next() < 0.5 ? 255 : Math.floor(random.next() * 256);
    damaged[place < 0.4 ? length - 1 - at : at] = value;
  }
  return damaged;
}

Deno.test("a damaged video becomes a video or a named problem, soon, and leaves nothing", async () => {
  const seed = Number(Deno.env.get("DAMAGE_SEED") ?? 20_261_122);
  const random = new SeededRandom(seed);
  const videos = await Promise.all([
    videoVariant({ index: "last", hasSound: true }),
    videoVariant({ index: "in-pieces", hasSound: true }),
    videoVariant({ format: new MkvOutputFormat(), hasSound: true }),
    videoVariant({ format: new MkvOutputFormat({ appendOnly: true }), hasSound: true }),
  ]);
  const folder = await Deno.makeTempDir();
  const path = `${folder}/video.mp4`;
  const codes: string[] = [];
  try {
    for (let count = 0; count < DAMAGED_VIDEOS; count++) {
      const damaged = damage(videos[count % videos.length] ?? new Uint8Array(), random);
      let code = "";
      const tookMs = await quickestMs(1000, async () => {
        await Deno.writeFile(path, damaged);
        code = await finishVideo(path, MARKS).then(() => "video", (error) => {
          assert(error instanceof ProviderError, `DAMAGE_SEED=${seed}, video ${count}: ${error}`);
          return error.code;
        });
      });
      assert(tookMs < 1000, `video ${count} took too long`);
      assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["video.mp4"]);
      codes.push(code);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  assertEquals(codes.filter((code) => code !== "video" && !CODES.includes(code)), []);
  for (const outcome of ["video", "bad-output"]) assert(codes.includes(outcome), outcome);
});
