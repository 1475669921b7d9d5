import { DAY_MS, formatMoment } from "../../contract/dates.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { LibraryStore } from "./ports/library_store.ts";
import type { UpkeepNotes, UpkeepStore } from "./ports/upkeep_store.ts";

/** What the hold is decided by. */
export interface ErasingHoldDependencies {
  readonly upkeep: UpkeepStore;
  readonly library: Pick<LibraryStore, "countOlder">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** How long videos are kept; 0 for ever. */
  readonly retentionDays: number;
}

/** For how long the server has to run before it believes what would make it erase much at once. */
const HELD_MS = DAY_MS;
/** More time than this between two sweeps was not spent running. */
const MOST_BETWEEN_SWEEPS_MS = 15 * 60_000;
const FOR_EVER = 0;
const HOW_TO_LIFT = "deno task erase:allow lifts this";

/**
 * Keeps everything for a day of running when what is old seems to have changed all at once: the
 * machine's clock jumped by more than a day, or the operator shortened the retention.
 */
export class ErasingHold {
  readonly #dependencies: ErasingHoldDependencies;

  constructor(dependencies: ErasingHoldDependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether what is old may be erased now. To be asked once a sweep: the time in between counts. */
  async mayErase(): Promise<boolean> {
    const { upkeep, clock, retentionDays } = this.#dependencies;
    const now = clock.now();
    // Versions before this one kept no notes: whatever is due then waits as after a shorter retention.
    const known = await upkeep.read() ?? { seenAt: now, heldMs: 0, retentionDays: FOR_EVER };
    const isHeldAnew = this.#tellOfJump(known, now) || await this.#tellOfShortening(known, now);
    const ranMs = Math.min(Math.max(0, now - known.seenAt), MOST_BETWEEN_SWEEPS_MS);
    const heldMs = isHeldAnew ? HELD_MS : Math.max(0, known.heldMs - ranMs);
    await upkeep.write({ seenAt: now, heldMs, retentionDays });
    return heldMs === 0;
  }

  /** A clock that was set back was wrong before, so that the next leap forward is one too. */
  #tellOfJump({ seenAt }: UpkeepNotes, now: number): boolean {
    if (Math.abs(now - seenAt) <= DAY_MS) return false;
    this.#dependencies.log.error("the clock jumped: nothing is erased for 24 hours of running", {
      lastSeen: formatMoment(new Date(seenAt).toISOString()),
      now: formatMoment(new Date(now).toISOString()),
      hint: HOW_TO_LIFT,
    });
    return true;
  }

  async #tellOfShortening(known: UpkeepNotes, now: number): Promise<boolean> {
    const { library, log, retentionDays } = this.#dependencies;
    const isShorter = retentionDays !== FOR_EVER &&
      (known.retentionDays === FOR_EVER || retentionDays < known.retentionDays);
    const generations = isShorter ? await library.countOlder(now - retentionDays * DAY_MS) : 0;
    if (generations === 0) return false;
    log.error("RETENTION_DAYS is shorter: what is older now goes after 24 hours of running", {
      ...{ generations, retentionDays, before: known.retentionDays },
      hint: HOW_TO_LIFT,
    });
    return true;
  }
}
