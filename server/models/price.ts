import type { PriceFacts } from "../../contract/model.ts";
import { providerWord } from "../../contract/provider_names.ts";
import type { Settings } from "../../contract/settings.ts";
import { formatUsd } from "../../contract/units.ts";
import type { Model, PriceBasis, PriceOf, Route } from "./model.ts";
import { completeSettings } from "./settings.ts";

/** Whose money a video is made with; `nobody` where it costs nothing. */
export type Payer = "nobody" | "instance" | "visitor";

/** What of an available model decides on its price. */
interface PricedModel {
  readonly model: Model;
  /** The expected one first. */
  readonly routes: readonly [Route, ...Route[]];
  readonly payer: Payer;
}

/** As `PriceOf`: what one video is expected to cost. */
export const estimateUsd: PriceOf = ({ price }, model, settings) => {
  switch (price.kind) {
    case "free":
    case "own-electricity":
      return 0;
    case "per-video":
      return price.usd;
    case "per-video-by":
      return times(
        price.usd[String(settings[price.control])],
        lengthFactor(price, model, settings),
      );
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

/** Whether no bill comes for what is made at that price. */
export function isFreeOfBills({ kind }: Pick<PriceBasis, "kind">): boolean {
  return kind === "free" || kind === "own-electricity";
}

/** Whether it is made on hardware that its owner pays for whether or not a video comes. */
export function isOwnHardware({ kind }: Pick<PriceBasis, "kind">): boolean {
  return kind === "running-time" || kind === "own-electricity";
}

/** Whether anybody can say beforehand what a video over that route costs. */
export function hasKnownPrice({ price }: Pick<Route, "price">): boolean {
  return price.kind !== "unknown" && price.kind !== "running-time";
}

/** What a video costs and whom; for the default settings unless others are given. */
export function priceFacts(
  { routes: [route, ...others], model, payer }: PricedModel,
  given: Settings = {},
): PriceFacts {
  const settings = completeSettings(model, given);
  const usd = estimateUsd(route, model, settings);
  const { price } = route;
  const standIns = others.map((other) => ({
    name: providerWord(other.provider),
    usd: estimateUsd(other, model, settings),
  }));
  const ifStandIn = usd === undefined ? "" : standInPrices(usd, standIns);
  return {
    charged: isFreeOfBills(price) ? "no" : "yes",
    sentence: sentenceOf(price, { payer, usd, ifStandIn }),
    ...phraseOf(price),
    ...(usd === undefined ? {} : { usd }),
    ...(ifStandIn === "" ? {} : { ifStandIn }),
    ...("source" in price ? { source: price.source } : {}),
  };
}

/** The price in a few words, where no amount for a video tells it. */
function phraseOf(price: PriceBasis): Pick<PriceFacts, "phrase"> {
  if (price.kind === "own-electricity") return { phrase: "your own electricity" };
  const perHour = price.kind === "running-time" ? price.usdPerHour : undefined;
  return perHour === undefined ? {} : { phrase: `${formatUsd(perHour)} an hour while it runs` };
}

/** "or $0.15 if WaveSpeed has to step in", of those whose price is another. */
function standInPrices(
  usd: number,
  standIns: readonly { readonly name: string; readonly usd: number | undefined }[],
): string {
  const priced = standIns.map((standIn) => ({
    name: standIn.name,
    price: standIn.usd === undefined ? "an unknown amount" : formatUsd(standIn.usd),
  }));
  return priced.filter(({ price }) => price !== formatUsd(usd))
    .map(({ name, price }) => `or ${price} if ${name} has to step in`).join(", ");
}

/** An amount in millionths of a US dollar; what is less than one counts as one. */
export function microUsdOf(usd: number): number {
  return Math.ceil(Number((usd * 1e6).toFixed(3)));
}

/** What is said of work that costs nobody anything. */
export const MADE_HERE = "Made on this server at no cost.";

/** What is said of work on hardware that its owner pays for anyway. */
export const ENDPOINT_PAYS = "The endpoint's owner pays for its running time.";

/** What is said of work on a machine of the operator's: to its operator, and to everyone. */
const OWN_ELECTRICITY = "Made on your own server, for your own electricity: no bill comes.";
export const NO_BILL = "Made on a server of the operator's own: no bill comes.";

function sentenceOf(
  price: PriceBasis,
  { payer, usd, ifStandIn }: {
    readonly payer: Payer;
    readonly usd: number | undefined;
    readonly ifStandIn: string;
  },
): string {
  if (price.kind === "free") return MADE_HERE;
  if (price.kind === "own-electricity") return OWN_ELECTRICITY;
  if (price.kind === "running-time") {
    const { usdPerHour } = price;
    return usdPerHour === undefined
      ? ENDPOINT_PAYS
      : `The endpoint's owner pays ${formatUsd(usdPerHour)} an hour while it runs.`;
  }
  const payerWords = payer === "visitor"
    ? "your own Hugging Face credits"
    : "the host of this site";
  if (usd !== undefined) {
    const standIn = ifStandIn === "" ? "" : `, ${ifStandIn}`;
    return `About ${formatUsd(usd)} a video${standIn}, paid by ${payerWords}.`;
  }
  return `Paid by ${payerWords}; the provider's price for a video is not known here.`;
}

function lengthFactor(
  { longer }: Extract<PriceBasis, { readonly kind: "per-video-by" }>,
  model: Model,
  settings: Settings,
): number {
  const frames = numberOf(model, settings, "frames") ?? 0;
  return longer && frames > longer.aboveFrames ? longer.times : 1;
}

/** How long the video is, or will be counted as where the provider counts at a rate of its own. */
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
