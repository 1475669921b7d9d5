import { h } from "preact";
import type { Context } from "../context.ts";
import type { HandlerFn, Method, PageResponse, Route } from "../types.ts";
import { isAsyncComponent, renderAsyncComponent, toComponent } from "./route_components.ts";

/** How a route is rendered. */
export interface RenderRouteOptions {
  /** The page's status unless its handler says otherwise. */
  status?: number;
  /** Whether a method that the handler object lacks goes on to `ctx.next()` instead of the component. */
  passOnMissingMethod?: boolean;
}

/**
 * Runs a route: its handler, and then its component unless the handler gave a response.
 *
 * @throws {TypeError} when the handler returns neither a response nor page data.
 */
export async function renderRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  options: RenderRouteOptions = {},
): Promise<Response> {
  const method = ctx.req.method as Method;
  const handler = findHandler(route, method);
  const isPageMethod = route.handler === undefined || method === "GET" ||
    method === "HEAD";
  const canRender = route.component !== undefined && isPageMethod;
  if (handler === undefined && options.passOnMissingMethod && !canRender) {
    return await ctx.next();
  }

  let answer: PageResponse<unknown> = { data: undefined };
  if (handler !== undefined) {
    const result = await handler(ctx);
    if (result instanceof Response) return result;
    if (typeof result !== "object" || result === null || !("data" in result)) {
      throw new TypeError(
        "A handler must return a Response or the value of page().",
      );
    }
    answer = result;
  }
  ctx.data = answer.data;
  return await renderComponent(ctx, route, {
    status: answer.status ?? options.status ?? 200,
    headers: answer.headers,
  });
}

async function renderComponent<State>(
  ctx: Context<State>,
  route: Route<State>,
  init: ResponseInit,
): Promise<Response> {
  const { component, config } = route;
  if (component === undefined) return await ctx.render(null, init, config);
  const props = pagePropsOf(ctx, ctx.data);
  if (!isAsyncComponent(component)) {
    return await ctx.render(h(toComponent(component), props), init, config);
  }
  const result = await renderAsyncComponent(component, props);
  return result instanceof Response ? result : await ctx.render(result, init, config);
}

/** The props of a page, layout or app wrapper, with the handler's or no data. */
export function pagePropsOf<State>(ctx: Context<State>, data: unknown): Record<string, unknown> {
  const {
    config,
    url,
    req,
    params,
    info,
    state,
    isPartial,
    Component,
    error,
    route,
  } = ctx;
  return {
    config,
    url,
    req,
    params,
    info,
    state,
    isPartial,
    Component,
    error,
    route,
    data,
  };
}

function findHandler<State>(
  route: Route<State>,
  method: Method,
): HandlerFn<unknown, State> | undefined {
  const { handler } = route;
  if (handler === undefined || typeof handler === "function") return handler;
  return handler[method] ?? (method === "HEAD" ? handler.GET : undefined);
}
