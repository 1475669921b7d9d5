import { DAY_MS } from "../../contract/dates.ts";
import type { Log } from "../log.ts";
import type { Settings } from "../../contract/settings.ts";
import { isOwnServer } from "../models/model.ts";
import { estimateUsd, isOwnHardware, microUsdOf } from "../models/price.ts";
import { completeSettings } from "../models/settings.ts";
import type { AddOutcome, NewGeneration, SpendLimits } from "./ports/admission_store.ts";
import { InputError } from "../errors.ts";
import type { AvailableModel } from "./available_models.ts";

/** What the operator is willing to pay for in one day, which begins at midnight UTC. */
export interface SpendCaps {
  readonly dailyUsd?: number | undefined;
  readonly dailyUsdPerVisitor?: number | undefined;
  readonly dailyVideosPerVisitor?: number | undefined;
}

/** The caps as the store counts them; `undefined` where there are none. `now` in milliseconds. */
export function spendLimitsOf(caps: SpendCaps, now: number): SpendLimits | undefined {
  const { dailyUsd, dailyUsdPerVisitor, dailyVideosPerVisitor } = caps;
  const isCapped = [dailyUsd, dailyUsdPerVisitor, dailyVideosPerVisitor]
    .some((cap) => cap !== undefined);
  if (!isCapped) return undefined;
  return {
    since: now - now % DAY_MS,
    maxMicroUsd: dailyUsd === undefined ? undefined : microUsdOf(dailyUsd),
    maxMicroUsdPerVisitor: dailyUsdPerVisitor === undefined
      ? undefined
      : microUsdOf(dailyUsdPerVisitor),
    maxVideosPerVisitor: dailyVideosPerVisitor,
  };
}

/** Whether the operator has capped dollars; routes whose price nobody knows are not tried then. */
export function isCappedInDollars(caps: SpendCaps): boolean {
  return caps.dailyUsd !== undefined || caps.dailyUsdPerVisitor !== undefined;
}

/**
 * What a video is expected to cost, and what is reserved for it: as much as the dearest of the
 * routes that may serve it, and no dearer one is taken. Nothing where nobody knows. A cap in
 * dollars cannot be kept with videos of an unknown price, so the instance does not pay for them
 * then. Hardware that the operator runs anyway is not such a case.
 *
 * @throws {InputError} `model-unavailable`
 */
export function estimateOf(
  { model, routes, payer }: AvailableModel,
  given: Settings,
  caps: SpendCaps,
): Pick<NewGeneration, "estimatedMicroUsd" | "reservedMicroUsd"> {
  const settings = completeSettings(model, given);
  const [expected, ...others] = routes.map((route) => estimateUsd(route, model, settings));
  const known = [expected, ...others].filter((usd) => usd !== undefined);
  const isBounded = !isCappedInDollars(caps) || payer !== "instance" ||
    known.length === routes.length;
  if (isBounded || isOwnHardware(routes[0].price)) {
    return {
      ...(expected === undefined ? {} : { estimatedMicroUsd: microUsdOf(expected) }),
      ...(known.length === 0 ? {} : { reservedMicroUsd: microUsdOf(Math.max(...known)) }),
    };
  }
  throw new InputError("model-unavailable", { kind: "price", modelName: model.name });
}

type SpendRefusal = Extract<AddOutcome, { readonly kind: "spend-limit" }>;

/** The setting of the cap that refused a video. */
function settingOf({ whose, counted }: SpendRefusal): string {
  if (whose === "instance") return "DAILY_SPEND_LIMIT_USD";
  return counted === "videos" ? "DAILY_VIDEOS_PER_VISITOR" : "DAILY_SPEND_LIMIT_PER_VISITOR_USD";
}

/** Tells the operator of the first video of a day that a cap refused, once for each cap. */
export class CapLog {
  readonly #log: Log;
  readonly #days = new Map<string, number>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** `now` in milliseconds since 1970. */
  note(refusal: SpendRefusal, now: number): void {
    const [setting, day] = [settingOf(refusal), Math.floor(now / DAY_MS)];
    if (this.#days.get(setting) === day) return;
    this.#days.set(setting, day);
    this.#log.info("a cap refused a video; the next are not told of today", { setting });
  }
}

/** The refusal of a video of that model, which would go beyond a cap. `now` in milliseconds since 1970. */
export function spendLimitReached(
  { whose, counted }: SpendRefusal,
  { now, available }: { readonly now: number; readonly available: Pick<AvailableModel, "routes"> },
): InputError {
  const retryAfterSeconds = Math.ceil((DAY_MS - now % DAY_MS) / 1000);
  const [{ provider }] = available.routes;
  const isAtEndpoint = isOwnServer(provider);
  if (whose === "instance") {
    const parameters = isAtEndpoint ? { kind: "endpoint" } as const : {};
    return new InputError("daily-spend-limit", parameters, { retryAfterSeconds });
  }
  const share = counted === "videos" ? "videos" : "money";
  const kind = isAtEndpoint ? `${share}-at-endpoint` as const : share;
  return new InputError("visitor-spend-limit", { kind }, { retryAfterSeconds });
}
