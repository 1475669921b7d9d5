import { assertEquals } from "@std/assert";
import { Housekeeping } from "../../../server/generation/housekeeping.ts";
import type { Log } from "../../../server/log.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";
import { ANNA, filesIn, setStage, type Stage } from "./studio_stage.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

interface House extends AsyncDisposable {
  readonly stage: Stage;
  readonly clock: ManualClock;
  readonly housekeeping: Housekeeping;
  /** Tasks that were logged as failed. */
  readonly failures: string[];
}

/** A stage whose clock only the test moves, from the time of the real files on. */
async function keepHouse(options: { retentionDays?: number } = {}): Promise<House> {
  const clock = new ManualClock();
  clock.advance(Date.now() - clock.now());
  const stage = await setStage({ now: () => clock.now(), ...options });
  const failures: string[] = [];
  const log: Log = { info() {}, error: (_, facts) => void failures.push(String(facts?.task)) };
  const housekeeping = new Housekeeping({ ...stage, ...stage.stores, log, clock, onFreed() {} });
  const dispose = () => stage[Symbol.asyncDispose]();
  return { stage, clock, housekeeping, failures, [Symbol.asyncDispose]: dispose };
}

async function states({ stage }: House): Promise<string[]> {
  return (await stage.service.list(ANNA, { limit: 100 })).map(({ state }) => state);
}

Deno.test("what has ended is erased when its time is up, not a moment before", async () => {
  await using house = await keepHouse({ retentionDays: 2 });
  const { stage, clock, housekeeping } = house;
  const { id } = await stage.service.submit(await stage.request());
  await stage.service.cancel(id, ANNA);
  clock.advance(2 * DAY_MS - 1000);
  await housekeeping.sweep();
  assertEquals(await states(house), ["canceled"]);
  assertEquals(filesIn(stage, "pictures"), [`${id}.picture`]);
  clock.advance(1000);
  await housekeeping.sweep();
  assertEquals(await states(house), []);
  assertEquals(filesIn(stage, "pictures"), []);
  assertEquals((await stage.stores.library.findTombstone(id))?.visitorId, ANNA.visitorId);
});

Deno.test("a video goes with its row, what still waits stays, and so does what is kept for ever", async () => {
  await using house = await keepHouse({ retentionDays: 1 });
  const { stage, clock, housekeeping } = house;
  stage.runner.start();
  await stage.finish();
  await stage.runner.stop({ graceMs: 0 });
  await stage.service.submit(await stage.request({ bytes: "waits" }));
  clock.advance(30 * DAY_MS);
  await housekeeping.sweep();
  assertEquals(filesIn(stage, "videos"), []);
  assertEquals(await states(house), ["queued"]);
  await using forever = await keepHouse({ retentionDays: 0 });
  const { id } = await forever.stage.service.submit(await forever.stage.request());
  await forever.stage.service.cancel(id, ANNA);
  forever.clock.advance(36_500 * DAY_MS);
  await forever.housekeeping.sweep();
  assertEquals(await states(forever), ["canceled"]);
});

Deno.test("files without a generation go once they are an hour old", async () => {
  await using house = await keepHouse();
  const { stage, clock, housekeeping } = house;
  stage.runner.start();
  const id = await stage.finish();
  const stray = crypto.randomUUID();
  await stage.videos.copy(id, stray);
  await Deno.writeTextFile(`${stage.directory}/pictures/${stray}.picture`, "picture");
  await Deno.writeTextFile(`${stage.directory}/pictures/notes.txt`, "not ours");
  clock.advance(HOUR_MS - 5000);
  await housekeeping.sweep();
  assertEquals(filesIn(stage, "videos").length, 2);
  clock.advance(10_000);
  await housekeeping.sweep();
  assertEquals(filesIn(stage, "videos"), [`${id}.mp4`]);
  assertEquals(filesIn(stage, "pictures"), ["notes.txt"]);
});

Deno.test("the picture of a finished video goes, that of a failed one stays for another try", async () => {
  await using house = await keepHouse();
  const { stage, housekeeping } = house;
  stage.runner.start();
  const made = await stage.finish();
  await stage.runner.stop({ graceMs: 0 });
  const { id } = await stage.service.submit(await stage.request({ bytes: "other" }));
  await stage.service.cancel(id, ANNA);
  await stage.pictures.copy(id, made);
  await housekeeping.sweep();
  assertEquals(filesIn(stage, "pictures"), [`${id}.picture`]);
});

Deno.test("what cannot be deleted is logged once, stays, does not block the rest, and goes later", async () => {
  await using house = await keepHouse();
  const { stage, clock, housekeeping, failures } = house;
  const ids: string[] = [];
  for (const bytes of ["one", "two"]) {
    const { id } = await stage.service.submit(await stage.request({ bytes }));
    await stage.service.cancel(id, ANNA);
    ids.push(id);
  }
  const [stuck = ""] = ids;
  await stage.pictures.remove(stuck);
  const block = `${stage.directory}/pictures/${stuck}.picture/block`;
  await Deno.mkdir(block, { recursive: true });
  clock.advance(31 * DAY_MS);
  await housekeeping.sweep();
  await housekeeping.sweep();
  assertEquals(failures, [`generation ${stuck}`]);
  assertEquals((await stage.service.list(ANNA, { limit: 9 })).map(({ id }) => id), [stuck]);
  await Deno.remove(block);
  await housekeeping.sweep();
  assertEquals(await states(house), []);
});

Deno.test("it sweeps at the start and every ten minutes, until it is stopped", async () => {
  await using house = await keepHouse({ retentionDays: 1 });
  const { stage, clock, housekeeping } = house;
  const { id } = await stage.service.submit(await stage.request());
  await stage.service.cancel(id, ANNA);
  const sweeps: Promise<void>[] = [];
  const sweep = housekeeping.sweep.bind(housekeeping);
  housekeeping.sweep = () => {
    const swept = sweep();
    sweeps.push(swept);
    return swept;
  };
  housekeeping.start();
  await sweeps.at(-1);
  assertEquals([sweeps.length, clock.pending], [1, 1]);
  clock.advance(DAY_MS);
  await sweeps.at(-1);
  assertEquals([sweeps.length, await states(house)], [2, []]);
  await housekeeping.stop();
  assertEquals(clock.pending, 0);
});
