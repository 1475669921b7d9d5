import type { StatusSpan } from "../../../contract/status.ts";

/** Where there is nothing to tell. */
const NOTHING = "–";

/** A success rate that never says all or none where that is not true: "99 %". */
export function rateWord({ successRate }: StatusSpan): string {
  if (successRate === undefined) return NOTHING;
  const percent = Math.round(successRate * 100);
  if (percent === 100 && successRate < 1) return "99 %";
  return percent === 0 && successRate > 0 ? "1 %" : `${percent} %`;
}

/** "3 made, 1 failed". */
export function outcomeWord({ succeeded, failed, canceled }: StatusSpan): string {
  if (succeeded + failed + canceled === 0) return NOTHING;
  return [
    `${succeeded} made`,
    ...failed > 0 ? [`${failed} failed`] : [],
    ...canceled > 0 ? [`${canceled} canceled`] : [],
  ].join(", ");
}

/** "4.2 s", "3 min 5 s". */
export function secondsWord(seconds: number | undefined): string {
  if (seconds === undefined) return NOTHING;
  if (seconds < 60) return `${seconds} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** "4 minutes", "2 days": the largest unit that fills. */
export function upFor(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours === 1 ? "1 hour" : `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}
