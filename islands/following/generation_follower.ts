import type { GenerationView, StoredEvent } from "../../contract/generation.ts";
import { hasEnded } from "../../contract/generation_state.ts";
import type { Fault } from "./fault.ts";
import { applyEvent, mergeView } from "./followed_view.ts";
import { type FetchedView, fetchView, Refusal } from "./generation_calls.ts";
import { type OpenEvents, openEvents } from "./live_events.ts";
import { pause } from "./pause.ts";

export interface FollowListener {
  onView(view: GenerationView, clockAheadMs: number): void;
  /** Whether the server is in reach; the generation goes on either way. */
  onReach(isReachable: boolean): void;
  /** The page cannot be seen any more, such as after its erasure. Nothing follows. */
  onGone(fault: Fault): void;
}

/** The outside world, for tests. */
export interface FollowPorts {
  readonly openEvents: OpenEvents;
  fetchView(page: string, signal: AbortSignal): Promise<FetchedView>;
  /** Resolves after `ms`, or early when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const BREAKS_BEFORE_POLLING = 3;
const POLL_MIN_MS = 2_000;
const POLL_MAX_MS = 10_000;
/** The place in the queue moves without an event of one's own. */
const QUEUE_MS = 4_000;
/** In case a proxy holds the events back. */
const FLOOR_MS = 15_000;

/**
 * Follows one generation until it has ended. Events make it quick, fetched views make it right:
 * whatever the stream loses, doubles or holds back, the next view puts straight.
 */
export class GenerationFollower {
  readonly #page: string;
  readonly #listener: FollowListener;
  readonly #ports: FollowPorts;
  readonly #stopping = new AbortController();
  #view: GenerationView | undefined;
  #clockAheadMs = 0;
  #isStale = true;
  #wake = () => {};
  #closeEvents: (() => void) | undefined;
  #breaks = 0;
  #pollMs = POLL_MIN_MS;
  #isReachable = true;

  constructor(
    page: string,
    listener: FollowListener,
    ports: FollowPorts = { openEvents, fetchView, pause },
  ) {
    this.#page = page;
    this.#listener = listener;
    this.#ports = ports;
  }

  /** Resolves when the generation has ended, is gone, or `stop` was called. */
  async run(known?: GenerationView): Promise<void> {
    this.#view = known;
    this.#closeEvents = this.#ports.openEvents(this.#page, {
      onEvent: (event) => this.#hear(event),
      onBreak: (isOver) => this.#noteBreak(isOver),
    });
    while (!this.#stopping.signal.aborted) {
      this.#isStale = false;
      await this.#look();
      if (this.#view !== undefined && hasEnded(this.#view)) this.stop();
      else await this.#rest();
    }
  }

  /** Has the view fetched at once, as after the visitor did something. */
  nudge(): void {
    this.#isStale = true;
    this.#wake();
  }

  stop(): void {
    this.#stopping.abort();
    this.#closeEvents?.();
    this.#wake();
  }

  #hear(event: StoredEvent): void {
    if (this.#stopping.signal.aborted) return;
    if (this.#view === undefined) return this.nudge();
    const { view, isStale } = applyEvent(this.#view, event);
    if (view !== this.#view) {
      this.#breaks = 0;
      this.#view = view;
      this.#listener.onView(view, this.#clockAheadMs);
    }
    if (isStale) this.nudge();
  }

  #noteBreak(isOver: boolean): void {
    this.#breaks++;
    if (isOver || this.#breaks >= BREAKS_BEFORE_POLLING) {
      this.#closeEvents?.();
      this.#closeEvents = undefined;
    }
    this.nudge();
  }

  async #look(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      const { view, clockAheadMs } = await this.#ports.fetchView(this.#page, signal);
      if (signal.aborted) return;
      const hasMoved = view.lastEvent !== this.#view?.lastEvent;
      this.#pollMs = hasMoved ? POLL_MIN_MS : this.#slower();
      this.#clockAheadMs = clockAheadMs;
      this.#view = mergeView(this.#view, view);
      this.#noteReach(true);
      this.#listener.onView(this.#view, clockAheadMs);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refusal && error.isForGood) {
        this.#listener.onGone(error.fault);
        return this.stop();
      }
      this.#pollMs = this.#slower();
      this.#noteReach(false);
    }
  }

  #slower(): number {
    return Math.min(this.#pollMs * 1.5, POLL_MAX_MS);
  }

  #noteReach(isReachable: boolean): void {
    this.#isReachable = isReachable;
    this.#listener.onReach(isReachable);
  }

  async #rest(): Promise<void> {
    if (this.#isStale || this.#stopping.signal.aborted) return;
    const sleep = new AbortController();
    this.#wake = () => sleep.abort();
    await this.#ports.pause(this.#restMs(), sleep.signal);
  }

  #restMs(): number {
    if (this.#closeEvents === undefined || !this.#isReachable) return this.#pollMs;
    return this.#view?.state === "queued" ? QUEUE_MS : FLOOR_MS;
  }
}
