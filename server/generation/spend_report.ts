import type { SpendCaps } from "./spend_caps.ts";
import { DAY_MS } from "../../contract/dates.ts";

/** A video that the instance pays for, as the caps count it. */
export interface SpentVideo {
  /** Empty once it cannot matter any more. */
  readonly visitorId: string;
  /** When it was taken in, in milliseconds since 1970. */
  readonly at: number;
  /** What is held in reserve for it while it is under way, and then what it cost. */
  readonly microUsd: number;
  readonly isUnderWay: boolean;
}

/** What was spent in a time, and what is held in reserve for those of its videos that are under way. */
export interface SpentTime {
  readonly spentUsd: number;
  readonly reservedUsd: number;
  readonly videos: number;
}

/** How near a cap is: in dollars, or in videos. */
export interface CapUse {
  readonly setting: string;
  readonly limit: number;
  /** What counts today; of a cap for each visitor, that of the visitor who is nearest to it. */
  readonly used: number;
  readonly unit: "dollars" | "videos";
  readonly isPerVisitor: boolean;
}

/** What the operator asks of money. Days and months begin at midnight UTC. */
export interface SpendReport {
  readonly at: string;
  readonly today: SpentTime;
  readonly thisMonth: SpentTime;
  /** All that are under way, of whatever day. */
  readonly underWay: { readonly videos: number; readonly reservedUsd: number };
  readonly caps: readonly CapUse[];
}

/** The report at `now`, in milliseconds since 1970, of all that is kept of the spending. */
export function spendReport(
  videos: readonly SpentVideo[],
  { caps, now }: { readonly caps: SpendCaps; readonly now: number },
): SpendReport {
  const date = new Date(now);
  const monthStart = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  const ofToday = videos.filter(({ at }) => at >= now - now % DAY_MS);
  const underWay = videos.filter(({ isUnderWay }) => isUnderWay);
  return {
    at: date.toISOString(),
    today: timeOf(ofToday),
    thisMonth: timeOf(videos.filter(({ at }) => at >= monthStart)),
    underWay: { videos: underWay.length, reservedUsd: sumUsd(underWay) },
    caps: capUses(ofToday, caps),
  };
}

function timeOf(videos: readonly SpentVideo[]): SpentTime {
  const { spent = [], reserved = [] } = Object.groupBy(
    videos,
    ({ isUnderWay }) => isUnderWay ? "reserved" : "spent",
  );
  return { spentUsd: sumUsd(spent), reservedUsd: sumUsd(reserved), videos: videos.length };
}

function capUses(ofToday: readonly SpentVideo[], caps: SpendCaps): CapUse[] {
  const visitors = [...Map.groupBy(ofToday, ({ visitorId }) => visitorId).values()];
  const most = (measure: (own: readonly SpentVideo[]) => number) =>
    Math.max(0, ...visitors.map(measure));
  const uses = [
    {
      setting: "DAILY_SPEND_LIMIT_USD",
      limit: caps.dailyUsd,
      used: sumUsd(ofToday),
      unit: "dollars",
      isPerVisitor: false,
    },
    {
      setting: "DAILY_SPEND_LIMIT_PER_VISITOR_USD",
      limit: caps.dailyUsdPerVisitor,
      used: most(sumUsd),
      unit: "dollars",
      isPerVisitor: true,
    },
    {
      setting: "DAILY_VIDEOS_PER_VISITOR",
      limit: caps.dailyVideosPerVisitor,
      used: most((own) => own.length),
      unit: "videos",
      isPerVisitor: true,
    },
  ] as const;
  return uses.flatMap(({ limit, ...use }) => limit === undefined ? [] : [{ ...use, limit }]);
}

/** Whole millionths are added, so that no sum is a hair off. */
function sumUsd(videos: readonly SpentVideo[]): number {
  return videos.reduce((sum, { microUsd }) => sum + microUsd, 0) / 1e6;
}
