import type { FrameSource } from "../../contract/frame_source.ts";
import type { GenerationView } from "../../contract/generation.ts";
import type { PanelFacts } from "../../contract/panel.ts";
import type { State } from "../app_state.ts";
import { LoungeError } from "../errors.ts";
import type { Generations, Viewer } from "../generation/generations.ts";
import { videoAsked } from "../old_names.ts";
import { readPanel } from "./panel_facts.ts";

/** What the front page shows. */
export interface HomeFacts {
  /** The caller's latest. */
  readonly videos: readonly GenerationView[];
  readonly panel: PanelFacts;
  /** The frame that the studio is to begin with, where the address asks for one. */
  readonly frame: FrameSource | undefined;
  /** Path of an example video, once there is one. */
  readonly sample: string | undefined;
}

/** How many of the visitor's own videos the front page shows. */
const LATEST_VIDEOS = 6;

/** Reads what an address asks the front page for. Never throws for what a visitor wrote. */
export async function readHome(
  query: URLSearchParams,
  { caller, services, site: { siteUrl } }: Pick<State, "caller" | "services" | "site">,
): Promise<HomeFacts> {
  const { generations, examples } = services;
  const { paymentMeans } = caller;
  const [videos, panel, frame, sample] = await Promise.all([
    // Of a new caller there is nothing, and no database is asked.
    caller.isNew ? [] : generations.list(caller, { limit: LATEST_VIDEOS }),
    readPanel(query, { ...services, paymentMeans, siteUrl }),
    readFrame(query, generations, caller),
    examples.sample(),
  ]);
  return { videos, panel, frame, sample };
}

/**
 * The frame that a studio's address asks for with `video`, its id, and `at`, in seconds;
 * `undefined` where it asks for none. Never throws for what a visitor wrote.
 */
async function readFrame(
  query: URLSearchParams,
  generations: Generations,
  viewer: Viewer,
): Promise<FrameSource | undefined> {
  const id = videoAsked(query);
  const at = query.get("at");
  if (id === null || at === null) return undefined;
  try {
    const { url } = await generations.view(id, viewer);
    if (url === undefined) return { kind: "missing" };
    const seconds = Number(at);
    return { kind: "video", id, url, atSeconds: seconds > 0 && seconds < Infinity ? seconds : 0 };
  } catch (error) {
    if (error instanceof LoungeError) return { kind: "missing" };
    throw error;
  }
}
