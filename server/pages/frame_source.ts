import type { FrameSource } from "../../contract/frame_source.ts";
import { LoungeError } from "../errors.ts";
import type { Generations, Viewer } from "../generation/generations.ts";
import { videoAsked } from "../old_names.ts";

/**
 * The frame that a studio's address asks for with `video`, its id, and `at`, in seconds;
 * `undefined` where it asks for none. Never throws for what a visitor wrote.
 */
export async function readFrame(
  query: URLSearchParams,
  { generations, viewer }: { readonly generations: Generations; readonly viewer: Viewer },
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
