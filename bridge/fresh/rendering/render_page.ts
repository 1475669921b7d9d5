import { type ComponentChildren, Fragment, type FunctionComponent, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { BuildCache } from "../build_cache.ts";
import type { Context } from "../context.ts";
import type { RouteComponent } from "../types.ts";
import { assembleDocument } from "./document.ts";
import { rawHtml } from "./raw_html.ts";
import { RenderState, withRenderState } from "./render_state.ts";
import { pagePropsOf } from "./render_route.ts";
import { isAsyncComponent, renderAsyncComponent, toComponent } from "./route_components.ts";
import { installVNodeHooks } from "./vnode_hooks.ts";

/** Where a rendered response keeps its nonce for the `csp()` middleware. */
export const NONCE: symbol = Symbol.for("__freshNonce");

/** What surrounds a page, and the response it becomes. */
export interface RenderPageOptions {
  init: ResponseInit;
  buildCache: BuildCache;
  app: RouteComponent<never> | null;
  /** Outermost first. */
  layouts: readonly RouteComponent<never>[];
}

/**
 * Renders a page inside its layouts and app wrapper to a complete HTML document. Async components are
 * awaited first, inner to outer; the rest runs in one pass for page and layouts and one for the app.
 */
export async function renderPage<State>(
  ctx: Context<State>,
  page: VNode | null,
  { init, buildCache, app, layouts }: RenderPageOptions,
): Promise<Response> {
  installVNodeHooks();
  const { url, config: { basePath } } = ctx;
  const state = new RenderState(buildCache, { url, basePath });
  let content: ComponentChildren = page;
  for (const layout of layouts.toReversed()) {
    const wrapped: VNode | Response = await wrap(ctx, layout, content);
    if (wrapped instanceof Response) return wrapped;
    content = wrapped;
  }

  let renderContent = (): string => renderToString(h(Fragment, null, content));
  if (app !== null) {
    const slot: { html: string } = { html: "" };
    const renderInner = renderContent;
    const wrapped = await wrap(ctx, app, h(() => rawHtml(slot.html), null));
    if (wrapped instanceof Response) return wrapped;
    renderContent = () => {
      slot.html = renderInner();
      return renderToString(wrapped);
    };
  }
  const body = withRenderState(state, renderContent);
  return toResponse(assembleDocument(body, state), { init, state });
}

async function wrap<State>(
  ctx: Context<State>,
  component: RouteComponent<never>,
  content: ComponentChildren,
): Promise<VNode | Response> {
  const Component: FunctionComponent = () => h(Fragment, null, content);
  const props = { ...pagePropsOf(ctx, null), Component };
  return isAsyncComponent(component)
    ? await renderAsyncComponent(component, props)
    : h(toComponent(component), props);
}

function toResponse(
  html: string,
  { init, state }: { init: ResponseInit; state: RenderState },
): Response {
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  const { runtimeUrl } = state.buildCache;
  if (state.islands.size > 0 && runtimeUrl !== null) {
    const urls = [
      runtimeUrl,
      ...new Set(Array.from(state.islands, ({ file }) => file)),
    ];
    const links = urls.map((url) => `<${state.scriptUrl(url)}>; rel="modulepreload"; as="script"`);
    headers.append("link", links.join(", "));
  }
  const response = new Response(html, { ...init, headers });
  return Object.assign(response, { [NONCE]: state.nonce });
}
