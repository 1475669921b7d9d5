import type { GenerationView } from "../../contract/generation.ts";
import type { Generations } from "../generation/generations.ts";
import type { Visitor } from "../visitors/visitor_cookie.ts";

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
