import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whole seconds since `startedAt` (`performance.now()` milliseconds), counting on. */
export function Elapsed({ startedAt }: { readonly startedAt: number }) {
  const seconds = useSignal(0);
  useEffect(() => {
    const tick = () => {
      seconds.value = Math.floor((performance.now() - startedAt) / 1000);
    };
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [startedAt]);
  return <span class="tabular-nums text-amber" aria-hidden="true">{seconds.value} s</span>;
}
