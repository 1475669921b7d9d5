import type { Metric } from "./metrics_text.ts";
import type { ReadinessProbe } from "./readiness.ts";
import type { RequestObserver } from "./request_observer.ts";

/** What looks after the instance, for its operator. */
export interface ObservingServices {
  /** Counts requests and writes lines of them. */
  readonly observer: RequestObserver;
  readonly readiness: ReadinessProbe;
  readMetrics(): Promise<readonly Metric[]>;
}
