import { createHash, timingSafeEqual } from "node:crypto";
import { isLoopback } from "../proxy_ranges.ts";
import { readHeader } from "../protocol/read_header.ts";
import { DAY_MS } from "../../contract/dates.ts";
import type { HistoryStore } from "../generation/ports/history_store.ts";
import type { TrackRecord } from "../generation/track_record.ts";
import type { Metric } from "./metrics_text.ts";
import type { RequestObserver } from "./request_observer.ts";

/** What metrics are read from. */
export interface MetricSources {
  readonly observer: Pick<RequestObserver, "answers" | "refusals">;
  readonly history: Pick<HistoryStore, "count" | "oldestQueuedAt" | "spentSince">;
  readonly trackRecord: Pick<TrackRecord, "read">;
  readonly files: {
    usedBytes(): Promise<number>;
    freeBytes(): Promise<number>;
  };
  /** Jobs that picture and engine threads work on or have waiting. */
  readonly busyWorkers: () => Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Everything that is measured here, as it is now. No label is about a visitor. */
export async function readMetrics(sources: MetricSources): Promise<Metric[]> {
  const { history, files, now } = sources;
  const today = now() - now() % DAY_MS;
  const [counts, oldestAt, spent, used, free] = await Promise.all([
    history.count(),
    history.oldestQueuedAt(),
    history.spentSince(today),
    files.usedBytes(),
    files.freeBytes(),
  ]);
  return [
    ...requestMetrics(sources.observer),
    gauge("lounge_queued", "Generations that wait.", counts.queued),
    gauge("lounge_running", "Generations in the making.", counts.running),
    gauge(
      "lounge_oldest_queued_seconds",
      "For how long the oldest queued generation has waited.",
      oldestAt === undefined ? 0 : Math.max(0, now() - oldestAt) / 1000,
    ),
    ...await generationMetrics(sources),
    {
      name: "lounge_worker_jobs",
      help: "Jobs that threads work on or have waiting.",
      type: "gauge",
      samples: Object.entries(sources.busyWorkers()).map(([worker, value]) => ({
        labels: { worker },
        value,
      })),
    },
    gauge("lounge_files_bytes", "What videos, kept pictures and uploads take.", used),
    gauge("lounge_disk_free_bytes", "What the disk of the videos has left.", free),
    gauge(
      "lounge_spent_today_usd",
      "What the instance has spent and reserved since midnight UTC.",
      spent / 1_000_000,
    ),
  ];
}

function requestMetrics({ answers, refusals }: MetricSources["observer"]): Metric[] {
  const samplesOf = (valueOf: (answer: (typeof answers)[number]) => number) =>
    answers.map((answer) => ({
      labels: { route: answer.route, status: answer.statusClass },
      value: valueOf(answer),
    }));
  return [
    {
      name: "lounge_requests_total",
      help: "Requests answered.",
      type: "counter",
      samples: samplesOf(({ count }) => count),
    },
    {
      name: "lounge_request_seconds_total",
      help: "Time from the requests' heads to the answers'.",
      type: "counter",
      samples: samplesOf(({ seconds }) => seconds),
    },
    {
      name: "lounge_refusals_total",
      help: "Failures told to clients.",
      type: "counter",
      samples: [...refusals].map(([code, value]) => ({ labels: { code }, value })),
    },
  ];
}

async function generationMetrics({ trackRecord }: MetricSources): Promise<Metric[]> {
  const records = await trackRecord.read();
  const outcomes = records.flatMap(({ modelId: model, provider, day }) =>
    (["succeeded", "failed", "canceled"] as const).map((outcome) => ({
      labels: { model, provider, outcome },
      value: day[outcome],
    }))
  );
  const seconds = records.flatMap(({ modelId: model, provider, day }) =>
    ([["0.5", day.p50Seconds], ["0.9", day.p90Seconds]] as const).flatMap(([quantile, value]) =>
      value === undefined ? [] : [{ labels: { model, provider, quantile }, value }]
    )
  );
  return [
    {
      name: "lounge_generations_day",
      help: "Generations that ended within the last 24 hours.",
      type: "gauge",
      samples: outcomes,
    },
    {
      name: "lounge_generation_seconds",
      help: "From start to video, of the last 24 hours.",
      type: "gauge",
      samples: seconds,
    },
  ];
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: "gauge", samples: [{ value }] };
}

/**
 * Whether a request is the operator's: it brings `METRICS_TOKEN`, or, where there is none, comes straight from this
 * machine. What a proxy forwards comes from elsewhere.
 */
export function isOperator(
  { headers }: Request,
  { remoteAddr, token }: {
    readonly remoteAddr: Deno.Addr;
    readonly token: string | undefined;
  },
): boolean {
  if (token !== undefined) {
    const [scheme = "", given = ""] = readHeader(headers, "authorization")?.split(" ", 2) ?? [];
    return scheme.toLowerCase() === "bearer" && timingSafeEqual(digest(given), digest(token));
  }
  const isForwarded = headers.has("forwarded") || headers.has("x-forwarded-for");
  return !isForwarded && "hostname" in remoteAddr && isLoopback(remoteAddr.hostname);
}

/** Of equal length whatever was given. */
function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
