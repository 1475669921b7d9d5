import type { GenerationView } from "../../contract/generation.ts";
import type { Generations } from "../generation/generations.ts";
import { MAX_SEED } from "../generation/recipe.ts";
import type { Visitor } from "./visitor_cookie.ts";

/** How many of the visitor's own films the front page shows. */
const SHOWN_FILMS = 6;

/** The visitor's latest generations; a new visitor has none, and no database is asked. */
export async function latestOf(
  generations: Generations,
  visitor: Visitor,
): Promise<readonly GenerationView[]> {
  if (visitor.isNew) return [];
  return await generations.list({ visitorId: visitor.id }, { limit: SHOWN_FILMS });
}

/** The settings that a link hands to the studio; `undefined` unless both are there and legal. */
export function readRecipe(
  query: URLSearchParams,
): { readonly model: string; readonly seed: number } | undefined {
  const model = query.get("model") ?? "";
  const seed = query.get("seed") ?? "";
  const isLegal = /^[\w./-]{1,200}$/.test(model) && /^\d{1,10}$/.test(seed);
  return isLegal && Number(seed) <= MAX_SEED ? { model, seed: Number(seed) } : undefined;
}
