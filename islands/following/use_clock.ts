import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** This machine's clock in milliseconds since 1970, moving every second while `isRunning`. */
export function useClock(isRunning: boolean): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    if (!isRunning) return;
    const tick = () => {
      now.value = Date.now();
    };
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now.value;
}
