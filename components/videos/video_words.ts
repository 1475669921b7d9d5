import { formatDay, formatMoment } from "../../contract/dates.ts";
import { COST_WORDS } from "../../contract/cost_words.ts";
import type { GenerationView, Receipt } from "../../contract/generation.ts";
import { hasEnded } from "../../contract/generation_state.ts";
import { providerWord } from "../../contract/provider_names.ts";
import { formatBytes, formatSeconds } from "../../contract/units.ts";
import { payerWord, priceWord } from "../panel/model_words.ts";

/** The lines of a receipt as name and value, in their order. */
export function receiptLines(view: GenerationView): (readonly [string, string])[] {
  const { receipt, video } = view;
  return [
    ["Model", view.modelName],
    ["Made by", providerWord(receipt.provider)],
    ["Seed", String(view.seed)],
    ...video === undefined ? [] : [videoLine(video)],
    ["Ordered", formatMoment(view.createdAt)],
    ...receipt.elapsedMs === undefined
      ? []
      : [["Took", view.isCached ? "no time" : formatSeconds(receipt.elapsedMs / 1000)] as const],
    [
      "Kept until",
      receipt.keptUntil === undefined ? "you delete it" : formatDay(receipt.keptUntil),
    ],
    ...receipt.payer === "nobody" ? [] : [
      ["Paid by", payerWord(receipt.payer)] as const,
      ["Estimate", priceWord({ charged: "yes", usd: receipt.estimatedUsd })] as const,
      ...standInLine(receipt),
    ],
    ["Charged", chargedWord(view)],
  ];
}

/** What a video is called where it needs a name. */
export function videoTitle({ modelName, createdAt }: GenerationView): string {
  return `Video of ${formatDay(createdAt)}, ${modelName}`;
}

/** The price of whoever made it in the expected one's stead, where that is another. */
function standInLine({ provider, estimatedUsd, priceUsd }: Receipt) {
  if (priceUsd === undefined || priceUsd === estimatedUsd) return [];
  return [[
    `Price at ${providerWord(provider)}`,
    priceWord({ charged: "yes", usd: priceUsd }),
  ]] as const;
}

function videoLine(video: NonNullable<GenerationView["video"]>): readonly [string, string] {
  const { width, height, durationSeconds, bytes } = video;
  return ["Video", `${width}×${height}, ${formatSeconds(durationSeconds)}, ${formatBytes(bytes)}`];
}

function chargedWord({ receipt, state }: GenerationView & { receipt: Receipt }): string {
  return !hasEnded({ state }) && receipt.charged === "no"
    ? "nothing so far"
    : COST_WORDS[receipt.charged];
}

/** The poster as the picture that stands for a video elsewhere; `undefined` where there is none. */
export function posterImage({ poster, video, label }: GenerationView) {
  if (poster === undefined || video === undefined) return undefined;
  return {
    path: poster,
    width: video.width,
    height: video.height,
    alt: `The video begins: ${label}`,
  };
}
