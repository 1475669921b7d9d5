import type { Context } from "fresh";
import { define, type State } from "../../server/app_state.ts";
import { InputError } from "../../server/errors.ts";
import { allowOnly } from "../../server/protocol/allowed_methods.ts";
import { exampleResponse } from "../../server/pages/video_response.ts";

async function serve(ctx: Context<State>): Promise<Response> {
  const name = ctx.params.name ?? "";
  const video = await ctx.state.services.examples.find(name);
  if (!video) throw new InputError("not-found", { kind: "example" });
  return await exampleResponse(ctx.req, { name, video });
}

/** The example videos. */
export const handler = define.handlers({ ...allowOnly("GET", "HEAD"), GET: serve, HEAD: serve });
