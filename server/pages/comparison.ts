import type { Comparison } from "../../contract/comparison.ts";
import type { GenerationView } from "../../contract/generation.ts";
import type { Control } from "../../contract/model.ts";
import { InputError } from "../errors.ts";
import type { Generations, Viewer } from "../generation/generations.ts";
import type { Offers } from "../generation/offer.ts";
import { controlsOf } from "./model_cards.ts";

/**
 * What the address asks for with the ids `a` and `b`; `undefined` without `a`.
 *
 * @throws {InputError} `not-found` where there is no film that the viewer may see, `erased`
 */
export async function readComparison(
  generations: Generations,
  { query, viewer }: { readonly query: URLSearchParams; readonly viewer: Viewer },
): Promise<Comparison | undefined> {
  const [first, second] = [query.get("a"), query.get("b")];
  if (!first) return undefined;
  const film = await filmOf(generations, { id: first, viewer });
  if (second) {
    return { kind: "pair", films: [film, await filmOf(generations, { id: second, viewer })] };
  }
  return { kind: "choice", film, others: await generations.listOfSamePicture(first, viewer) };
}

/** What can be set on the models of the films, by the model's id. */
export function comparedControls(
  offers: Pick<Offers, "model">,
  compared: Comparison,
): Readonly<Record<string, readonly Control[]>> {
  const films = compared.kind === "pair" ? compared.films : [compared.film, ...compared.others];
  return Object.fromEntries(films.map(({ model }) => [model, controlsOf(offers, model)]));
}

async function filmOf(
  generations: Generations,
  { id, viewer }: { readonly id: string; readonly viewer: Viewer },
): Promise<GenerationView> {
  const view = await generations.view(id, viewer);
  if (view.film !== undefined) return view;
  throw new InputError("not-found", "There is no finished film to compare at this address.");
}
