import { systemClock } from "../clock.ts";
import { readMetrics } from "../observing/metrics.ts";
import type { ObservingServices } from "../observing/observing_services.ts";
import { ReadinessProbe } from "../observing/readiness.ts";
import { RequestObserver } from "../observing/request_observer.ts";
import type { Services } from "../services.ts";
import type { Base } from "./base.ts";

/** Opens what looks after the instance. */
export function openObserving(
  { config, log, storage, workers, serverChecks }: Base,
  { trackRecord, room }: Pick<Services, "trackRecord" | "room">,
): ObservingServices {
  const { now } = systemClock;
  const observer = new RequestObserver({ log, logged: config.LOG_REQUESTS, now });
  const { history, files } = storage;
  return {
    observer,
    serverChecks,
    readiness: new ReadinessProbe({
      database: () => history.knowsVideos(),
      hasRoom: async () => !(await room.lacks([ANY_MODEL])).has(ANY_MODEL),
    }, now),
    readMetrics: () =>
      readMetrics({
        ...{ observer, history, files, trackRecord, now },
        busyWorkers: () => ({
          pictures: workers.pictures.jobs,
          engine: workers.engine.jobs,
        }),
      }),
  };
}

/** A model that has made nothing here: its videos are taken for large ones. */
const ANY_MODEL = "any";
