/** A model and the provider that made its videos; its kind where none was named. */
export interface ModelProvider {
  readonly modelId: string;
  readonly provider: string;
}

/** How many generations of one model and provider ended in one way. */
export interface OutcomeCount extends ModelProvider {
  readonly state: "succeeded" | "failed" | "canceled";
  /** The failure's code; only of those that failed. */
  readonly code?: string;
  readonly count: number;
  /** When the latest of them ended, in milliseconds since 1970. */
  readonly lastAt: number;
}

/** How long one model's videos of one provider took from start to end, in milliseconds. */
export interface VideoSpan extends ModelProvider {
  /** Half of them took no longer. */
  readonly p50Ms: number;
  /** Nine of ten took no longer. */
  readonly p90Ms: number;
}

/** How many generations there are now. */
export interface GenerationCount {
  readonly queued: number;
  /** Saving included. */
  readonly running: number;
  /** All that are kept, ended ones too. */
  readonly total: number;
}

/** A video that is still to come. */
export interface UnfinishedVideo {
  readonly modelId: string;
  /** It was sent to its provider. */
  readonly isBegun: boolean;
}

/**
 * What the generations tell together; what was erased is gone from it. All methods reject with a
 * `StorageError` when the database fails. Times are milliseconds since 1970. One contract suite runs
 * on every implementation.
 */
export interface HistoryStore {
  /** Durations of the latest succeeded, uncached generations of a model, in milliseconds. */
  recentDurations(modelId: string, limit: number): Promise<number[]>;
  /** What the instance has spent and reserved since then, in millionths of a US dollar. */
  spentSince(since: number): Promise<number>;
  /** When the oldest of those that are queued was added; `undefined` where none is. */
  oldestQueuedAt(): Promise<number | undefined>;
  /** Sizes of the same, in bytes. */
  recentSizes(modelId: string, limit: number): Promise<number[]>;
  /** All that are queued, running or saving, in no order. */
  unfinished(): Promise<UnfinishedVideo[]>;
  /**
   * What became of all that ended since then and was really made, by model, provider and outcome,
   * in no order.
   */
  outcomesSince(since: number): Promise<OutcomeCount[]>;
  /**
   * How long the videos took that succeeded since then, by model and provider, in no order; of very
   * many, the latest two thousand tell.
   */
  spansSince(since: number): Promise<VideoSpan[]>;
  count(): Promise<GenerationCount>;
  /** Whether there is any video that should be in the store. */
  knowsVideos(): Promise<boolean>;
}
