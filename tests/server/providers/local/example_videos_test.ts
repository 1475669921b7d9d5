import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { openAsBlob } from "node:fs";
import { readVideoRecipe } from "../../../../contract/video_recipe.ts";
import { CanceledError } from "../../../../server/errors.ts";
import { inspectVideo } from "../../../../server/videos/video_inspection.ts";
import {
  exampleFile,
  makeExampleVideos,
} from "../../../../server/providers/local/examples/example_videos.ts";
import { EXAMPLES } from "../../../../server/providers/local/examples/example_list.ts";
import { labelWords } from "../../../../server/wording/labels.ts";
import { LocalEngine } from "../../../../server/providers/local/local_engine.ts";
import {
  CAMERA_MOVES,
  readMotionSettings,
} from "../../../../server/providers/local/motion_settings.ts";

const SIZE = { width: 256, height: 144 };
const { signal } = new AbortController();
const engine = new LocalEngine();

Deno.test.afterAll(() => engine.close());

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lounge-examples-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("every move has one example, with legal settings and a name of its own", () => {
  const moves = EXAMPLES.map(({ settings }) => readMotionSettings(settings).move);
  assertEquals(moves.toSorted(), CAMERA_MOVES.toSorted());
  assertEquals(new Set(EXAMPLES.map(exampleFile)).size, EXAMPLES.length);
});

Deno.test("the example videos are whole, and all but the poster have depth", async () => {
  await withFolder(async (folder) => {
    await makeExampleVideos(engine, folder, { signal, size: SIZE });
    assertEquals(
      [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted(),
      EXAMPLES.map(exampleFile).toSorted(),
    );
    for (const example of EXAMPLES) {
      const path = join(folder, exampleFile(example));
      const { width, height, frames } = await inspectVideo(path);
      assertEquals({ width, height, frames }, { ...SIZE, frames: 60 });
      const words = new TextDecoder("latin1").decode(await Deno.readFile(path));
      const label = labelWords(
        example.id === "flat-poster" ? "simulated-move" : "simulated-depth",
      );
      assert(words.includes(label), example.id);
      assert(words.includes("digitalsourcetype/algorithmicallyEnhanced"), example.id);
      const { model, seed, settings } = await readVideoRecipe(await openAsBlob(path)) ?? {};
      assertEquals({ model, settings }, { model: "local-motion", settings: example.settings });
      assert(Number.isInteger(seed), "the recipe has no seed");
    }
  });
});

Deno.test("videos that are there are not made again", async () => {
  await withFolder(async (folder) => {
    const made: string[] = [];
    const [first] = EXAMPLES;
    assert(first);
    const examples = EXAMPLES.slice(0, 2);
    await Deno.writeTextFile(join(folder, exampleFile(first)), "already here");
    const report = ({ id }: { id: string }) => made.push(id);
    await makeExampleVideos(engine, folder, { signal, size: SIZE, examples, report });
    assertEquals(made, [examples[1]?.id]);
    assertEquals(await Deno.readTextFile(join(folder, exampleFile(first))), "already here");
  });
});

Deno.test("a canceled call leaves no half video", async () => {
  await withFolder(async (folder) => {
    const canceling = new AbortController();
    const report = (_: unknown, video: number) => {
      if (video === 2) canceling.abort();
    };
    const making = makeExampleVideos(engine, folder, {
      signal: canceling.signal,
      size: SIZE,
      report,
    });
    await assertRejects(() => making, CanceledError);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["neon-street.mp4"]);
  });
});
