import type { ModelCard, PriceFacts } from "../../contract/model.ts";
import { formatUsd } from "../../contract/units.ts";

type Payer = ModelCard["payer"];

interface PriceKnown {
  readonly phrase?: string;
  readonly charged: PriceFacts["charged"];
  readonly usd?: number | undefined;
  readonly ifStandIn?: string;
}

const PAID_BY: Readonly<Record<Payer, string>> = {
  nobody: "nobody",
  instance: "this instance",
  visitor: "your Hugging Face credits",
};

/** Whose money a video is made with, as a noun phrase. */
export function payerWord(payer: Payer): string {
  return PAID_BY[payer];
}

/** Those that can be used now, then the others; otherwise in their order. */
export function usableFirst(models: readonly ModelCard[]): readonly ModelCard[] {
  const isUsable = ({ needs }: ModelCard) => needs === undefined;
  return [...models.filter(isUsable), ...models.filter((model) => !isUsable(model))];
}

/** What a video costs, in a few words: "free", "about $0.40". */
export function priceWord(price: PriceKnown): string {
  const { usd } = price;
  if (isFree(price)) return "free";
  return usd === undefined ? "not known here" : `about ${formatUsd(usd)}`;
}

function isFree({ charged, usd }: PriceKnown): boolean {
  return charged === "no" || usd === 0;
}

/** Price and payer in a few words. */
export function pricePhrase(price: PriceKnown, payer: Payer): string {
  if (price.phrase !== undefined) return price.phrase;
  const word = priceWord(price);
  if (isFree(price) || payer === "nobody") return word;
  if (price.usd === undefined) return `paid by ${payerWord(payer)}`;
  const whole = price.ifStandIn === undefined ? word : `${word}, ${price.ifStandIn}`;
  return `${whole}, paid by ${payerWord(payer)}`;
}

type Processing = Pick<ModelCard, "whoProcesses" | "whoMayStepIn">;

/** Who gets the picture: "fal.ai through Hugging Face, or WaveSpeed if fal.ai cannot". */
export function processorWord({ whoProcesses, whoMayStepIn }: Processing): string {
  return whoMayStepIn === undefined ? whoProcesses : `${whoProcesses}, or ${whoMayStepIn}`;
}

/** What happens to the picture: "stays on this server", "goes to fal.ai through Hugging Face". */
export function pictureWord(
  { leavesThisServer, ...who }: Processing & Pick<ModelCard, "leavesThisServer">,
): string {
  return leavesThisServer ? `goes to ${processorWord(who)}` : "stays on this server";
}
