import { assert, assertEquals, assertMatch } from "@std/assert";
import { Housekeeping } from "../../../server/generation/housekeeping.ts";
import type { Log, LogFacts } from "../../../server/log.ts";
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
  /** All lines of the log. */
  readonly lines: string[];
}

/** A harness whose clock only the test moves, from the time of the real files on. */
async function openHousekeeping(
  { retentionDays = 30 }: { retentionDays?: number } = {},
): Promise<Setup> {
  const clock = new ManualClock();
  clock.advance(Date.now() - clock.now());
  const harness = await openHarness({ now: () => clock.now() });
  const setup = { harness, clock, failures: [], lines: [] };
  const housekeeping = housekeepingOf(setup, { retentionDays });
  const dispose = () => harness[Symbol.asyncDispose]();
  return { ...setup, housekeeping, [Symbol.asyncDispose]: dispose };
}

function housekeepingOf(
  { harness, clock, failures, lines }: Pick<Setup, "harness" | "clock" | "failures" | "lines">,
  { retentionDays }: { readonly retentionDays: number },
): Housekeeping {
  const record = (sentence: string, facts?: LogFacts) =>
    void lines.push(`${sentence} ${Deno.inspect(facts)}`);
  const log: Log = {
    info: record,
    error(sentence, facts) {
      record(sentence, facts);
      if (facts?.task !== undefined) failures.push(String(facts.task));
    },
  };
  return new Housekeeping({
    ...harness,
    ...harness.stores,
    ...{ log, clock, retentionDays },
    onFreed() {},
  });
}

/** Lets time pass with the sweeps of a running server. */
async function live(
  { clock, housekeeping }: Setup,
  ms: number,
  pauseMs = 10 * 60 * 1000,
): Promise<void> {
  for (let passed = 0; passed < ms; passed += pauseMs) {
    clock.advance(pauseMs);
    await housekeeping.sweep();
  }
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
  clock.advance(1000);
  await housekeeping.sweep();
  assertEquals(await states(setup), []);
  assertEquals(filesIn(harness, "pictures"), []);
  assertEquals((await harness.stores.library.findTombstone(id))?.visitorId, ANNA.visitorId);
});

Deno.test("the picture of canceled work stays for six hours, for another try", async () => {
  await using setup = await openHousekeeping({ retentionDays: 2 });
  const { harness, clock, housekeeping } = setup;
  const { id } = await harness.service.submit(await harness.request());
  await harness.service.cancel(id, ANNA);
  clock.advance(5 * HOUR_MS);
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "pictures"), [`${id}.picture`]);
  clock.advance(HOUR_MS + 1000);
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "pictures"), []);
});

Deno.test("a video goes with its row, what still waits stays, and so does what is kept for ever", async () => {
  await using setup = await openHousekeeping({ retentionDays: 1 });
  const { harness, housekeeping } = setup;
  harness.runner.start();
  await harness.finish();
  await harness.runner.stop({ graceMs: 0 });
  await harness.service.submit(await harness.request({ bytes: "waits" }));
  await housekeeping.sweep();
  await live(setup, 2 * DAY_MS);
  assertEquals(filesIn(harness, "videos"), []);
  assertEquals(await states(setup), ["queued"]);
  await using forever = await openHousekeeping({ retentionDays: 0 });
  const { id } = await forever.harness.service.submit(await forever.harness.request());
  await forever.harness.service.cancel(id, ANNA);
  forever.clock.advance(36_500 * DAY_MS);
  await forever.housekeeping.sweep();
  assertEquals(await states(forever), ["canceled"]);
});

Deno.test("files without a generation are set aside once they are an hour old, and go days later", async () => {
  await using setup = await openHousekeeping();
  const { harness, clock, housekeeping, lines } = setup;
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
  assertEquals(filesIn(harness, "videos").sort(), [`${id}.mp4`, "orphans"].sort());
  assertEquals(filesIn(harness, "pictures").sort(), ["notes.txt", "orphans"]);
  assertEquals(filesIn(harness, "videos/orphans"), [`${stray}.mp4`]);
  assertEquals(filesIn(harness, "pictures/orphans"), [`${stray}.picture`]);
  assertEquals(lines.filter((line) => line.includes("set files aside")).length, 2);
  await live(setup, 8 * DAY_MS);
  assertEquals(filesIn(harness, "videos/orphans"), []);
  assertEquals(lines.filter((line) => line.includes("erased files that were set aside")).length, 2);
});

Deno.test("a database that knows nothing touches no video", async () => {
  await using setup = await openHousekeeping();
  const { harness, clock, housekeeping, failures } = setup;
  const ids = Array.from({ length: 3 }, () => crypto.randomUUID());
  for (const id of ids) await Deno.writeTextFile(`${harness.directory}/videos/${id}.mp4`, "video");
  clock.advance(2 * HOUR_MS);
  await housekeeping.sweep();
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "videos").length, 3);
  assertEquals(failures, ["videos nobody needs"], "told once");
});

Deno.test("a sweep sets no more than a small share aside, and says what is left", async () => {
  await using setup = await openHousekeeping();
  const { harness, clock, housekeeping, lines } = setup;
  await harness.service.submit(await harness.request());
  for (let count = 0; count < 30; count++) {
    await Deno.writeTextFile(`${harness.directory}/videos/${crypto.randomUUID()}.mp4`, "video");
  }
  clock.advance(2 * HOUR_MS);
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "videos/orphans").length, 10);
  assertMatch(lines.find((line) => line.includes("set files aside")) ?? "", /left: 20, of: 30/);
  await live(setup, 23 * HOUR_MS);
  assertEquals(filesIn(harness, "videos/orphans").length, 10, "no more on this day");
  await live(setup, 2 * HOUR_MS);
  assertEquals(filesIn(harness, "videos/orphans").length, 20);
});

Deno.test("what was set aside comes back when the database knows it", async () => {
  await using setup = await openHousekeeping();
  const { harness, clock, housekeeping, lines } = setup;
  harness.runner.start();
  const id = await harness.finish();
  await harness.videos.setAside(id);
  assertEquals(await harness.videos.find(`${id}.mp4`), undefined);
  clock.advance(1000);
  await housekeeping.sweep();
  assert(await harness.videos.find(`${id}.mp4`));
  assertMatch(lines.join(), /brought files back that a generation knows/);
});

Deno.test("what an older version left is not erased by the first sweep of this one", async () => {
  await using setup = await openHousekeeping({ retentionDays: 30 });
  const { harness, clock, housekeeping, lines } = setup;
  const { id } = await harness.service.submit(await harness.request());
  await harness.service.cancel(id, ANNA);
  clock.advance(200 * DAY_MS);
  await housekeeping.sweep();
  assertEquals(await states(setup), ["canceled"]);
  assertMatch(lines.join(), /what is older now goes after 24 hours of running .*generations: 1/s);
  await live(setup, 25 * HOUR_MS);
  assertEquals(await states(setup), []);
});

Deno.test("drafts of other programs are left alone", async () => {
  await using setup = await openHousekeeping();
  const { harness, housekeeping } = setup;
  const names = [".backup.tar.part.jpg", ".holiday.mkv.part", ".x.part.new"];
  for (const name of names) await Deno.writeTextFile(`${harness.directory}/videos/${name}`, "");
  await housekeeping.sweep();
  assertEquals(filesIn(harness, "videos").sort(), names);
});

Deno.test("after a jump of the clock nothing is erased for a day of running", async () => {
  for (const jumpMs of [31 * DAY_MS, -2 * DAY_MS]) {
    await using setup = await openHousekeeping();
    const { harness, clock, housekeeping, lines } = setup;
    const { id } = await harness.service.submit(await harness.request());
    await harness.service.cancel(id, ANNA);
    await housekeeping.sweep();
    clock.advance(jumpMs);
    await housekeeping.sweep();
    assertEquals(await states(setup), ["canceled"], "all is there");
    assertMatch(lines.join(), /the clock jumped/);
    if (jumpMs < 0) continue;
    await live(setup, 23 * HOUR_MS);
    assertEquals(await states(setup), ["canceled"], "still within the day");
    await live(setup, 2 * HOUR_MS);
    assertEquals(await states(setup), [], "the clock was right");
    assertMatch(lines.join(), /erased what was kept for its time \{ generations: 1 \}/);
  }
});

Deno.test("time without running does not count for the day that follows a jump", async () => {
  await using setup = await openHousekeeping();
  const { harness, clock, housekeeping } = setup;
  const { id } = await harness.service.submit(await harness.request());
  await harness.service.cancel(id, ANNA);
  await housekeeping.sweep();
  clock.advance(31 * DAY_MS);
  await housekeeping.sweep();
  for (let night = 0; night < 5; night++) {
    clock.advance(20 * HOUR_MS);
    await housekeeping.sweep();
  }
  assertEquals(await states(setup), ["canceled"]);
});

Deno.test("today's retention counts: longer at once, shorter after a day that is told", async () => {
  await using long = await openHousekeeping({ retentionDays: 60 });
  const { harness, clock, lines } = long;
  const { id } = await harness.service.submit(await harness.request());
  await harness.service.cancel(id, ANNA);
  await live(long, 31 * DAY_MS, HOUR_MS * 12);
  assertEquals(await states(long), ["canceled"]);
  const short: Setup = { ...long, housekeeping: housekeepingOf(long, { retentionDays: 7 }) };
  await short.housekeeping.sweep();
  assertEquals(await states(long), ["canceled"]);
  assertMatch(lines.join(), /RETENTION_DAYS is shorter.*generations: 1.*before: 60/s);
  await live(short, 25 * HOUR_MS);
  assertEquals(await states(long), []);
  assertEquals(clock.pending, 0);
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
  const { harness, housekeeping, failures } = setup;
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
  await live(setup, 31 * DAY_MS, 12 * HOUR_MS);
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
