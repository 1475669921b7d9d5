import { useEffect, useRef } from "preact/hooks";
import type { GenerationView } from "../../contract/generation.ts";
import type { Fault } from "../following/fault.ts";
import { type FollowListener, GenerationFollower } from "../following/generation_follower.ts";

/** Follows one generation at a time. */
interface Follower {
  /** Follows the generation of `page`, and no other any more. */
  follow(page: string, known?: GenerationView): void;
  /** Has the view fetched at once. */
  nudge(): void;
}

/** A follower that lives as long as its component; `onGone` is told which page cannot be seen. */
export function useFollower(
  { onGone, ...listener }: Omit<FollowListener, "onGone"> & {
    onGone(page: string, fault: Fault): void;
  },
): Follower {
  const follower = useRef<GenerationFollower | null>(null);

  useEffect(() => {
    // Coming back to the tab, or out of a tunnel, should not wait for the next poll.
    const nudge = () => follower.current?.nudge();
    document.addEventListener("visibilitychange", nudge);
    globalThis.addEventListener("online", nudge);
    return () => {
      document.removeEventListener("visibilitychange", nudge);
      globalThis.removeEventListener("online", nudge);
      follower.current?.stop();
    };
  }, []);

  return {
    follow(page, known) {
      follower.current?.stop();
      follower.current = new GenerationFollower(page, {
        ...listener,
        onGone: (fault) => onGone(page, fault),
      });
      follower.current.run(known);
    },
    nudge: () => follower.current?.nudge(),
  };
}
