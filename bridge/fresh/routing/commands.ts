import type {
  LayoutConfig,
  MaybeLazy,
  Method,
  Middleware,
  Route,
  RouteComponent,
} from "../types.ts";

/** What an app was told to do, kept in order: each one only affects the routes after it. */
export type Command<State> =
  | { kind: "middleware"; path: string; middlewares: Middleware<State>[] }
  | {
    kind: "layout";
    path: string;
    component: RouteComponent<never>;
    config: LayoutConfig;
  }
  | { kind: "app"; component: RouteComponent<never> }
  | { kind: "error"; path: string; route: ErrorRoute<State> }
  | { kind: "not-found"; route: ErrorRoute<State> }
  | {
    kind: "handlers";
    path: string;
    methods: readonly Method[];
    handlers: Middleware<State>[];
  }
  | RouteCommand<State>
  | { kind: "file-routes"; path: string };

/** Registers a route under `pattern`, inside the segments of `folder`. */
export interface RouteCommand<State> {
  kind: "route";
  pattern: string;
  folder: string;
  route: MaybeLazy<Route<State>>;
}

/** An error page: a route, or a middleware that answers by itself. */
export type ErrorRoute<State> = Route<State> | Middleware<State>;
