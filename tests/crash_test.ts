import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import type { Generation } from "../server/generation/generation.ts";
import type { StoredEvent } from "../contract/generation.ts";
import { hasEnded } from "../contract/generation_state.ts";
import { openSqliteStores } from "../server/stores/sqlite/sqlite_stores.ts";
import { type LaneReport, runLane } from "./crash/crash_lane.ts";
import { replay } from "./crash/event_replay.ts";
import { SeededRandom } from "./crash/seeded_random.ts";
import { ServerLife } from "./crash/server_life.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "./fakes/fake_hugging_face.ts";
import { boxAt, boxesOf } from "./mp4_reading.ts";
import { PATIENCE_MS } from "./patience.ts";
import { smallVideo } from "./small_video.ts";

const SCRIPT = new URL("./crash/lounge_process.ts", import.meta.url);
/** Two processes work on one database at a time, and each is killed this often. */
const LANES = ["first lane", "second lane"];
const LIVES_OF_A_LANE = 26;
/** A run goes on until it has met all that it is for, but not for ever. */
const MORE_LIVES_OF_A_LANE = 8;
const MAX_KILLS = 300;
/** Answers of the endpoint to which nothing was started: only these may be asked for again. */
const REFUSING = "overloaded-forever";
const ENDPOINTS = ["video-slow-drip", REFUSING, "video", "video-slow-drip", "truncated"];
const ANSWER_AFTER_SECONDS = 0.15;

/** A generation with its whole history. */
type Survivor = Generation & { readonly events: readonly StoredEvent[] };

Deno.test("servers that are killed at random moments lose nothing and pay for nothing twice", async () => {
  // Takes half a minute: more than fifty servers start, work up to a second each and are killed.
  const seed = Number(Deno.env.get("CRASH_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
  const directory = await Deno.makeTempDir({ prefix: "crash-" });
  const video = await smallVideo();
  const fake = startFakeHuggingFace({ video, maxRequests: Infinity });
  const randoms = LANES.map((_, index) => new SeededRandom(seed + index));
  const reports: LaneReport[] = [];
  try {
    for (let lives = LIVES_OF_A_LANE;; lives = MORE_LIVES_OF_A_LANE) {
      reports.push(...await crash({ directory, fake, randoms, lives, video }));
      const faults = reports.flatMap((report) => report.faults);
      assertEquals(faults, [], "a process had a fault");
      const survivors = await finish({ directory, endpointUrl: fake.endpoint("video") });
      checkSubmits(fake);
      checkFiles(survivors, { directory, video });
      checkGenerations(survivors, reports.flatMap((report) => report.accepted));
      const kills = reports.reduce((sum, report) => sum + report.kills, 0);
      const unmet = notMetBy(survivors);
      if (kills > 50 && unmet.length === 0) break;
      assert(kills < MAX_KILLS, `${kills} kills did not meet ${unmet.join(", ")}`);
    }
  } catch (error) {
    throw new Error(`The run with CRASH_SEED=${seed} failed.`, { cause: error });
  } finally {
    await fake.close();
    await Deno.remove(directory, { recursive: true });
  }
});

/** What a run is for and this one has not met yet: without it, it would have shown nothing. */
function notMetBy(survivors: readonly Survivor[]): string[] {
  const moments: Readonly<Record<string, (survivor: Survivor) => boolean>> = {
    "a submission of unknown outcome": (one) =>
      one.state === "failed" && one.failure.code === "interrupted",
    "a video that a second server made": (one) =>
      one.state === "succeeded" && one.attempt > 1 && !wasTakenOverWhileSaving(one),
    "a video that was being saved": wasTakenOverWhileSaving,
  };
  return Object.keys(moments).filter((name) => !survivors.some(moments[name] ?? (() => false)));
}

function wasTakenOverWhileSaving({ events }: Survivor): boolean {
  const types = events.map(({ event }) => event.type);
  return types.includes("saving") && types.lastIndexOf("started") > types.indexOf("saving");
}

/** Kills the servers again and again; what is visible in between must be whole. */
async function crash({ directory, fake, randoms, lives, video }: {
  directory: string;
  fake: FakeHuggingFace;
  randoms: readonly SeededRandom[];
  lives: number;
  video: Uint8Array<ArrayBuffer>;
}): Promise<LaneReport[]> {
  const endpointUrls = ENDPOINTS.map((name) =>
    `${fake.endpoint(name)}?seconds=${ANSWER_AFTER_SECONDS}`
  );
  const lanes = await Promise.allSettled(randoms.map((random, index) =>
    runLane({
      script: SCRIPT,
      directory,
      visitorId: LANES[index] ?? "",
      lives,
      random,
      endpointUrls,
      afterKill: () => {
        for (const path of visibleFiles(directory)) assertWhole(path, video);
      },
    })
  ));
  // A lane that fails leaves none behind that would still write into the folder.
  return lanes.map((lane) => {
    if (lane.status === "rejected") throw lane.reason;
    return lane.value;
  });
}

/** Starts one more server, waits until nothing is left to do and stops it. */
async function finish(
  { directory, endpointUrl }: { directory: string; endpointUrl: string },
): Promise<Survivor[]> {
  const life = new ServerLife({ script: SCRIPT, directory, endpointUrl });
  assert(await life.url, "the last server did not start");
  const store = await openSqliteStores({ path: join(directory, "lounge.sqlite") });
  try {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const { queued, running } = await store.history.count();
      if (queued + running === 0) break;
      assert(!patience.aborted, `${queued} generations are still queued, ${running} running`);
      const { promise, resolve } = Promise.withResolvers<void>();
      setTimeout(resolve, 100);
      await promise;
    }
    assertEquals(await life.stop(), 0, "the last server did not stop cleanly");
    assertEquals(life.faults, []);
    const lists = await Promise.all(
      LANES.map((visitorId) => store.library.listOf(visitorId, { limit: 100_000 })),
    );
    return await Promise.all(
      lists.flat().map(async (generation) => ({
        ...generation,
        events: await store.library.eventsOf(generation.id, 0),
      })),
    );
  } finally {
    await store.close();
  }
}

function checkGenerations(survivors: readonly Survivor[], accepted: readonly string[]): void {
  const known = new Set(survivors.map(({ id }) => id));
  assertEquals(accepted.filter((id) => !known.has(id)), [], "accepted generations vanished");
  assertEquals(survivors.filter((generation) => !hasEnded(generation)), []);
  assertEquals(survivors.filter(({ state, events }) => state !== replay(events)), []);
}

function checkFiles(
  survivors: readonly Survivor[],
  { directory, video }: { directory: string; video: Uint8Array<ArrayBuffer> },
): void {
  const succeeded = survivors.filter(({ state }) => state === "succeeded");
  const expected = succeeded.flatMap(({ id }) =>
    ["jpg", "mp4"].map((ending) => join(directory, "videos", `${id}.${ending}`))
  );
  const files = [...Deno.readDirSync(join(directory, "videos"))];
  assertEquals(files.map(({ name }) => join(directory, "videos", name)).sort(), expected.sort());
  for (const path of expected) assertWhole(path, video);
}

/** A video has all its boxes and the frames of `video`; a poster has its bytes. */
function assertWhole(path: string, video: Uint8Array<ArrayBuffer>): void {
  const isPoster = path.endsWith(".jpg");
  const bytes = isPoster ? readPoster(path) : Deno.readFileSync(path);
  if (bytes === undefined) return;
  assert(bytes.length > 0, "an empty file is visible");
  if (isPoster) return;
  assertEquals(boxesOf(bytes).map(({ type }) => type), ["ftyp", "moov", "uuid", "mdat"]);
  assertEquals(boxAt(bytes, "mdat").content, boxAt(video, "mdat").content);
}

/** A server that starts meanwhile sweeps away posters whose videos were never published. */
function readPoster(path: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** No picture may have been sent twice, unless all but the last sending were refused. */
function checkSubmits(fake: FakeHuggingFace): void {
  const submits = new Map<string, number>();
  for (const { path, body } of fake.requests) {
    if (path.endsWith(REFUSING)) continue;
    const picture = new TextDecoder().decode(body);
    submits.set(picture, (submits.get(picture) ?? 0) + 1);
  }
  assertEquals([...submits].filter(([, count]) => count > 1), [], "a picture was submitted twice");
}

function visibleFiles(directory: string): string[] {
  const folder = join(directory, "videos");
  try {
    return [...Deno.readDirSync(folder)]
      .filter(({ name }) => !name.startsWith("."))
      .map(({ name }) => join(folder, name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
