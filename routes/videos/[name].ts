import type { Context } from "fresh";
import { define, type State } from "../../server/app_state.ts";
import { InputError } from "../../server/errors.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { videoResponse } from "../../server/pages/video_response.ts";

async function serve(ctx: Context<State>): Promise<Response> {
  const name = ctx.params.name ?? "";
  const { videoFiles, config: { VIDEOS_CACHE: cache } } = ctx.state.services;
  const video = await videoFiles.find(name);
  if (!video) throw new InputError("not-found", { kind: "file" });
  return await videoResponse(ctx.req, { name, video, cache });
}

/** The videos and their posters: whoever knows the name may watch. */
export const handler = define.handlers({ ...allowOnly("GET", "HEAD"), GET: serve, HEAD: serve });
