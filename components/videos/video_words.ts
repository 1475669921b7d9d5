import { formatDay, formatMoment } from "../../contract/dates.ts";
import { COST_WORDS } from "../../contract/cost_words.ts";
import type { GenerationView, Receipt } from "../../contract/generation.ts";
import { hasEnded } from "../../contract/generation_state.ts";
import { providerWord } from "../../contract/provider_names.ts";
import { playingOf } from "../../contract/playing.ts";
import { formatBytes, formatSeconds } from "../../contract/units.ts";
import { payerWord, priceWord } from "../panel/model_words.ts";

type Line = readonly [name: string, value: string];

/** The marks change bytes that it covers, and a broken one would accuse the video of forgery. */
const SIGNATURE = ["Signature", "came with Content Credentials (C2PA), left out here"] as const;

/** The lines of a receipt by what they tell, in their order. */
export function receiptFacts(view: GenerationView) {
  const { receipt, video } = view;
  const { elapsedMs, keptUntil, payer } = receipt;
  const took = view.isCached ? "instant (reused)" : formatSeconds((elapsedMs ?? 0) / 1000);
  return {
    model: ["Model", view.modelName],
    madeBy: ["Made by", providerWord(receipt.provider)],
    seed: ["Seed", String(view.seed)],
    ...video === undefined ? {} : { video: videoLine(video) },
    ...video?.wasSigned ? { signature: SIGNATURE } : {},
    ordered: ["Ordered", formatMoment(view.createdAt)],
    ...elapsedMs === undefined ? {} : { took: ["Took", took] as const },
    kept: ["Kept until", keptUntil === undefined ? "you delete it" : formatDay(keptUntil)],
    ...payer === "nobody" ? {} : priceLines(receipt),
    charged: ["Charged", chargedWord(view)],
  } as const satisfies Readonly<Record<string, Line>>;
}

/** The lines of a receipt as name and value, in their order. */
export function receiptLines(view: GenerationView): readonly Line[] {
  return Object.values(receiptFacts(view));
}

/** What a video is called where it needs a name. */
export function videoTitle({ modelName, createdAt }: GenerationView): string {
  return `Video of ${formatDay(createdAt)}, ${modelName}`;
}

/** With the price of whoever made it in the expected one's stead, where that is another. */
function priceLines({ payer, provider, estimatedUsd, priceUsd }: Receipt) {
  const isOther = priceUsd !== undefined && priceUsd !== estimatedUsd;
  const price = priceWord({ charged: "yes", usd: priceUsd });
  return {
    payer: ["Paid by", payerWord(payer)],
    estimate: ["Estimate", priceWord({ charged: "yes", usd: estimatedUsd })],
    ...isOther ? { price: [`Price at ${providerWord(provider)}`, price] as const } : {},
  } as const;
}

function videoLine(video: NonNullable<GenerationView["video"]>): Line {
  const { width, height, durationSeconds, bytes, codec } = video;
  const playing = playingOf(codec);
  const coding = playing === undefined || playing.isEverywhere ? "" : `, ${playing.codecName}`;
  const size = `${width}×${height}, ${formatSeconds(durationSeconds)}, ${formatBytes(bytes)}`;
  return ["Video", size + coding];
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
