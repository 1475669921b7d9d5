import type { GenerationView } from "../../../contract/generation.ts";
import type { Fault } from "../../../islands/following/fault.ts";
import { RefusedError, type StreamListener } from "../../../islands/following/generation_calls.ts";
import {
  type FollowPorts,
  GenerationFollower,
} from "../../../islands/following/generation_follower.ts";
import { ID, serverView } from "./following_fixtures.ts";

/** A server whose events, views, breaks and clock the test plays. */
export class PlayedServer {
  /** How many of the events have happened. */
  happened = 1;
  isDown = false;
  refusal: Fault | undefined;
  fetches = 0;
  /** How long the follower wants to rest now, in milliseconds. */
  restMs: number | undefined;
  openStreams = 0;
  #listener: StreamListener | undefined;
  #wake = () => {};

  readonly ports: FollowPorts = {
    openViews: (_page, listener) => {
      this.#listener = listener;
      this.openStreams++;
      return () => {
        this.#listener = undefined;
        this.openStreams--;
      };
    },
    fetchView: () => {
      this.fetches++;
      if (this.refusal !== undefined) return Promise.reject(new RefusedError(this.refusal));
      if (this.isDown) return Promise.reject(new TypeError("network"));
      return Promise.resolve({ view: serverView(this.happened), clockAheadMs: 0 });
    },
    pause: (ms, signal) => {
      this.restMs = ms;
      return new Promise((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve());
      });
    },
  };

  /** Delivers the view after this event to the open stream, if there is one. */
  deliver(seq: number): void {
    this.#listener?.onView(serverView(seq));
  }
  /** Breaks the stream, for good or until the browser opens it again. */
  break(isOver = false): void {
    this.#listener?.onBreak(isOver);
  }
  /** Lets the follower's rest pass. */
  async pass(): Promise<void> {
    this.#wake();
    await settled();
  }
}

/** What a follower has told. */
export interface Heard {
  readonly views: GenerationView[];
  readonly reach: boolean[];
  readonly gone: Fault[];
}

/** Starts to follow on `server`. */
export async function follow(server: PlayedServer, known?: GenerationView) {
  const heard: Heard = { views: [], reach: [], gone: [] };
  const follower = new GenerationFollower(`/v/${ID}`, {
    onView: (view) => heard.views.push(view),
    onReach: (isReachable) => heard.reach.push(isReachable),
    onGone: (fault) => heard.gone.push(fault),
  }, server.ports);
  const ended = follower.run(known);
  await settled();
  return { follower, heard, ended };
}

/** Lets everything that waits on nothing but promises go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
