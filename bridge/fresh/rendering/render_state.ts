import type { VNode } from "preact";
import type { BuildCache, Island } from "../build_cache.ts";

/** An island on the page, with the props that the browser gets. */
export interface IslandUse {
  slots: Record<string, number>;
  props: Record<string, unknown>;
}

/** JSX given to an island, which the server renders and the browser takes over as it is. */
export interface Slot {
  id: number;
  name: string;
  content: unknown;
  isRendered: boolean;
}

/** An element that `<Head>` moves into the document's head. */
export interface HeadElement {
  vnode: VNode;
  isPlaced: boolean;
}

/** What is gathered while one response is rendered. */
export class RenderState {
  /** Allows the response's own scripts and styles under a Content-Security-Policy. */
  readonly nonce = crypto.randomUUID().replaceAll("-", "");
  readonly islands = new Set<Island>();
  readonly islandUses: IslandUse[] = [];
  readonly slots: Slot[] = [];
  readonly headElements = new Map<string, HeadElement>();
  /** Which parts of the document the components rendered themselves. */
  readonly documentTags = new Set<string>();
  /** How many `<Head>` components, and then `<head>` elements, enclose the current node. */
  headComponentDepth = 0;
  documentHeadDepth = 0;

  readonly buildCache: BuildCache;
  /** The request's address. */
  readonly url: URL;
  readonly #basePath: string;

  constructor(buildCache: BuildCache, { url, basePath }: { url: URL; basePath: string }) {
    this.buildCache = buildCache;
    this.url = url;
    this.#basePath = basePath;
  }

  /** The address of a script of the build, for this app. */
  scriptUrl(path: string): string {
    return this.#basePath + path;
  }

  /** Comment that marks where `part` goes; unguessable, so that no content can pose as it. */
  placeholder(part: "head-end" | "body-end"): string {
    return `<!--frsh:${part}:${this.nonce}-->`;
  }
}

let current: RenderState | null = null;

/** The state of the response that is being rendered right now, or null. */
export function currentRenderState(): RenderState | null {
  return current;
}

/** Runs the synchronous `render` with `state` as the current one. */
export function withRenderState<T>(state: RenderState, render: () => T): T {
  const previous = current;
  current = state;
  try {
    return render();
  } finally {
    current = previous;
  }
}
