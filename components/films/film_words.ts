import type { GenerationView, Receipt } from "../../contract/generation.ts";
import { hasEnded } from "../../contract/generation_state.ts";
import { serviceWord } from "../../contract/provider_names.ts";
import { payerWord, priceWord } from "../board/model_words.ts";

const CHARGED_WORD = { no: "nothing", yes: "yes", unknown: "not known" } as const;

const MEBIBYTE = 1024 * 1024;

/** A size for people: "840 KB", "2.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < MEBIBYTE) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / MEBIBYTE).toFixed(1).replace(/\.0$/, "")} MB`;
}

/** A day such as "22 November 2026", in UTC. */
export function formatDay(isoDate: string): string {
  return new Date(isoDate).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}

/** A moment such as "22 Nov, 12:41 UTC". */
export function formatMoment(isoDate: string): string {
  const time = new Date(isoDate).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  });
  return `${time} UTC`;
}

/** "3.4 s", "2 min 5 s". */
export function formatElapsed(elapsedMs: number): string {
  if (elapsedMs < 60_000) return `${(elapsedMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(elapsedMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The lines of a receipt as name and value, in their order. */
export function receiptLines(view: GenerationView): (readonly [string, string])[] {
  const { receipt, film } = view;
  return [
    ["Model", view.modelName],
    ["Made by", serviceWord(receipt.provider)],
    ["Seed", String(view.seed)],
    ...film === undefined ? [] : [filmLine(film)],
    ["Ordered", formatMoment(view.createdAt)],
    ...receipt.elapsedMs === undefined
      ? []
      : [["Took", view.isCached ? "no time" : formatElapsed(receipt.elapsedMs)] as const],
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

/** What a film is called where it needs a name. */
export function filmTitle({ modelName, createdAt }: GenerationView): string {
  return `Film of ${formatDay(createdAt)}, ${modelName}`;
}

/** The price of whoever made it in the expected one's stead, where that is another. */
function standInLine({ provider, estimatedUsd, priceUsd }: Receipt) {
  if (priceUsd === undefined || priceUsd === estimatedUsd) return [];
  return [[
    `Price at ${serviceWord(provider)}`,
    priceWord({ charged: "yes", usd: priceUsd }),
  ]] as const;
}

function filmLine(film: NonNullable<GenerationView["film"]>): readonly [string, string] {
  const { width, height, durationSeconds, bytes } = film;
  return ["Film", `${width}×${height}, ${durationSeconds.toFixed(1)} s, ${formatBytes(bytes)}`];
}

function chargedWord({ receipt, state }: GenerationView & { receipt: Receipt }): string {
  const isFree = !hasEnded({ state }) && receipt.charged === "no";
  return isFree ? "nothing so far" : CHARGED_WORD[receipt.charged];
}

/** The poster as the picture that stands for a film elsewhere; `undefined` where there is none. */
export function posterImage({ poster, film, label }: GenerationView) {
  if (poster === undefined || film === undefined) return undefined;
  return { path: poster, width: film.width, height: film.height, alt: `The film begins: ${label}` };
}
