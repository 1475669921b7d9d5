import type { GenerationView } from "../../contract/generation.ts";
import { InputError } from "../errors.ts";
import type { Generations, Viewer } from "../generation/generations.ts";

/** A finished video that its owner shares. */
export interface PublicView extends GenerationView {
  readonly url: string;
  readonly video: NonNullable<GenerationView["video"]>;
}

/** Owns nothing and knows no key: what this viewer sees, everyone may see. */
const STRANGER: Viewer = { visitorId: "" };

/**
 * A shared video as everyone sees it, whoever asks.
 *
 * @throws {InputError} `not-found` for a private or unknown one, `erased` for an erased one
 */
export async function publicView(generations: Generations, id: string): Promise<PublicView> {
  const view = await generations.view(id, STRANGER);
  if (view.isPublic && isVideo(view)) return view;
  throw new InputError("not-found", { kind: "shared" });
}

/** Whether it has a video to show. */
export function isVideo(view: GenerationView): view is PublicView {
  return view.url !== undefined && view.video !== undefined;
}
