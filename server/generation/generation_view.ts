import { DAY_MS } from "../../contract/dates.ts";
import type { GenerationView } from "../../contract/generation.ts";
import { settingsLink } from "../../contract/settings_link.ts";
import type { Model } from "../models/model.ts";
import type { AccessReason } from "./access.ts";
import { type Generation, isOpen } from "./generation.ts";
import { routeOf, sentSettings } from "./route_facts.ts";
import { progressView } from "../wording/progress.ts";
import { cancelOutlookOf, receiptOf } from "./receipt.ts";
import { shownVideo, type ToProblem } from "./shown_event.ts";

/** What a view needs beside the generation itself. */
export interface ViewFacts {
  readonly access: AccessReason;
  /** The model, available or not; absent when the registry no longer has it. */
  readonly model: Model | undefined;
  readonly queuePosition: number | undefined;
  readonly usualSeconds: GenerationView["usualSeconds"];
  readonly toProblem: ToProblem;
  /** How long it is kept; 0 for ever. */
  readonly retentionDays: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A generation as its viewer may see it. Strangers hear nothing about faults and batches. */
export function viewOf(generation: Generation, facts: ViewFacts): GenerationView {
  const { id, recipe, isCached, isPublic, isCancelRequested } = generation;
  const { model } = facts;
  return {
    id,
    state: generation.state,
    lastEvent: generation.lastSeq,
    model: recipe.modelId,
    // Videos outlive models: what they are must still be said.
    modelName: model?.name ?? recipe.modelId,
    provider: generation.servedBy ?? generation.providerId,
    label: labelOf(generation, model),
    ...recipeFactsOf(generation, facts),
    ...timesOf(generation),
    page: `/v/${id}`,
    ...(facts.usualSeconds ? { usualSeconds: facts.usualSeconds } : {}),
    cancelOutlook: cancelOutlookOf(generation),
    isCancelRequested,
    ...stateFactsOf(generation, facts),
    receipt: { ...receiptOf(generation, model), ...keptUntil(generation, facts) },
    isCached,
    isPublic,
    isOwner: facts.access === "owner",
    ...(generation.batch !== undefined && facts.access !== "public"
      ? { batch: generation.batch }
      : {}),
  };
}

/** The operator's present setting counts, whatever it was when the generation began. */
function keptUntil(
  { createdAt }: Generation,
  { retentionDays }: ViewFacts,
): Pick<GenerationView["receipt"], "keptUntil"> {
  return retentionDays === 0
    ? {}
    : { keptUntil: new Date(createdAt + retentionDays * DAY_MS).toISOString() };
}

/** A video's own words before its model's. */
function labelOf(generation: Generation, model: ViewFacts["model"]): string {
  const own = generation.state === "succeeded" ? shownVideo(generation.video).label : undefined;
  return own ?? model?.label ?? `Video by ${generation.recipe.modelId}`;
}

/**
 * The recipe belongs to a shared video: whoever sees that may make the like of it. The prompt does where
 * its owner has added it; the crop does not, for it speaks of a picture that strangers have not seen.
 */
function recipeFactsOf(
  generation: Generation,
  { access, model }: Pick<ViewFacts, "access" | "model">,
): Pick<GenerationView, "seed" | "prompt" | "settings" | "shape" | "crop"> {
  const { seed, prompt, settings, shape, crop } = generation.recipe;
  return {
    seed,
    ...(prompt === undefined || access === "public" && !generation.isPromptShared
      ? {}
      : { prompt }),
    settings: sentSettings(settings, routeOf(generation, model)),
    ...(shape === undefined ? {} : { shape }),
    ...(crop === undefined || access === "public" ? {} : { crop }),
  };
}

function timesOf(
  generation: Generation,
): Pick<GenerationView, "createdAt" | "startedAt" | "endedAt"> {
  const toText = (ms: number) => new Date(ms).toISOString();
  return {
    createdAt: toText(generation.createdAt),
    ...("startedAt" in generation && generation.startedAt !== undefined
      ? { startedAt: toText(generation.startedAt) }
      : {}),
    ...("endedAt" in generation ? { endedAt: toText(generation.endedAt) } : {}),
  };
}

function stateFactsOf(
  generation: Generation,
  facts: ViewFacts,
): Pick<GenerationView, "progress" | "queuePosition" | "url" | "video" | "poster" | "problem"> {
  const { access, queuePosition } = facts;
  switch (generation.state) {
    case "queued":
      return queuePosition === undefined ? {} : { queuePosition };
    case "running":
    case "saving":
      return generation.progress ? { progress: progressView(generation.progress) } : {};
    case "succeeded":
      return videoFactsOf(generation);
    case "failed":
      return access === "public" ? {} : { problem: problemOf(generation, facts) };
    case "canceled":
      return {};
  }
}

/** Other settings are tried from those that failed. */
function problemOf(
  generation: Extract<Generation, { readonly state: "failed" }>,
  facts: ViewFacts,
): ReturnType<ToProblem> {
  const { failure } = generation;
  const canLookAgain = isOpen(generation, facts.now);
  const problem = facts.toProblem({ ...failure, canLookAgain }, generation);
  const { next } = problem;
  if (next?.kind !== "change-settings") return problem;
  const recipe = { model: generation.recipe.modelId, ...recipeFactsOf(generation, facts) };
  return { ...problem, next: { ...next, href: settingsLink(recipe) } };
}

function videoFactsOf(
  { fileName, video }: Extract<Generation, { readonly state: "succeeded" }>,
): Pick<GenerationView, "url" | "video" | "poster"> {
  const hasPoster = video.posterBytes !== undefined;
  return {
    url: `/videos/${fileName}.mp4`,
    video: shownVideo(video),
    ...(hasPoster && { poster: `/videos/${fileName}.jpg` }),
  };
}
