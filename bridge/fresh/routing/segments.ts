import { contextInternals, type Surroundings } from "../context.ts";
import { HttpError } from "../http_error.ts";
import { renderRoute } from "../rendering/render_route.ts";
import type { LayoutConfig, Middleware, RouteComponent } from "../types.ts";
import type { ErrorRoute } from "./commands.ts";
import { splitSegments } from "./paths.ts";

/** One step of a path: what was registered for it, and the steps below. */
export interface Segment<State> {
  app: RouteComponent<never> | null;
  layout: { component: RouteComponent<never>; config: LayoutConfig } | null;
  errorRoute: ErrorRoute<State> | null;
  middlewares: Middleware<State>[];
  children: Map<string, Segment<State>>;
}

/** Gives the route for 404s, once all commands are known. */
export type FindNotFoundRoute<State> = () => ErrorRoute<State> | null;

/** Returns a segment with nothing registered. */
export function createSegment<State>(): Segment<State> {
  return {
    app: null,
    layout: null,
    errorRoute: null,
    middlewares: [],
    children: new Map(),
  };
}

/** Returns the segments from `root` down to `path`, creating those that are missing. */
export function segmentsOf<State>(
  root: Segment<State>,
  path: string,
): [Segment<State>, ...Segment<State>[]] {
  const segments: [Segment<State>, ...Segment<State>[]] = [root];
  let current = root;
  for (const name of splitSegments(path)) {
    const child = current.children.get(name) ?? createSegment<State>();
    current.children.set(name, child);
    segments.push(child);
    current = child;
  }
  return segments;
}

/**
 * Returns the middlewares of `segments` as registered up to now. Each segment starts with its
 * boundary, which adds the segment's components and catches what is thrown further in.
 */
export function middlewaresOf<State>(
  segments: readonly Segment<State>[],
  findNotFoundRoute: FindNotFoundRoute<State>,
): Middleware<State>[] {
  return segments.flatMap((segment) => [
    segmentBoundary(segment, findNotFoundRoute),
    ...segment.middlewares,
  ]);
}

function segmentBoundary<State>(
  segment: Segment<State>,
  findNotFoundRoute: FindNotFoundRoute<State>,
): Middleware<State> {
  // Copied, because what is registered later must not reach routes that are compiled now.
  const { app, layout, errorRoute } = segment;
  return async (ctx) => {
    const internals = contextInternals(ctx);
    const surroundings = enter(internals.surroundings, { app, layout });
    internals.surroundings = surroundings;
    try {
      return await ctx.next();
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      const notFoundRoute = status === 404 ? findNotFoundRoute() : null;
      const route = notFoundRoute ?? errorRoute;
      if (route === null) throw error;
      internals.surroundings = surroundings;
      ctx.error = error;
      if (typeof route === "function") return await route(ctx);
      return await renderRoute(ctx, route, {
        status: notFoundRoute === null ? status : 200,
      });
    }
  };
}

function enter(
  outer: Surroundings,
  { app, layout }: Pick<Segment<unknown>, "app" | "layout">,
): Surroundings {
  const inherited: Surroundings = {
    app: app ?? outer.app,
    layouts: outer.layouts,
  };
  if (layout === null) return inherited;
  const { component, config } = layout;
  return {
    app: config.skipAppWrapper ? null : inherited.app,
    layouts: config.skipInheritedLayouts ? [component] : [...inherited.layouts, component],
  };
}
