import { Remembered } from "../remembered.ts";

/** What has to work before requests should come here. */
export interface ReadinessChecks {
  /** Rejects when the database cannot be read. */
  readonly database: () => Promise<unknown>;
  /** Whether there is room for another video. */
  readonly hasRoom: () => Promise<boolean>;
}

/** Whether this process should be sent requests, with the names of what fails. */
export interface Readiness {
  readonly isReady: boolean;
  readonly failing: readonly ("database" | "disk" | "draining")[];
}

/** Monitors ask often, and many at once. */
const KEPT_MS = 1000;

/** Tells monitors and load balancers whether this process can do its work now. */
export class ReadinessProbe {
  readonly #checks: ReadinessChecks;
  readonly #latest: Remembered<Readiness>;
  #isDraining = false;

  /** `now` in milliseconds since 1970. */
  constructor(checks: ReadinessChecks, now: () => number) {
    this.#checks = checks;
    this.#latest = new Remembered({ keepMs: KEPT_MS, now });
  }

  /** The process stops: nothing new should come here. */
  drain(): void {
    this.#isDraining = true;
  }

  /** As it was a second ago at most. Never rejects. */
  async read(): Promise<Readiness> {
    if (this.#isDraining) return { isReady: false, failing: ["draining"] };
    return await this.#latest.get("now", () => this.#look());
  }

  async #look(): Promise<Readiness> {
    const { database, hasRoom } = this.#checks;
    const isTrue = async (check: () => Promise<boolean>) => await check().catch(() => false);
    const [hasDatabase, hasDisk] = await Promise.all([
      isTrue(async () => (await database(), true)),
      isTrue(hasRoom),
    ]);
    const failing = [
      ...(hasDatabase ? [] : ["database" as const]),
      ...(hasDisk ? [] : ["disk" as const]),
    ];
    return { isReady: failing.length === 0, failing };
  }
}
