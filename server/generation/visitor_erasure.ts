import type { Log } from "../log.ts";
import { hasEnded } from "../../contract/generation_state.ts";
import { openOwn } from "./access.ts";
import { cancelGeneration } from "./canceling.ts";
import { eraseEnded, type ErasureStores } from "./erasure.ts";
import { InputError } from "../errors.ts";
import type { Following } from "./following.ts";
import type { Viewer } from "./generations.ts";
import type { StorageRoom } from "./storage_room.ts";

/** What erasing for visitors needs. */
export interface VisitorErasureDependencies extends ErasureStores {
  readonly following: Following;
  readonly room: Pick<StorageRoom, "forget" | "lackFor" | "noteStored">;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long a running generation may take to stop, in milliseconds. */
  readonly waitMs: number;
}

/** How many generations `eraseAll` looks at in one go. */
const PAGE = 100;

/** Erases what visitors no longer want, running or not. */
export class VisitorErasure {
  readonly #dependencies: VisitorErasureDependencies;

  constructor(dependencies: VisitorErasureDependencies) {
    this.#dependencies = dependencies;
  }

  /** As `Generations.erase`. */
  async erase(id: string, viewer: Viewer): Promise<void> {
    const { library, room, now } = this.#dependencies;
    const generation = await openOwn(library, { id, viewer });
    if (!hasEnded(generation)) {
      await cancelGeneration(generation, this.#dependencies);
      await this.#waitForStop(id, viewer);
    }
    await eraseEnded(id, this.#dependencies, now());
    room.forget();
  }

  /** As `Generations.eraseAll`. */
  async eraseAll(
    viewer: Viewer,
  ): Promise<{ readonly erased: number; readonly kept: readonly string[] }> {
    const { library } = this.#dependencies;
    const kept = new Set<string>();
    let erased = 0;
    for (;;) {
      const page = await library.listOf(viewer.visitorId, { limit: PAGE + kept.size });
      const next = page.filter(({ id }) => !kept.has(id));
      if (next.length === 0) return { erased, kept: [...kept] };
      // All stop at the same time, so that their waits are one wait.
      const outcomes = await Promise.all(
        next.map(async ({ id }) => ({ id, isErased: await this.#tryToErase(id, viewer) })),
      );
      for (const { id, isErased } of outcomes) {
        if (isErased) erased += 1;
        else kept.add(id);
      }
    }
  }

  async #tryToErase(id: string, viewer: Viewer): Promise<boolean> {
    try {
      await this.erase(id, viewer);
      return true;
    } catch (error) {
      if (error instanceof InputError) return error.code === "erased";
      this.#dependencies.log.error("a generation could not be erased", { id, error });
      return false;
    }
  }

  /** @throws {InputError} `still-running` when it has not stopped in time */
  async #waitForStop(id: string, viewer: Viewer): Promise<void> {
    const { library, following, waitMs } = this.#dependencies;
    const read = () => openOwn(library, { id, viewer });
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(stillRunning()), waitMs);
    try {
      await following.untilEnded(id, { read, signal: patience.signal });
    } finally {
      clearTimeout(timer);
    }
  }
}

function stillRunning(): InputError {
  return new InputError("still-running", { kind: "stopping" }, { retryAfterSeconds: 5 });
}
