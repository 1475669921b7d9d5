import { systemClock } from "../clock.ts";
import { GenerationNotifier } from "../generation/generation_notifier.ts";
import { StorageRoom } from "../generation/storage_room.ts";
import { TrackRecord } from "../generation/track_record.ts";
import { UsualDurations } from "../generation/usual_durations.ts";
import { VideoFiles } from "../generation/video_files.ts";
import { VisitorTokens } from "../generation/visitor_tokens.ts";
import { DailyBudget } from "../generation/daily_budget.ts";
import type { Base } from "./base.ts";
import { capsOf } from "./models.ts";

/** What taking generations in, running them and cleaning up after them have in common. */
export function openGenerationParts({ config, log, workers, models, storage }: Base) {
  const { now } = systemClock;
  return {
    ...storage,
    models,
    log,
    clock: systemClock,
    now,
    notifier: new GenerationNotifier(),
    openPicture: workers.pictures.open.bind(workers.pictures),
    room: new StorageRoom({
      quotaBytes: config.VIDEOS_QUOTA_BYTES,
      minFreeBytes: config.MIN_FREE_BYTES,
      isClosed: config.NEW_VIDEOS === "off",
      files: storage.files,
      ...{ history: storage.history, log, now },
    }),
    durations: new UsualDurations(storage.history, now),
    trackRecord: new TrackRecord(storage.history, now),
    videoFiles: new VideoFiles(storage),
    budget: new DailyBudget({ caps: capsOf(config), history: storage.history, now }),
    tokens: new VisitorTokens({ now }),
  };
}

/** See `openGenerationParts`. */
export type GenerationParts = ReturnType<typeof openGenerationParts>;
