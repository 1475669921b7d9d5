import type { ComponentChildren } from "preact";
import type { Context } from "./context.ts";

/** The HTTP methods that routes can be registered for. */
export type Method =
  | "HEAD"
  | "GET"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** Every method, in the order in which `Allow` names them. */
export const METHODS: readonly Method[] = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
];

/** Receives the request's context; answers, or passes on with `ctx.next()`. */
export type Middleware<State> = (ctx: Context<State>) => Response | Promise<Response>;

/** Another name of {@linkcode Middleware}. */
export type MiddlewareFn<State> = Middleware<State>;

/** A value, or a function that loads it. */
export type MaybeLazy<T> = T | (() => Promise<T>);

/** What a handler answers with when the route's component is to render the page. */
export interface PageResponse<Data> {
  /** Handed to the component as `props.data`. */
  data: Data;
  /** Added to the page's response. */
  headers?: HeadersInit;
  /** The page's status; 200 when left out. */
  status?: number;
}

/** A route's handler for one method. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) => Response | PageResponse<Data> | Promise<Response | PageResponse<Data>>;

/** A route's handlers, by method. */
export type HandlerByMethod<Data, State> = {
  [M in Method]?: HandlerFn<Data, State>;
};

/** One handler for every method, or one per method. */
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

type PageData<Result> = Awaited<Result> extends infer Answer
  ? Answer extends PageResponse<infer Data> ? Data : never
  : never;

/** The union of all data that a handler, or any method of a handler object, hands to the page. */
export type RouteData<Handler> = Handler extends (...args: never[]) => infer Result
  ? PageData<Result>
  : {
    [M in keyof Handler]: Handler[M] extends (...args: never[]) => infer Result ? PageData<Result>
      : never;
  }[keyof Handler];

/** What pages, layouts and the app wrapper receive. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    | "config"
    | "url"
    | "req"
    | "params"
    | "info"
    | "state"
    | "isPartial"
    | "Component"
    | "error"
    | "route"
  >
  & { data: Data };

/** A component that the server renders; an async one may answer with a Response instead. */
export type RouteComponent<Props> = (
  props: Props,
) => ComponentChildren | Promise<ComponentChildren | Response>;

/** Settings of a layout: which of the components above it are left out. */
export interface LayoutConfig {
  /** Renders without the app wrapper. */
  skipAppWrapper?: boolean;
  /** Renders without the layouts of the enclosing segments. */
  skipInheritedLayouts?: boolean;
}

/** Settings that a route module exports as `config`. */
export interface RouteConfig extends LayoutConfig {
  /** A URLPattern pathname that replaces the one derived from the file's place. */
  routeOverride?: string;
}

/** A route: a component, a handler, or both. */
export interface Route<State> {
  /** Renders the page, with what the handler put into `page()`. */
  component?: RouteComponent<PageProps<never, State>>;
  /** Answers, or supplies the component's data. */
  handler?: RouteHandler<unknown, State>;
  /** Which components to leave out, and which requests to match. */
  config?: RouteConfig;
}

/** Options of `new App()`. */
export interface FreshConfig {
  /** Path under which the whole app is mounted. Default: none. */
  basePath?: string;
  /** Default: "production". */
  mode?: "development" | "production";
  /** Takes the protocol and host of `ctx.url` from X-Forwarded-Proto and -Host. Default: false. */
  trustProxy?: boolean;
}

/** {@linkcode FreshConfig} with its defaults, and the project's root directory. */
export interface ResolvedFreshConfig extends Required<FreshConfig> {
  /** The project's root directory; "." until a build is applied. */
  root: string;
}

/** Options of `app.listen()`: those of `Deno.serve`, TLS included. */
export type ListenOptions =
  & Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem>
  & {
    /** The address that the start-up message shows, if it differs from the bound one. */
    remoteAddress?: string;
  };
