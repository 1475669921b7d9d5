import type { GenerationView, ShownEvent, StoredEvent } from "../../contract/generation.ts";
import { hasEnded } from "../../contract/generation_state.ts";
import { ChangeWatch, type ChangeWatchDependencies } from "./change_watch.ts";
import type { LibraryStore } from "./ports/library_store.ts";
import { LoungeError } from "../errors.ts";
import type { Generation } from "./generation.ts";
import type { Followed } from "./generations.ts";

/** When a server that stops now should be there again. */
const RESTART_SECONDS = 10;

/** How often a follower looks without a notice, in milliseconds: so slowly changes what has no mark. */
const LOOK_MS = 15_000;

/** What followers are handed. */
export interface FollowingDependencies extends ChangeWatchDependencies {
  readonly library: LibraryStore;
}

/** Lets any number of followers see what happens to generations, whichever process makes it happen. */
export class Following {
  readonly #dependencies: FollowingDependencies;
  readonly #watch: ChangeWatch;
  readonly #closing = new AbortController();

  constructor(dependencies: FollowingDependencies) {
    this.#dependencies = dependencies;
    this.#watch = new ChangeWatch(dependencies);
  }

  /**
   * The events after `afterSeq`, then new ones as they are stored, and after them the view that they
   * come to: once for all that were there together, and again when it changes without an event, as the
   * place in the queue does. Ends after the final view, when the signal aborts and when the server stops.
   * What was read last decides where to go on, so nothing is missing and nothing is doubled.
   *
   * `look` reads the view as the follower may see it, `show` gives an event its sentences.
   *
   * @throws as `look`
   */
  async *follow(
    id: string,
    { afterSeq, look, show, signal: leaving }: {
      readonly afterSeq: number;
      readonly look: () => Promise<GenerationView>;
      readonly show: (event: StoredEvent) => ShownEvent;
      readonly signal: AbortSignal;
    },
  ): AsyncGenerator<Followed, void, undefined> {
    const { library, notifier } = this.#dependencies;
    const signal = AbortSignal.any([leaving, this.#closing.signal]);
    using listener = notifier.listen(id);
    using _watching = this.#watch.follow();
    let seq = afterSeq;
    let told = "";
    while (!signal.aborted) {
      const view = await look();
      for (const event of await library.eventsOf(id, seq)) {
        if (signal.aborted) return;
        seq = event.seq;
        yield { kind: "event", event: show(event) };
      }
      // An event came in between: the view does not reflect it yet.
      if (seq > view.lastEvent) continue;
      const text = JSON.stringify(view);
      if (text !== told) yield { kind: "view", view };
      told = text;
      if (hasEnded(view)) return;
      await listener.next({ signal, timeoutMs: LOOK_MS });
    }
  }

  /**
   * Asks again and again, with `read`, until the generation has ended.
   *
   * @throws the signal's reason, `LoungeError` `restarting` when the server stops, and as `read`
   */
  async untilEnded<T extends Pick<Generation, "state">>(
    id: string,
    { read, signal }: { readonly read: () => Promise<T>; readonly signal: AbortSignal },
  ): Promise<T> {
    const { notifier } = this.#dependencies;
    const either = AbortSignal.any([signal, this.#closing.signal]);
    using listener = notifier.listen(id);
    using _watching = this.#watch.follow();
    for (;;) {
      const generation = await read();
      if (hasEnded(generation)) return generation;
      either.throwIfAborted();
      await listener.next({ signal: either, timeoutMs: LOOK_MS });
    }
  }

  /** Ends all following and waiting: the server stops. The generations go on. */
  close(): void {
    this.#closing.abort(
      new LoungeError("restarting", {}, { retryAfterSeconds: RESTART_SECONDS }),
    );
  }
}
