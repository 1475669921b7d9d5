import { type FunctionComponent, isValidElement, type VNode } from "preact";
import type { BuildCache } from "./build_cache.ts";
import { renderPage } from "./rendering/render_page.ts";
import type { LayoutConfig, ResolvedFreshConfig, RouteComponent } from "./types.ts";

/** The components around a page at some point of the middleware chain. */
export interface Surroundings {
  app: RouteComponent<never> | null;
  /** Outermost first. */
  layouts: readonly RouteComponent<never>[];
}

/** What the framework keeps on a context beside the public members. */
export interface ContextInternals {
  buildCache: BuildCache;
  surroundings: Surroundings;
}

/** Where a context comes from. */
export interface ContextInit {
  req: Request;
  url: URL;
  info: Deno.ServeHandlerInfo;
  params: Record<string, string>;
  route: string | null;
  config: ResolvedFreshConfig;
  buildCache: BuildCache;
}

/** Reads the framework's own part of a context. */
export let contextInternals: <State>(ctx: Context<State>) => ContextInternals;

/** One request on its way through middlewares, handlers and components. */
export class Context<State> {
  /** The app's settings. */
  readonly config: ResolvedFreshConfig;
  /** The request's URL; behind a trusted proxy, the one that the client asked for. */
  readonly url: URL;
  /** The request. */
  readonly req: Request;
  /** The decoded parameters of the matched pattern. */
  readonly params: Record<string, string>;
  /** The matched pattern, or null. */
  readonly route: string | null;
  /** Shared by everything that handles this request; starts as an empty object. */
  readonly state: State = {} as State;
  /** The connection's addresses. */
  readonly info: Deno.ServeHandlerInfo;
  /** Whether only a part of the page is asked for. */
  readonly isPartial: boolean;
  /** What was thrown, once an error route runs; null before. */
  error: unknown = null;
  /** What the handler gave to `page()`. */
  data: unknown = undefined;
  /** In layouts and the app wrapper: what they enclose. */
  Component: FunctionComponent = () => null;
  /** Runs the rest of the chain. At its end, throws {@linkcode HttpError} 404 or 405. */
  next: () => Promise<Response> = () => Promise.reject(new Error("No request is being handled."));

  readonly #internals: ContextInternals;

  static {
    contextInternals = (ctx) => ctx.#internals;
  }

  constructor(init: ContextInit) {
    this.config = init.config;
    this.url = init.url;
    this.req = init.req;
    this.params = init.params;
    this.route = init.route;
    this.info = init.info;
    this.isPartial = init.url.searchParams.has("fresh-partial");
    this.#internals = {
      buildCache: init.buildCache,
      surroundings: { app: null, layouts: [] },
    };
  }

  /** Redirects, by default with 302. Repeated slashes of a path collapse, so that it cannot name another host. */
  redirect(pathOrUrl: string, status: number = 302): Response {
    let location = pathOrUrl;
    if (location.startsWith("/")) {
      const end = location.search(/[?#]/);
      const path = end === -1 ? location : location.slice(0, end);
      location = path.replace(/\/{2,}/g, "/") + location.slice(path.length);
    }
    return new Response(null, { status, headers: { location } });
  }

  /**
   * Renders `vnode` inside the current layouts and app wrapper.
   *
   * @throws {TypeError} when it is neither JSX nor null.
   */
  async render(
    vnode: VNode | null,
    init: ResponseInit = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) {
      throw new TypeError("render() takes JSX or null.");
    }
    const internals = this.#internals;
    const { app, layouts } = internals.surroundings;
    return await renderPage(this, vnode, {
      init,
      buildCache: internals.buildCache,
      app: config.skipAppWrapper ? null : app,
      layouts: config.skipInheritedLayouts ? [] : layouts,
    });
  }

  /** Answers with plain text. */
  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  /** Answers with a string of HTML as it is. */
  html(content: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Answers with JSON. */
  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }
}
