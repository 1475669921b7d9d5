import type { BuildCache } from "../build_cache.ts";
import { renderRoute } from "../rendering/render_route.ts";
import { type Method, METHODS, type Middleware, type Route } from "../types.ts";
import type { Command, ErrorRoute, RouteCommand } from "./commands.ts";
import { fileRouteCommands } from "./file_routes.ts";
import { type Chain, chainMiddlewares } from "./middleware_chain.ts";
import { joinPaths } from "./paths.ts";
import { Router } from "./router.ts";
import { createSegment, middlewaresOf, type Segment, segmentsOf } from "./segments.ts";

/** An app's commands, ready for requests. */
export interface CompiledRoutes<State> {
  /** Finds the complete chain of a route. */
  router: Router<Chain<State>>;
  /** Runs the root middlewares and then `last`, for requests that no route takes. */
  wrapUnmatched(last: Middleware<State>): Chain<State>;
}

/** Turns commands into routes, first to last: a route sees only what stands before it. */
export function compileCommands<State>(
  commands: readonly Command<State>[],
  { basePath, buildCache }: { basePath: string; buildCache: BuildCache },
): CompiledRoutes<State> {
  const compiler = new Compiler<State>(basePath, buildCache);
  for (const command of commands) compiler.run(command);
  return compiler.finish();
}

class Compiler<State> {
  readonly #basePath: string;
  readonly #buildCache: BuildCache;
  readonly #root: Segment<State> = createSegment();
  readonly #router = new Router<Chain<State>>();
  #notFoundRoute: ErrorRoute<State> | null = null;

  constructor(basePath: string, buildCache: BuildCache) {
    this.#basePath = basePath;
    this.#buildCache = buildCache;
  }

  run(command: Command<State>): void {
    switch (command.kind) {
      case "app":
        this.#root.app = command.component;
        break;
      case "not-found":
        this.#notFoundRoute = command.route;
        break;
      case "layout":
        this.#segment(command.path).layout = command;
        break;
      case "error":
        this.#segment(command.path).errorRoute = command.route;
        break;
      case "middleware":
        this.#segment(command.path).middlewares.push(
          ...command.middlewares,
        );
        break;
      case "handlers":
        this.#addChain(command.methods, command.path, command);
        break;
      case "route":
        this.#addRoute(command);
        break;
      case "file-routes":
        for (
          const item of fileRouteCommands<State>(this.#buildCache.fileRoutes, command.path)
        ) {
          this.run(item);
        }
    }
  }

  finish(): CompiledRoutes<State> {
    const rootMiddlewares = middlewaresOf(
      [this.#root],
      this.#findNotFoundRoute,
    );
    return {
      router: this.#router,
      wrapUnmatched: (last) => chainMiddlewares([...rootMiddlewares, last]),
    };
  }

  readonly #findNotFoundRoute = (): ErrorRoute<State> | null => this.#notFoundRoute;

  #segment(path: string): Segment<State> {
    const segments = segmentsOf(this.#root, path);
    return segments[segments.length - 1] ?? this.#root;
  }

  #addRoute({ pattern, folder, route }: RouteCommand<State>): void {
    if (typeof route === "function") {
      const load = loadOnce(route);
      const handler: Middleware<State> = async (ctx) =>
        await renderRoute(ctx, await load(), { passOnMissingMethod: true });
      this.#addChain(METHODS, pattern, { folder, handlers: [handler] });
      return;
    }
    this.#addChain(methodsOf(route), route.config?.routeOverride ?? pattern, {
      folder,
      handlers: [(ctx) => renderRoute(ctx, route, { passOnMissingMethod: true })],
    });
  }

  #addChain(
    methods: readonly Method[],
    path: string,
    { folder = path, handlers }: {
      folder?: string;
      handlers: Middleware<State>[];
    },
  ): void {
    const chain = chainMiddlewares([
      ...middlewaresOf(segmentsOf(this.#root, folder), this.#findNotFoundRoute),
      ...handlers,
    ]);
    const pattern = routePattern(this.#basePath, path);
    for (const method of methods) this.#router.add(method, pattern, chain);
  }
}

/** As a route, "*" stands for every path; everywhere else it names the root. */
function routePattern(basePath: string, path: string): string {
  return path === "*" || path === "/*"
    ? `${joinPaths(basePath, "/").replace(/\/$/, "")}/*`
    : joinPaths(basePath, path);
}

function methodsOf<State>({ handler, component }: Route<State>): readonly Method[] {
  if (handler === undefined || typeof handler === "function") return METHODS;
  return METHODS.filter((method) =>
    handler[method] !== undefined ||
    (method === "GET" && component !== undefined)
  );
}

function loadOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null;
  return () => {
    loaded ??= load().catch((error) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };
}
