import { Fragment, h, type VNode } from "preact";

/** A node that preact-render-to-string writes out as `html`, unescaped; nothing to Preact in a browser. */
export function rawHtml(html: string): VNode {
  // The shape of a template that the "precompile" JSX transform makes.
  return h(Fragment, { tpl: [html] } as Record<string, unknown>);
}
