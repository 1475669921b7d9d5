import { hasEnded } from "../../contract/generation_state.ts";
import type { GenerationView } from "../../contract/generation.ts";
import type { Fault } from "./fault.ts";
import { type FetchedView, fetchView, openViews, RefusedError } from "./generation_calls.ts";
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
  readonly openViews: typeof openViews;
  fetchView(page: string, signal: AbortSignal): Promise<FetchedView>;
  /** Resolves after `ms`, or early when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const BREAKS_BEFORE_POLLING = 3;
const POLL_MIN_MS = 2_000;
const POLL_MAX_MS = 10_000;
/** A stream that is silent for so long may be dead, or held back by a proxy. */
const SILENCE_MS = 15_000;

/**
 * Follows one generation until it has ended, by the views of its event stream. Besides, a view is
 * fetched at first, for the server's clock; when the stream breaks or is silent for long; and again
 * and again where there is no stream.
 */
export class GenerationFollower {
  readonly #page: string;
  readonly #listener: FollowListener;
  readonly #ports: FollowPorts;
  readonly #stopping = new AbortController();
  #view: GenerationView | undefined;
  #clockAheadMs = 0;
  /** Whether a view is to be fetched next. */
  #isDue = true;
  #wake = () => {};
  #closeStream: (() => void) | undefined;
  #breaks = 0;
  #pollMs = POLL_MIN_MS;
  #isReachable = true;

  constructor(
    page: string,
    listener: FollowListener,
    ports: FollowPorts = { openViews, fetchView, pause },
  ) {
    this.#page = page;
    this.#listener = listener;
    this.#ports = ports;
  }

  /** Resolves when the generation has ended, is gone, or `stop` was called. */
  async run(known?: GenerationView): Promise<void> {
    this.#view = known;
    this.#closeStream = this.#ports.openViews(this.#page, {
      onView: (view) => this.#hear(view),
      onBreak: (isOver) => this.#noteBreak(isOver),
    });
    while (!this.#stopping.signal.aborted) {
      if (this.#isDue) await this.#look();
      await this.#rest();
    }
  }

  /** Has the view fetched at once, as after the visitor did something. */
  nudge(): void {
    this.#isDue = true;
    this.#wake();
  }

  stop(): void {
    this.#stopping.abort();
    this.#closeStream?.();
    this.#wake();
  }

  #hear(view: GenerationView): void {
    if (this.#stopping.signal.aborted) return;
    this.#breaks = 0;
    this.#isDue = false;
    this.#show(view);
    this.#wake();
  }

  #noteBreak(isOver: boolean): void {
    this.#breaks++;
    if (isOver || this.#breaks >= BREAKS_BEFORE_POLLING) {
      this.#closeStream?.();
      this.#closeStream = undefined;
    }
    this.nudge();
  }

  async #look(): Promise<void> {
    const { signal } = this.#stopping;
    this.#isDue = false;
    try {
      const { view, clockAheadMs } = await this.#ports.fetchView(this.#page, signal);
      if (signal.aborted) return;
      const hasMoved = view.lastEvent !== this.#view?.lastEvent;
      this.#pollMs = hasMoved ? POLL_MIN_MS : this.#slower();
      this.#clockAheadMs = clockAheadMs;
      this.#show(view);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RefusedError && error.isForGood) {
        this.#listener.onGone(error.fault);
        return this.stop();
      }
      this.#pollMs = this.#slower();
      this.#noteReach(false);
    }
  }

  /** Shows a view, unless a newer one is known: what took the slow way undoes nothing. */
  #show(view: GenerationView): void {
    this.#noteReach(true);
    const known = this.#view;
    this.#view = known !== undefined && known.lastEvent > view.lastEvent ? known : view;
    this.#listener.onView(this.#view, this.#clockAheadMs);
    if (hasEnded(this.#view)) this.stop();
  }

  #slower(): number {
    return Math.min(this.#pollMs * 1.5, POLL_MAX_MS);
  }

  #noteReach(isReachable: boolean): void {
    if (isReachable === this.#isReachable) return;
    this.#isReachable = isReachable;
    this.#listener.onReach(isReachable);
  }

  /** Ends early when there is something to do, or when a view came: then silence begins anew. */
  async #rest(): Promise<void> {
    if (this.#isDue || this.#stopping.signal.aborted) return;
    this.#isDue = true;
    const sleep = new AbortController();
    this.#wake = () => sleep.abort();
    const isStreaming = this.#closeStream !== undefined && this.#isReachable;
    await this.#ports.pause(isStreaming ? SILENCE_MS : this.#pollMs, sleep.signal);
  }
}
