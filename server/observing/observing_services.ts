import type { ServerChecks } from "../generation/server_checks.ts";
import type { Metric } from "./metrics_text.ts";
import type { ReadinessProbe } from "./readiness.ts";
import type { RequestObserver } from "./request_observer.ts";

/** What looks after the instance, for its operator. */
export interface ObservingServices {
  /** Counts requests and writes lines of them. */
  readonly observer: RequestObserver;
  readonly readiness: ReadinessProbe;
  /** Tries the operator's servers. */
  readonly serverChecks: Pick<ServerChecks, "check">;
  readMetrics(): Promise<readonly Metric[]>;
}
