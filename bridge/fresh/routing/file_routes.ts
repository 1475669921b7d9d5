import type { FileRoute, RouteModule } from "../build_cache.ts";
import type { Middleware, Route, RouteConfig } from "../types.ts";
import type { Command } from "./commands.ts";
import { joinPaths } from "./paths.ts";

/** Yields the commands that the files of the routes folder stand for, mounted under `mountPath`. */
export function* fileRouteCommands<State>(
  files: readonly FileRoute[],
  mountPath: string,
): Generator<Command<State>> {
  for (const file of files) {
    const path = joinPaths(mountPath, file.folder);
    if (file.kind === "route") {
      yield {
        kind: "route",
        pattern: joinPaths(mountPath, file.pattern),
        folder: path,
        route: fileRoute(file),
      };
    } else {
      yield conventionCommand(file, path);
    }
  }
}

function conventionCommand<State>(file: FileRoute, path: string): Command<State> {
  const module = loadedModule(file);
  switch (file.kind) {
    case "middleware":
      return { kind: "middleware", path, middlewares: middlewaresIn(module) };
    case "layout": {
      const { component = renderNothing, config = {} } = routeIn(module);
      return { kind: "layout", path, component, config };
    }
    case "app":
      return {
        kind: "app",
        component: routeIn(module).component ?? renderNothing,
      };
    case "not-found":
      return { kind: "not-found", route: routeIn(module) };
    default:
      return { kind: "error", path, route: routeIn(module) };
  }
}

function renderNothing(): null {
  return null;
}

function fileRoute<State>(file: FileRoute): Route<State> | (() => Promise<Route<State>>) {
  const { module } = file;
  if (!file.isLazy) return routeIn(loadedModule(file));
  return async () => routeIn(typeof module === "function" ? await module() : module);
}

function loadedModule({ module, pattern }: FileRoute): RouteModule {
  if (typeof module !== "function") return module;
  throw new TypeError(
    `The route file for "${pattern}" has to be loaded with the snapshot.`,
  );
}

function middlewaresIn<State>(module: RouteModule): Middleware<State>[] {
  const exported = module.default ?? module.handler ?? module.handlers;
  const middlewares = Array.isArray(exported) ? exported : [exported];
  if (!middlewares.every((middleware) => typeof middleware === "function")) {
    throw new TypeError("A _middleware file must export a function or a list of functions.");
  }
  return middlewares as Middleware<State>[];
}

function routeIn<State>(module: RouteModule): Route<State> {
  const handler = module.handler ?? module.handlers;
  if (handler === undefined && module.default === undefined) {
    throw new TypeError("A route file must export a handler or, as default, a component.");
  }
  return {
    component: module.default as Route<State>["component"],
    handler: handler as Route<State>["handler"],
    config: module.config as RouteConfig | undefined,
  };
}
