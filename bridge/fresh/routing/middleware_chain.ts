import type { Context } from "../context.ts";
import { HttpError } from "../http_error.ts";
import type { Middleware } from "../types.ts";

/** Middlewares in a row, called as one. */
export type Chain<State> = (ctx: Context<State>) => Promise<Response>;

/**
 * Returns one middleware that runs `chain` in order. `ctx.next()` after the last one throws 404, and
 * throws it synchronously when the caller is not an async function.
 */
export function chainMiddlewares<State>(
  chain: readonly Middleware<State>[],
): Chain<State> {
  return (ctx) => runFrom(ctx, chain, 0);
}

function runFrom<State>(
  ctx: Context<State>,
  chain: readonly Middleware<State>[],
  index: number,
): Promise<Response> {
  const middleware = chain[index];
  if (middleware === undefined) throw new HttpError(404);
  ctx.next = () => runFrom(ctx, chain, index + 1);
  const response = middleware(ctx);
  return response instanceof Promise ? response : Promise.resolve(response);
}
