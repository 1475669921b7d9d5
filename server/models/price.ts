import type { PriceFacts } from "../../contract/model.ts";
import type { Settings } from "../../contract/settings.ts";
import type { Model, PriceBasis, PriceOf, Route } from "./model.ts";
import { defaultSettings } from "./settings.ts";

/** As an offer names it: whose money it is. */
type Payer = "nobody" | "instance" | "visitor";

/** As `PriceOf`: what one film is expected to cost. */
export const estimateUsd: PriceOf = ({ price }, model, settings) => {
  switch (price.kind) {
    case "free":
      return 0;
    case "per-film":
      return price.usd;
    case "per-film-by":
      return price.usd[String(settings[price.control])];
    case "per-second":
      return times(price.usd, secondsOf(model, settings, price.fps));
    case "per-second-by":
      return times(
        price.usd[String(settings[price.control])],
        secondsOf(model, settings, price.fps),
      );
    case "per-megapixel":
      return times(price.usd, megapixelsOf(model, settings));
    case "running-time":
    case "unknown":
      return undefined;
  }
};

/** Whether anybody can say beforehand what a film over that route costs. */
export function hasKnownPrice({ price }: Pick<Route, "price">): boolean {
  return price.kind !== "unknown" && price.kind !== "running-time";
}

/**
 * What a film costs at most where another of the model's routes has to stand in, as those behind
 * Inference Providers do for each other; routes of an unknown price are left out. Absent when one of
 * the others has no price for these settings, or `route` has none.
 */
export function dearestUsd(route: Route, model: Model, settings: Settings): number | undefined {
  const others = model.routes.filter((each) =>
    isRouted(route) && isRouted(each) && hasKnownPrice(each)
  );
  const prices = [route, ...others].map((each) => estimateUsd(each, model, settings));
  const known = prices.filter((usd) => usd !== undefined);
  return known.length === prices.length ? Math.max(...known) : undefined;
}

function isRouted({ provider }: Route): boolean {
  return provider !== "local-engine" && provider !== "raw-endpoint";
}

/** What a film costs and whom; for the default settings unless others are given. */
export function priceFacts(
  { route, model, payer }: { readonly route: Route; readonly model: Model; readonly payer: Payer },
  settings: Settings = defaultSettings(model),
): PriceFacts {
  const usd = estimateUsd(route, model, settings);
  const { price } = route;
  return {
    charged: price.kind === "free" ? "no" : "yes",
    sentence: sentenceOf(price, { payer, usd, dearest: dearestUsd(route, model, settings) }),
    ...(usd === undefined ? {} : { usd }),
    ...("source" in price ? { source: price.source } : {}),
  };
}

/** An amount in millionths of a US dollar; what is less than one counts as one. */
export function microUsdOf(usd: number): number {
  return Math.ceil(Number((usd * 1e6).toFixed(3)));
}

/** An amount as people write it: "$0.40", "$0.075". */
export function usdText(usd: number): string {
  if (usd > 0 && usd < 0.001) return "less than $0.001";
  return usd < 0.1 ? `$${usd.toFixed(3).replace(/0$/, "")}` : `$${usd.toFixed(2)}`;
}

function sentenceOf(
  price: PriceBasis,
  { payer, usd, dearest = 0 }: {
    readonly payer: Payer;
    readonly usd: number | undefined;
    readonly dearest: number | undefined;
  },
): string {
  if (price.kind === "free") return "Made by this server; nobody sends a bill.";
  if (price.kind === "running-time") return "The endpoint's owner pays for its running time.";
  const purse = payer === "visitor" ? "your own Hugging Face credits" : "the host of this site";
  if (usd !== undefined) {
    const isMore = usdText(dearest) !== usdText(usd) && dearest > usd;
    const standIn = isMore ? `, or ${usdText(dearest)} if a dearer provider has to step in` : "";
    return `About ${usdText(usd)} a film${standIn}, paid by ${purse}.`;
  }
  return `Paid by ${purse}; the provider's price for a film is not known here.`;
}

/** How long the film is, or will be counted as where the provider counts at a rate of its own. */
function secondsOf(
  model: Model,
  settings: Settings,
  billedFps: number | undefined,
): number | undefined {
  const seconds = numberOf(model, settings, "seconds");
  const frames = numberOf(model, settings, "frames");
  const fps = billedFps ?? numberOf(model, settings, "fps");
  const isCountedInFrames = billedFps !== undefined && frames !== undefined;
  if (seconds !== undefined && !isCountedInFrames) return seconds;
  return frames === undefined || fps === undefined ? undefined : frames / fps;
}

/** Of the largest size, as the shape is not known yet. */
function megapixelsOf(model: Model, settings: Settings): number | undefined {
  const frames = numberOf(model, settings, "frames");
  const pixels = Math.max(...model.sizes.map(({ width, height }) => width * height));
  return frames === undefined ? undefined : Math.ceil(pixels * frames / 1e6);
}

function numberOf(
  { fixed }: Model,
  settings: Settings,
  id: "seconds" | "frames" | "fps",
): number | undefined {
  const value = settings[id] ?? fixed?.[id];
  return value === undefined ? undefined : Number(value);
}

function times(usd: number | undefined, amount: number | undefined): number | undefined {
  return usd === undefined || amount === undefined ? undefined : usd * amount;
}
