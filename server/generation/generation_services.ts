import type { AvailableModels } from "./available_models.ts";
import type { StillDrawing } from "./ports/picture_store.ts";
import type { Generations } from "./generations.ts";
import type { DailyBudget } from "./daily_budget.ts";
import type { StorageRoom } from "./storage_room.ts";
import type { TrackRecord } from "./track_record.ts";
import type { UsualDurations } from "./usual_durations.ts";
import type { VideoFiles } from "./video_files.ts";
import type { VisitorTokens } from "./visitor_tokens.ts";

/** What requests ask of generation. */
export interface GenerationServices {
  readonly generations: Generations;
  /** The models of this instance. */
  readonly models: AvailableModels;
  readonly durations: UsualDurations;
  readonly stills: StillDrawing;
  readonly trackRecord: TrackRecord;
  /** Whether there is room for more videos. */
  readonly room: Pick<StorageRoom, "lacks">;
  /** Videos and posters by the names that they are served under. */
  readonly videoFiles: VideoFiles;
  /** What is left of the operator's money for today. */
  readonly budget: Pick<DailyBudget, "reachesFor">;
  /** What visitors brought along to pay with. */
  readonly visitorTokens: VisitorTokens;
  /** For how much longer the server has to run before anything old is erased, in milliseconds. */
  erasingHeldMs(): Promise<number>;
  /** How many generations wait and run, over all processes on the database. */
  countWork(): Promise<{ readonly queued: number; readonly running: number }>;
}
