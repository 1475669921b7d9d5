import { type ComponentChildren, Fragment, h, type VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { updateHeadElement } from "./client/head_element.ts";

/** Whether the code runs in a browser rather than on the server. */
export const IS_BROWSER: boolean = typeof document !== "undefined";

/**
 * Moves its title, meta, link, script, style, base, noscript and template elements into the
 * document's head: on the server while the page is rendered, in an island whenever they change.
 */
export function Head(
  { children }: { children?: ComponentChildren },
): VNode | null {
  if (!IS_BROWSER) return h(Fragment, null, children);
  return h(BrowserHead, null, children);
}

function BrowserHead({ children }: { children?: ComponentChildren }): null {
  const elements = useRef<(Element | null)[]>([]);
  useEffect(() => {
    elements.current = [children].flat(Infinity)
      .map((child, i) => updateHeadElement(child, elements.current[i] ?? null));
  }, [children]);
  return null;
}
