import type { GenerationServices } from "../generation/generation_services.ts";
import { GenerationService } from "../generation/generation_service.ts";
import { Housekeeping } from "../generation/housekeeping.ts";
import { Runner } from "../generation/runner.ts";
import { problemOfFailure } from "../problems/problem.ts";
import { stored } from "../storage_failure.ts";
import { finishVideo } from "../videos/video_finishing.ts";
import type { Base } from "./base.ts";
import { type GenerationParts, openGenerationParts } from "./generation_parts.ts";
import { capsOf } from "./models.ts";

/** Generation as requests see it, and what works behind it. */
export interface OpenedGenerationServices extends GenerationServices {
  /** Starts to make videos and to clean up. */
  start(): void;
  /** Takes up no work any more; see `Runner.stop`. */
  stop(options: { readonly graceMs: number }): Promise<void>;
  /** Ends everyone who follows or waits. */
  close(): void;
}

/** A signal that never aborts: uploads are looked at whether their client waits or not. */
const NEVER = new AbortController().signal;

/** How long a dead process's work waits for another to take it over. */
const LEASE_MS = 15_000;

/** Opens all of generation; nothing is made before `start`. */
export function openGenerationServices(base: Base): OpenedGenerationServices {
  const parts = openGenerationParts(base);
  const generations = openService(base, parts);
  const runner = openRunner(base, parts);
  const housekeeping = new Housekeeping({
    ...parts,
    retentionDays: base.config.RETENTION_DAYS,
    onFreed: () => parts.room.forget(),
  });
  const {
    models,
    durations,
    trackRecord,
    room,
    budget,
    videoFiles,
    tokens: visitorTokens,
    history,
    upkeep,
  } = parts;
  return {
    ...{ generations, models, durations, trackRecord, room, budget, videoFiles, visitorTokens },
    stills: base.workers.stills,
    countWork: () => history.count(),
    erasingHeldMs: async () => (await upkeep.read())?.heldMs ?? 0,
    start() {
      runner.start();
      housekeeping.start();
    },
    async stop(options) {
      await Promise.all([runner.stop(options), housekeeping.stop()]);
    },
    close: () => generations.close(),
  };
}

function openService({ config, workers }: Base, parts: GenerationParts): GenerationService {
  return new GenerationService({
    ...parts,
    caps: capsOf(config),
    maxQueuedPerVisitor: config.MAX_QUEUED_PER_VISITOR,
    maxQueued: config.MAX_QUEUED,
    retentionDays: config.RETENTION_DAYS,
    newId: () => crypto.randomUUID(),
    lookAtUpload: ({ path, bytes }) =>
      workers.pictures.look({ bytes, read: () => stored(Deno.readFile(path)) }, NEVER),
    toProblem: (failure, { id, payer }) => {
      const audience = payer === "visitor" ? "payer" : "guest";
      return problemOfFailure(failure, { path: `/v/${id}`, requestId: id, audience });
    },
  });
}

function openRunner({ config, workers }: Base, parts: GenerationParts): Runner {
  return new Runner({
    ...parts,
    finishVideo,
    encodeFrame: (frame, signal) => workers.pictures.encode(frame, signal),
    owner: crypto.randomUUID(),
    leaseMs: LEASE_MS,
    timeoutMs: config.GENERATION_TIMEOUT_SECONDS * 1000,
    maxVideoBytes: config.MAX_VIDEO_BYTES,
    maxRunning: config.MAX_RUNNING_GENERATIONS,
    maxRunningPerVisitor: config.MAX_RUNNING_PER_VISITOR,
  });
}
