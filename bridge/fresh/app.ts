import { type BuildCache, EMPTY_BUILD_CACHE } from "./build_cache.ts";
import { setBuildId } from "./assets.ts";
import type { Command, ErrorRoute } from "./routing/commands.ts";
import { createRequestHandler, type RequestHandler } from "./routing/request_handler.ts";
import { serveApp } from "./serve.ts";
import {
  type FreshConfig,
  type LayoutConfig,
  type ListenOptions,
  type MaybeLazy,
  type Method,
  METHODS,
  type Middleware,
  type PageProps,
  type ResolvedFreshConfig,
  type Route,
  type RouteComponent,
} from "./types.ts";

/** Gives an app the outcome of a build: file routes, islands, static files, root directory. */
export let setBuildCache: <State>(app: App<State>, buildCache: BuildCache) => void;

/**
 * A web application: an ordered list of middlewares, routes, layouts and error pages. What is added
 * only affects what is added after it.
 */
export class App<State> {
  /** The resolved settings. */
  readonly config: ResolvedFreshConfig;
  readonly #commands: Command<State>[] = [];
  #buildCache: BuildCache = EMPTY_BUILD_CACHE;

  static {
    setBuildCache = (app, buildCache) => {
      app.#buildCache = buildCache;
      app.config.root = buildCache.root;
      setBuildId(buildCache.buildId);
    };
  }

  constructor(config: FreshConfig = {}) {
    const { basePath = "", mode = "production", trustProxy = false } = config;
    this.config = { root: ".", basePath, mode, trustProxy };
  }

  /** Adds middlewares, for all routes to come or for those below a path. */
  use(...middlewares: Middleware<State>[]): this;
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(
    first: string | Middleware<State>,
    ...rest: Middleware<State>[]
  ): this {
    const [path, middlewares] = typeof first === "string" ? [first, rest] : ["*", [first, ...rest]];
    return this.#add({ kind: "middleware", path, middlewares });
  }

  /** Answers GET requests to `path`, and HEAD unless that has a handler of its own. */
  get(path: string, ...handlers: Middleware<State>[]): this {
    return this.#handle(["GET"], path, handlers);
  }

  /** Answers POST requests to `path`. */
  post(path: string, ...handlers: Middleware<State>[]): this {
    return this.#handle(["POST"], path, handlers);
  }

  /** Answers PUT requests to `path`. */
  put(path: string, ...handlers: Middleware<State>[]): this {
    return this.#handle(["PUT"], path, handlers);
  }

  /** Answers PATCH requests to `path`. */
  patch(path: string, ...handlers: Middleware<State>[]): this {
    return this.#handle(["PATCH"], path, handlers);
  }

  /** Answers DELETE requests to `path`. */
  delete(path: string, ...handlers: Middleware<State>[]): this {
    return this.#handle(["DELETE"], path, handlers);
  }

  /** Answers HEAD requests to `path`. */
  head(path: string, ...handlers: Middleware<State>[]): this {
    return this.#handle(["HEAD"], path, handlers);
  }

  /** Answers requests of every method to `path`. */
  all(path: string, ...handlers: Middleware<State>[]): this {
    return this.#handle(METHODS, path, handlers);
  }

  /** Adds a route of component and handler, or a function that loads one. */
  route(path: string, route: MaybeLazy<Route<State>>): this {
    return this.#add({ kind: "route", pattern: path, folder: path, route });
  }

  /** Sets the layout of the pages below `path`. */
  layout(
    path: string,
    component: RouteComponent<PageProps<never, State>>,
    config: LayoutConfig = {},
  ): this {
    return this.#add({ kind: "layout", path, component, config });
  }

  /** Sets the component that renders the document around all pages to come. */
  appWrapper(component: RouteComponent<PageProps<never, State>>): this {
    return this.#add({ kind: "app", component });
  }

  /** Sets what answers errors thrown below `path`. */
  onError(path: string, route: ErrorRoute<State>): this {
    return this.#add({ kind: "error", path, route });
  }

  /** Sets what answers every 404. */
  notFound(route: ErrorRoute<State>): this {
    return this.#add({ kind: "not-found", route });
  }

  /** Adds the files of the routes folder here in the order of things, optionally below a path. */
  fsRoutes(path: string = "*"): this {
    return this.#add({ kind: "file-routes", path });
  }

  /** Compiles what was added into a function from request to response. */
  handler(): RequestHandler {
    return createRequestHandler(this.#commands, {
      config: this.config,
      buildCache: this.#buildCache,
    });
  }

  /** Serves the app, on the given port or the first free one of 8000 to 8019. */
  async listen(options: ListenOptions = {}): Promise<void> {
    const server = serveApp(this.handler(), {
      ...options,
      basePath: this.config.basePath,
    });
    await server.finished;
  }

  #handle(
    methods: readonly Method[],
    path: string,
    handlers: Middleware<State>[],
  ): this {
    return this.#add({ kind: "handlers", methods, path, handlers });
  }

  #add(command: Command<State>): this {
    this.#commands.push(command);
    return this;
  }
}
