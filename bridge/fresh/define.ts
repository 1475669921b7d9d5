import type {
  Middleware,
  PageProps,
  PageResponse,
  RouteComponent,
  RouteData,
  RouteHandler,
} from "./types.ts";

/** Identity functions that give handlers, pages, middlewares and layouts their types. */
export interface Define<State> {
  /** Types `ctx` in a handler or in an object of handlers by method. */
  handlers<Handlers extends RouteHandler<unknown, State>>(handlers: Handlers): Handlers;
  /** Types `props`; with `<typeof handler>`, `props.data` is what that handler gives to `page()`. */
  page<Handler = never>(
    component: RouteComponent<PageProps<RouteData<Handler>, State>>,
  ): RouteComponent<PageProps<RouteData<Handler>, State>>;
  /** Types `ctx` in one middleware or several. */
  middleware<Middlewares extends Middleware<State> | Middleware<State>[]>(
    middleware: Middlewares,
  ): Middlewares;
  /** Types the props of a layout or app wrapper. */
  layout(
    component: RouteComponent<PageProps<never, State>>,
  ): RouteComponent<PageProps<never, State>>;
}

/** Returns the identity helpers for an app whose `ctx.state` is a `State`. */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (component) => component,
    middleware: (middleware) => middleware,
    layout: (component) => component,
  };
}

/** Options of {@linkcode page}. */
export interface PageOptions {
  /** The page's status; 200 by default. */
  status?: number;
  /** Added to the response; Content-Type is always that of HTML. */
  headers?: HeadersInit;
}

/** What a handler returns to have the route's component render with `data`. */
export function page(data?: undefined, options?: PageOptions): PageResponse<undefined>;
export function page<Data>(data: Data, options?: PageOptions): PageResponse<Data>;
export function page<Data>(
  data: Data,
  options: PageOptions = {},
): PageResponse<Data> {
  return { data, headers: options.headers, status: options.status };
}
