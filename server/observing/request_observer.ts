import type { Log } from "../log.ts";
import { actorFor } from "../wording/failures.ts";
import { routeName } from "./route_names.ts";

/** Which requests leave a line in the log. */
export type LoggedRequests = "all" | "refused" | "none";

/** An answer, as the log and the metrics tell of it. */
export interface ObservedAnswer {
  readonly method: string;
  /** Path of the request. */
  readonly path: string;
  readonly status: number;
  /** From the request's head to the answer's, in milliseconds. */
  readonly elapsedMs: number;
}

/** A refusal, as the log and the metrics tell of it. */
export interface ObservedRefusal {
  readonly requestId: string;
  readonly path: string;
  readonly code: string;
  readonly status: number;
}

/** What has been answered on a route with a class of status since the start. */
export interface AnswerCount {
  readonly route: string;
  /** `2xx`, `3xx`, `4xx` or `5xx`. */
  readonly statusClass: string;
  count: number;
  seconds: number;
}

/** How many lines one code may leave within a minute: a flood must not fill the disk. */
const LINES_A_MINUTE = 5;
const MINUTE_MS = 60_000;

/** Counts requests, and writes lines of them that hold no id, key or anything that a client sent. */
export class RequestObserver {
  readonly #log: Log;
  readonly #logged: LoggedRequests;
  readonly #now: () => number;
  readonly #answers = new Map<string, AnswerCount>();
  readonly #refusals = new Map<string, number>();
  readonly #lines = new Map<string, { since: number; written: number }>();

  /** `now` in milliseconds since 1970. */
  constructor(
    { log, logged, now }: {
      readonly log: Log;
      readonly logged: LoggedRequests;
      readonly now: () => number;
    },
  ) {
    this.#log = log;
    this.#logged = logged;
    this.#now = now;
  }

  /** What was answered since the start, by route and class of status. */
  get answers(): readonly AnswerCount[] {
    return [...this.#answers.values()];
  }

  /** How often each code was told since the start. */
  get refusals(): ReadonlyMap<string, number> {
    return this.#refusals;
  }

  /** An answer goes out. */
  answered({ method, path, status, elapsedMs }: ObservedAnswer): void {
    const route = routeName(path);
    const statusClass = `${Math.floor(status / 100)}xx`;
    const key = `${route} ${statusClass}`;
    const count = this.#answers.get(key) ?? { route, statusClass, count: 0, seconds: 0 };
    count.count++;
    count.seconds += elapsedMs / 1000;
    this.#answers.set(key, count);
    if (this.#logged !== "all") return;
    this.#log.info("request", { method, route, status, ms: Math.round(elapsedMs) });
  }

  /** Something failed that nobody foresaw. */
  faulted({ requestId, path, error }: {
    readonly requestId: string;
    readonly path: string;
    readonly error: unknown;
  }): void {
    this.#log.error("request failed", { requestId, route: routeName(path), error });
  }

  /** A failure is told to a client. */
  refused({ requestId, path, code, status }: ObservedRefusal): void {
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
    // What nobody can do anything about: addresses that do not exist, and clients that left.
    if (this.#logged === "none" || code === "not-found" || code === "canceled") return;
    if (!this.#mayWrite(code)) return;
    this.#log.info("request refused", {
      ...{ requestId, route: routeName(path), status, code, whoCanAct: actorFor(code) },
    });
  }

  #mayWrite(code: string): boolean {
    const now = this.#now();
    const lines = this.#lines.get(code);
    if (!lines || now - lines.since >= MINUTE_MS) {
      this.#lines.set(code, { since: now, written: 1 });
      return true;
    }
    lines.written++;
    return lines.written <= LINES_A_MINUTE;
  }
}
