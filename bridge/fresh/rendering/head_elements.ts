import { type ComponentChildren, h, type VNode } from "preact";
import type { RenderState } from "./render_state.ts";

type Props = Record<string, unknown>;

interface Element {
  type: string;
  props: Props;
  key: unknown;
}

const HEAD_TAGS = new Set([
  "title",
  "meta",
  "link",
  "script",
  "style",
  "base",
  "noscript",
  "template",
]);

/** Whether `<Head>` moves this element into the document's head. */
export function isHeadTag(type: string): boolean {
  return HEAD_TAGS.has(type);
}

/** Keeps an element found inside `<Head>`, unless a namesake already stands in the document's head. */
export function collectHeadElement(element: Element, state: RenderState): void {
  const identity = identityOf(element);
  if (state.headElements.get(identity)?.isPlaced) return;
  const props: Props = { ...element.props };
  if (isKey(element.key)) props["data-key"] = element.key;
  const vnode = h(element.type as "meta", props, props.children as ComponentChildren);
  state.headElements.set(identity, { vnode, isPlaced: false });
}

/** Returns what stands in the document's head for `element`: itself, or its namesake from `<Head>`. */
export function replacementFor(element: Element, state: RenderState): Omit<Element, "key"> {
  const replacement = state.headElements.get(identityOf(element));
  if (replacement === undefined) {
    const { type, props, key } = element;
    return { type, props: isKey(key) ? { ...props, "data-key": key } : props };
  }
  replacement.isPlaced = true;
  return { type: element.type, props: replacement.vnode.props as Props };
}

/** The collected elements that replaced nothing, for the end of the document's head. */
export function takeUnplacedHeadElements(state: RenderState): VNode[] {
  const unplaced = [...state.headElements.values()].filter((element) => !element.isPlaced);
  for (const element of unplaced) element.isPlaced = true;
  return unplaced.map((element) => element.vnode);
}

/** Two elements with the same identity are the same piece of metadata. */
function identityOf({ type, props, key }: Element): string {
  if (isKey(key)) return `key:${key}`;
  if (type === "title") return "title";
  const names = Object.keys(props).filter((name) => !isContent(type, name))
    .sort();
  return JSON.stringify([
    type,
    ...names.map((name) => [name, comparable(props[name])]),
  ]);
}

function isKey(key: unknown): boolean {
  return key !== undefined && key !== null;
}

function isContent(type: string, name: string): boolean {
  return name === "nonce" || (type === "meta" && name === "content") ||
    (type === "link" && name === "href");
}

function comparable(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return String(value);
  return "__html" in value ? value.__html : Object.keys(value);
}
