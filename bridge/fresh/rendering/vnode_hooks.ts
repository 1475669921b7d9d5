import { Fragment, options, type VNode } from "preact";
import { extendElementProps } from "../element_props.ts";
import { Head } from "../head.ts";
import { islandBoundaryFor } from "./island_boundary.ts";
import { collectHeadElement, isHeadTag, replacementFor } from "./head_elements.ts";
import { rawHtml } from "./raw_html.ts";
import { currentRenderState, type RenderState } from "./render_state.ts";

type Props = Record<string, unknown>;

interface Blueprint {
  type: unknown;
  props: Props;
}

/** Preact's hooks around every node; "__b" is the published name of its diff hook. */
interface NodeHooks {
  __b?: (vnode: VNode) => void;
  diffed?: (vnode: VNode) => void;
}

/**
 * Where a node keeps what its author wrote, once it was changed: nodes may be constants that live as
 * long as the module, and each render starts from the original. A property, because whatever is a key
 * of a weak map outlives the quick garbage collections, which doubled the cost of a page.
 */
const ORIGINAL = Symbol("original");
type ChangedNode = VNode & { [ORIGINAL]?: Blueprint };

let areInstalled = false;

/** Makes Preact tell us of every node on its way through a server render; repeated calls do nothing. */
export function installVNodeHooks(): void {
  if (areInstalled) return;
  areInstalled = true;
  const hooks = options as NodeHooks;
  const { __b: beforePrevious, diffed: afterPrevious } = hooks;
  hooks.__b = (vnode) => {
    const state = currentRenderState();
    if (state !== null) enterNode(vnode, state);
    beforePrevious?.(vnode);
  };
  hooks.diffed = (vnode) => {
    const state = currentRenderState();
    if (state !== null) leaveNode(vnode, state);
    afterPrevious?.(vnode);
  };
}

function enterNode(vnode: ChangedNode, state: RenderState): void {
  const original = vnode[ORIGINAL] ?? { type: vnode.type, props: vnode.props as Props };
  const { type, props } = original;
  if (type === Head) state.headComponentDepth++;
  if (type === "head") state.documentHeadDepth++;
  const replacement = typeof type === "string"
    ? replaceElement(vnode, { type, props }, state)
    : replaceComponent(vnode, original, state);
  const isAsWritten = replacement.type === type && replacement.props === props;
  if (isAsWritten && vnode[ORIGINAL] === undefined) return;
  const { type: newType, props: newProps } = replacement;
  Object.assign(vnode, { [ORIGINAL]: original, type: newType, props: newProps });
}

function leaveNode(vnode: VNode, state: RenderState): void {
  if (vnode.type === Head) state.headComponentDepth--;
  if (vnode.type === "head") state.documentHeadDepth--;
}

function replaceComponent(vnode: VNode, original: Blueprint, state: RenderState): Blueprint {
  const island = state.buildCache.islands.get(original.type);
  if (island === undefined) return original;
  const boundary = islandBoundaryFor(island);
  return boundary.isInner(vnode) ? original : { type: boundary.Boundary, props: original.props };
}

function replaceElement(
  vnode: VNode,
  { type, props }: { type: string; props: Props },
  state: RenderState,
): Blueprint {
  const extended = extendElement(type, props, state);
  if (isHeadTag(type)) {
    const element = { type, props: extended, key: vnode.key };
    if (state.headComponentDepth > 0 && state.documentHeadDepth === 0) {
      collectHeadElement(element, state);
      return { type: Fragment, props: {} };
    }
    if (state.documentHeadDepth > 0) return replacementFor(element, state);
  }
  return { type, props: extended };
}

function extendElement(type: string, props: Props, state: RenderState): Props {
  switch (type) {
    case "script":
    case "style":
      return props.nonce ? props : { ...props, nonce: state.nonce };
    case "html":
      state.documentTags.add(type);
      return props;
    case "head":
    case "body":
      state.documentTags.add(type);
      return withPlaceholder(props, state.placeholder(`${type}-end`));
    default:
      return state.buildCache.buildId === "" ? props : extendElementProps(type, props, state.url);
  }
}

function withPlaceholder(props: Props, placeholder: string): Props {
  return { ...props, children: [props.children, rawHtml(placeholder)] };
}
