import { type Clock, systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { CanceledError } from "../errors.ts";
import { createConsoleLog, type Log } from "../log.ts";
import { type OpenedModels, openModels } from "./models.ts";
import { openStorage, type Storage } from "./storage.ts";
import { PictureStills } from "../pictures/picture_stills.ts";
import { PictureProcessor } from "../pictures/picture_processor.ts";
import { LocalEngine } from "../providers/local/local_engine.ts";

/** What stands before there is a generation: threads, models, storage. */
export interface Base extends OpenedModels {
  readonly config: Config;
  readonly log: Log;
  readonly workers: Workers;
  readonly storage: Storage;
  /** Closes what was opened here. */
  close(): Promise<void>;
}

/** What tests hand in. */
export interface BaseOptions {
  /** Stay open in the end. */
  readonly lent?: Workers;
  /** Time of the providers' own waits and deadlines; dates and leases go by the machine's. */
  readonly providerClock?: Clock;
}

/** The log as the operator wants it. */
function consoleLog({ LOG_FORMAT: format, LOG_LEVEL: level }: Config): Log {
  return createConsoleLog({ format, level });
}

/** Opens threads, models and storage. */
export async function openBase(
  config: Config,
  log: Log = consoleLog(config),
  { lent, providerClock = systemClock }: BaseOptions,
): Promise<Base> {
  const workers = lent ?? openWorkers();
  const engine = { engine: workers.engine, clock: providerClock, log };
  const { models, serverChecks } = await openModels(config, engine);
  const storage = await openStorage(config);
  return {
    ...{ config, log, workers, models, serverChecks, storage },
    async close() {
      if (!lent) closeWorkers(workers);
      await storage.close();
    },
  };
}

/** Takes the first slow steps of the threads that will be used. Never rejects. */
export async function warmUp({ config, log, workers, models }: Base): Promise<void> {
  try {
    const { HF_ENDPOINT_URL, HF_API_TOKEN, COMFYUI_URL, VIDEOS_API_URL } = config;
    const isLocal = ![HF_ENDPOINT_URL, HF_API_TOKEN, COMFYUI_URL, VIDEOS_API_URL].some(Boolean);
    // Asks the Hub, and the operator's servers, who makes what: the first page need not wait for it.
    const knowing = isLocal ? undefined : models.list({ hasToken: false });
    await workers.pictures.warm();
    if (isLocal) await workers.engine.warm();
    await knowing;
  } catch (error) {
    if (!(error instanceof CanceledError)) log.error("warm-up failed", { error });
  }
}

/** The threads that read pictures and draw videos. Their first job takes a second or two. */
interface Workers {
  readonly pictures: PictureProcessor;
  readonly stills: PictureStills;
  readonly engine: LocalEngine;
}

/** Starts no thread yet: that is for the first job, or `warmUp`. */
export function openWorkers(): Workers {
  const pictures = new PictureProcessor();
  return { pictures, stills: new PictureStills(pictures), engine: new LocalEngine() };
}

/** Ends the threads at once; what they work on fails as canceled. */
export function closeWorkers({ pictures, engine }: Workers): void {
  pictures.close();
  engine.close();
}
