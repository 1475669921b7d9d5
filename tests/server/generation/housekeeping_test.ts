import { assertEquals } from "@std/assert";
import { Housekeeping } from "../../../server/generation/housekeeping.ts";
import type { Log } from "../../../server/log.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";
import { ANNA, filesIn, type Harness, openHarness } from "./generation_harness.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

interface Setup extends AsyncDisposable {
  readonly harness: Harness;
  readonly clock: ManualClock;
  readonly housekeeping: Housekeeping;
  /** Tasks that were logged as failed. */
  readonly failures: string[];
}

/** A harness whose clock only the test moves, from the time of the real files on. */
async function openHousekeeping(options: { retentionDays?: number } = {}): Promise<Setup> {
  const clock = new ManualClock();
  clock.advance(Date.now() - clock.now());
  const harness = await openHarness({ now: () => clock.now(), ...options });
  const failures: string[] = [];
  const log: Log = { info() {}, error: (_, facts) => void failures.push(String(facts?.task)) };
  const housekeeping = new Housekeeping({
    ...harness,
    ...harness.stores,
    log,
    clock,
    onFreed() {},
  });
  const dispose = () => harness[Symbol.asyncDispose]();
  return { harness, clock, housekeeping, failures, [Symbol.asyncDispose]: dispose };
}

async function states({ harness }: Setup): Promise<string[]> {
  return (await harness.service.list(ANNA, { limit: 100 })).map(({ state }) => state);
}

Deno.test("what has ended is erased when its time is up, not a moment before", async () => {
  await using setup = await openHousekeeping({ retentionDays: 2 });
  const { harness, clock, housekeeping } = setup;
  const { id } = await harness.service.submit(await harness.request());
  await harness.service.cancel(id, ANNA);
  clock.advance(2 * DAY_MS - 1000);
  await housekeeping.sweep();
  assertEquals(await states(setup), ["canceled"]);
  assertEquals(filesIn(harness, "pictures"), [`${id}.picture`]);
  clock.advance(1000);
  await housekeeping.sweep();
  assertEquals(await states(setup), []);
  assertEquals(filesIn(harness, "pictures"), []);
  assertEquals((await harness.stores.library.findTombstone(id))?.visitorId, ANNA.visitorId);
});

Deno.test("a video goes with its row, what still waits stays, and so does what is kept for ever", async () => {
  await using setup = await openHousekeeping({ retentionDays: 1 });
  const { harness, clock, housekeeping } = setup;
  harness.runner.start();
  await harness.finish();
  await harness.runner.stop({ graceMs: 0 });
  await harness.service.submit(await harness.request({ bytes: "waits" }));
  clock.advance(30 * DAY_MS);
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "videos"), []);
  assertEquals(await states(setup), ["queued"]);
  await using forever = await openHousekeeping({ retentionDays: 0 });
  const { id } = await forever.harness.service.submit(await forever.harness.request());
  await forever.harness.service.cancel(id, ANNA);
  forever.clock.advance(36_500 * DAY_MS);
  await forever.housekeeping.sweep();
  assertEquals(await states(forever), ["canceled"]);
});

Deno.test("files without a generation go once they are an hour old", async () => {
  await using setup = await openHousekeeping();
  const { harness, clock, housekeeping } = setup;
  harness.runner.start();
  const id = await harness.finish();
  const stray = crypto.randomUUID();
  await harness.videos.copy(id, stray);
  await Deno.writeTextFile(`${harness.directory}/pictures/${stray}.picture`, "picture");
  await Deno.writeTextFile(`${harness.directory}/pictures/notes.txt`, "not ours");
  clock.advance(HOUR_MS - 5000);
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "videos").length, 2);
  clock.advance(10_000);
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "videos"), [`${id}.mp4`]);
  assertEquals(filesIn(harness, "pictures"), ["notes.txt"]);
});

Deno.test("the picture of a finished video goes, that of a failed one stays for another try", async () => {
  await using setup = await openHousekeeping();
  const { harness, housekeeping } = setup;
  harness.runner.start();
  const made = await harness.finish();
  await harness.runner.stop({ graceMs: 0 });
  const { id } = await harness.service.submit(await harness.request({ bytes: "other" }));
  await harness.service.cancel(id, ANNA);
  await harness.pictures.copy(id, made);
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "pictures"), [`${id}.picture`]);
});

Deno.test("what cannot be deleted is logged once, stays, does not block the rest, and goes later", async () => {
  await using setup = await openHousekeeping();
  const { harness, clock, housekeeping, failures } = setup;
  const ids: string[] = [];
  for (const bytes of ["one", "two"]) {
    const { id } = await harness.service.submit(await harness.request({ bytes }));
    await harness.service.cancel(id, ANNA);
    ids.push(id);
  }
  const [stuck = ""] = ids;
  await harness.pictures.remove(stuck);
  const block = `${harness.directory}/pictures/${stuck}.picture/block`;
  await Deno.mkdir(block, { recursive: true });
  clock.advance(31 * DAY_MS);
  await housekeeping.sweep();
  await housekeeping.sweep();
  assertEquals(failures, [`generation ${stuck}`]);
  assertEquals((await harness.service.list(ANNA, { limit: 9 })).map(({ id }) => id), [stuck]);
  await Deno.remove(block);
  await housekeeping.sweep();
  assertEquals(await states(setup), []);
});

Deno.test("it sweeps at the start and every ten minutes, until it is stopped", async () => {
  await using setup = await openHousekeeping({ retentionDays: 1 });
  const { harness, clock, housekeeping } = setup;
  const { id } = await harness.service.submit(await harness.request());
  await harness.service.cancel(id, ANNA);
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
  assertEquals([sweeps.length, await states(setup)], [2, []]);
  await housekeeping.stop();
  assertEquals(clock.pending, 0);
});
