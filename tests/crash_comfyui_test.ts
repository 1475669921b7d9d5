import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { hasEnded } from "../contract/generation_state.ts";
import type { Generation } from "../server/generation/generation.ts";
import { openSqliteStores } from "../server/stores/sqlite/sqlite_stores.ts";
import { runLane } from "./crash/crash_lane.ts";
import { SeededRandom } from "./crash/seeded_random.ts";
import { ServerLife } from "./crash/server_life.ts";
import { type FakeComfyUi, startFakeComfyUi } from "./fakes/fake_comfyui.ts";
import { eventually } from "./patience.ts";
import { smallVideo } from "./small_video.ts";

const SCRIPT = new URL("./crash/lounge_process.ts", import.meta.url);
const VISITOR = "somebody";
/** Enough to meet each scenario; `COMFYUI_KILLS=20` kills more. */
const KILLS = Number(Deno.env.get("COMFYUI_KILLS") ?? 6);
const STEP_MS = 8;
/** What befalls requests, in turn. */
const SCENARIOS = ["video", "unanswered", "lost-once", "fault-after", "queue-ahead", "fault-once"];

Deno.test("servers that are killed while ComfyUI works end every generation, and have none made twice", async () => {
  const seed = Number(Deno.env.get("CRASH_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
  const directory = await Deno.makeTempDir({ prefix: "crash-comfyui-" });
  await using fake = await startFakeComfyUi({ video: await smallVideo(), stepMs: STEP_MS });
  try {
    const [first = "", ...others] = SCENARIOS;
    fake.play(first);
    const { accepted, faults, kills } = await runLane({
      script: SCRIPT,
      directory,
      visitorId: VISITOR,
      lives: KILLS,
      random: new SeededRandom(seed),
      endpointUrls: [`comfyui+${fake.url}`],
      afterKill() {
        const next = others.shift() ?? first;
        others.push(next);
        fake.play(next);
      },
    });
    assertEquals([faults, kills], [[], KILLS]);
    fake.play("video");
    const generations = await finish(directory, fake);
    const known = new Set(generations.map(({ id }) => id));
    assertEquals(accepted.filter((id) => !known.has(id)), [], "accepted generations vanished");
    assertEquals(generations.filter((generation) => !hasEnded(generation)), []);
    const failures = generations.flatMap((each) => each.state === "failed" ? [each.failure] : []);
    assertEquals(failures, [], "ComfyUI made each of them");
    const pictures = fake.jobs.map(({ graph }) => String(graph["2"]?.inputs.image));
    assertEquals(pictures.filter((each, index) => pictures.indexOf(each) !== index), []);
    assertEquals(pictures.length, generations.length);
    assert(generations.some(({ attempt }) => attempt > 1), "no kill fell into any work");
  } catch (error) {
    throw new Error(`The run with CRASH_SEED=${seed} failed.`, { cause: error });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

/** Starts one more server and lets it do what is left. */
async function finish(directory: string, fake: FakeComfyUi): Promise<readonly Generation[]> {
  const life = new ServerLife({ script: SCRIPT, directory, endpointUrl: `comfyui+${fake.url}` });
  assert(await life.url, "the last server did not start");
  const store = await openSqliteStores({ path: join(directory, "lounge.sqlite") });
  try {
    await eventually(async () => {
      const { queued, running } = await store.history.count();
      assertEquals([queued, running], [0, 0]);
    });
    assertEquals(await life.stop(), 0, "the last server did not stop cleanly");
    assertEquals(life.faults, []);
    return await store.library.listOf(VISITOR, { limit: 100_000 });
  } finally {
    await store.close();
  }
}
