/** What became of one model's videos at one provider within a span of time. */
export interface StatusSpan {
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
  /** Of those that succeeded or failed, from 0 to 1; absent when there were none. */
  readonly successRate?: number;
  /** From start to video, in seconds: half of them took no longer, and nine of ten. */
  readonly p50Seconds?: number;
  readonly p90Seconds?: number;
  /** Code and ISO date of the latest failure. */
  readonly lastFailure?: { readonly code: string; readonly at: string };
}

/** How one model did at the provider that made its videos. */
export interface ProviderStatus {
  readonly model: string;
  readonly modelName: string;
  /** As receipts name it. */
  readonly provider: string;
  readonly day: StatusSpan;
  readonly week: StatusSpan;
}

/** How this instance does, as `GET /status` tells programs. */
export interface StatusReport {
  /** ISO date. */
  readonly at: string;
  readonly uptimeSeconds: number;
  readonly queued: number;
  readonly running: number;
  /**
   * For how much longer the server has to run before anything old is erased, after a jump of its clock
   * or a shorter retention; absent while things go when their time is up.
   */
  readonly nothingErasedForSeconds?: number;
  /**
   * True where requests come through a proxy that the operator has not named: limits by address are off
   * for it.
   */
  readonly hasUntoldProxy?: boolean;
  /** Those with something to tell of the last seven days. */
  readonly providers: readonly ProviderStatus[];
}
