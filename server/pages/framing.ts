import type { MiddlewareFn } from "fresh";
import type { State } from "../app_state.ts";

const PLAYER_PATH = /^\/v\/[^/]+\/embed$/;

/** Lets other sites frame the bare player, and nothing else. Stands outside of the CSP middleware. */
export const allowFramedPlayer: MiddlewareFn<State> = async (ctx) => {
  const response = await ctx.next();
  if (!PLAYER_PATH.test(ctx.url.pathname) || response.status !== 200) return response;
  const policy = response.headers.get("content-security-policy") ?? "";
  response.headers.set(
    "content-security-policy",
    policy.replace("frame-ancestors 'none'", "frame-ancestors *"),
  );
  return response;
};
