import { join } from "node:path";
import { systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { ExampleStore, type ExampleStoreOptions } from "../example_store.ts";
import { describeSite } from "../pages/site_facts.ts";
import type { Services } from "../services.ts";
import { openIdentity } from "../visitors/identity.ts";
import { type BaseOptions, openBase, warmUp } from "./base.ts";
import { openGenerationServices } from "./generation.ts";
import { openObserving } from "./observing.ts";

/** What tests hand in. */
export interface ServicesOptions extends BaseOptions {
  /** The example videos to make; all where it is left out. */
  readonly examples?: ExampleStoreOptions["examples"];
}

/**
 * Builds everything from the configuration, makes the folders and opens the database. No video is
 * made before `start`.
 */
export async function openServices(
  config: Config,
  log?: Services["log"],
  { examples: list, ...options }: ServicesOptions = {},
): Promise<Services> {
  const base = await openBase(config, log, options);
  const { workers: { engine }, storage: { videos, uploads, signatures, accounts } } = base;
  const { start, stop, close, ...generation } = openGenerationServices(base);
  const observing = openObserving(base, generation);
  const directory = join(config.DATA_DIR, "examples");
  const examples = new ExampleStore({
    ...{ directory, engine, log: base.log },
    ...(list ? { examples: list } : {}),
    clock: systemClock,
  });
  return {
    ...{
      config,
      log: base.log,
      videos,
      uploads,
      signatures,
      accounts,
      examples,
      start,
    },
    ...generation,
    ...observing,
    identity: openIdentity(config, { signatures, log: base.log, fetch, clock: systemClock }),
    clock: systemClock,
    startedAt: systemClock.now(),
    describeSite: (origin) => describeSite(config, { origin }),
    warmUp: () => warmUp(base),
    async stop(options) {
      observing.readiness.drain();
      uploads.stop();
      await Promise.all([stop(options), examples.close()]);
      close();
    },
    close: () => base.close(),
  };
}
