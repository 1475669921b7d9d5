import type { Comparison } from "../../contract/comparison.ts";
import type { GenerationView } from "../../contract/generation.ts";
import type { Control } from "../../contract/model.ts";
import { InputError } from "../errors.ts";
import type { Generations, Viewer } from "../generation/generations.ts";
import type { AvailableModels } from "../generation/available_models.ts";
import { controlsOf } from "./model_cards.ts";

/**
 * What the address asks for with the ids `a` and `b`; `undefined` without `a`.
 *
 * @throws {InputError} `not-found` where there is no video that the viewer may see, `erased`
 */
export async function readComparison(
  generations: Generations,
  { query, viewer }: { readonly query: URLSearchParams; readonly viewer: Viewer },
): Promise<Comparison | undefined> {
  const [first, second] = [query.get("a"), query.get("b")];
  if (!first) return undefined;
  const video = await videoOf(generations, { id: first, viewer });
  if (second) {
    return { kind: "pair", videos: [video, await videoOf(generations, { id: second, viewer })] };
  }
  return { kind: "choice", video, others: await generations.listOfSamePicture(first, viewer) };
}

/** What can be set on the models of the videos, by the model's id. */
export function comparedControls(
  models: Pick<AvailableModels, "model">,
  compared: Comparison,
): Readonly<Record<string, readonly Control[]>> {
  const videos = compared.kind === "pair" ? compared.videos : [compared.video, ...compared.others];
  return Object.fromEntries(videos.map(({ model }) => [model, controlsOf(models, model)]));
}

async function videoOf(
  generations: Generations,
  { id, viewer }: { readonly id: string; readonly viewer: Viewer },
): Promise<GenerationView> {
  const view = await generations.view(id, viewer);
  if (view.video !== undefined) return view;
  throw new InputError("not-found", { kind: "compared" });
}
