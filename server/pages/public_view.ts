import type { GenerationView } from "../../contract/generation.ts";
import { InputError } from "../errors.ts";
import type { Generations, Viewer } from "../generation/generations.ts";

/** A finished film that its owner shares. */
export interface PublicView extends GenerationView {
  readonly url: string;
  readonly film: NonNullable<GenerationView["film"]>;
}

/** Owns nothing and knows no key: what this viewer sees, everyone may see. */
const STRANGER: Viewer = { visitorId: "" };

/**
 * A shared film as everyone sees it, whoever asks.
 *
 * @throws {InputError} `not-found` for a private or unknown one, `erased` for an erased one
 */
export async function publicView(generations: Generations, id: string): Promise<PublicView> {
  const view = await generations.view(id, STRANGER);
  if (view.isPublic && isFilm(view)) return view;
  throw new InputError("not-found", "There is no shared film at this address.");
}

/** Whether it has a film to show. */
export function isFilm(view: GenerationView): view is PublicView {
  return view.url !== undefined && view.film !== undefined;
}
