import type { VideoMarks } from "../../../contract/video_marks.ts";
import { RECIPE_APP } from "../../../contract/video_recipe.ts";
import type { Model } from "../../models/model.ts";
import type { HeldGeneration, RouteFacts } from "../generation.ts";
import { type LabelCode, labelWords } from "../../wording/labels.ts";
import { sentSettings } from "../route_facts.ts";

/**
 * What is written into the video of a generation. Every model but the built-in engine counts as a
 * trained one (decision 12). `labelCode` says what this very video is, where the provider knows better.
 */
export function videoMarksOf(
  { recipe, picture, route }: Pick<HeldGeneration, "recipe" | "picture"> & {
    readonly route?: RouteFacts | undefined;
  },
  model: Model,
  labelCode?: LabelCode,
): VideoMarks {
  const { prompt, settings, shape, crop } = recipe;
  return {
    title: labelWords(labelCode) ?? model.label,
    recipe: {
      v: 1,
      app: RECIPE_APP,
      model: recipe.modelId,
      seed: recipe.seed,
      ...(prompt === undefined ? {} : { prompt }),
      settings: sentSettings(settings, route),
      ...(shape === undefined ? {} : { shape }),
      ...(crop === undefined ? {} : { crop }),
      picture: picture.sha256,
    },
    source: isBuiltIn(model) ? "altered-picture" : "trained-model",
  };
}

function isBuiltIn({ routes }: Model): boolean {
  return routes.every(({ provider }) => provider === "local-engine");
}
