import {
  type ComponentChild,
  type ComponentChildren,
  type ComponentType,
  createContext,
  Fragment,
  h,
  isValidElement,
  type VNode,
} from "preact";
import { useContext } from "preact/hooks";
import type { Island } from "../build_cache.ts";
import { rawHtml } from "./raw_html.ts";
import { currentRenderState, type RenderState, type Slot } from "./render_state.ts";
import { isSignal } from "./serialize.ts";

type Props = Record<string, unknown>;

/** Renders an island between markers that tell the browser where and with which props to take over. */
export interface IslandBoundary {
  Boundary: ComponentType<Props>;
  /** Whether `vnode` is the island that a boundary itself renders. */
  isInner(vnode: VNode): boolean;
}

/** Marks the nodes that boundaries render; a property costs less than a weak set of nodes. */
const IS_INNER = Symbol("is inner");
type MarkedNode = VNode & { [IS_INNER]?: boolean };

const IsInsideIsland = createContext(false);
const boundaries = new WeakMap<Island, IslandBoundary>();

/** Returns the island's boundary component, always the same one. */
export function islandBoundaryFor(island: Island): IslandBoundary {
  const boundary = boundaries.get(island) ?? createBoundary(island);
  boundaries.set(island, boundary);
  return boundary;
}

function createBoundary(island: Island): IslandBoundary {
  const renderInner = (props: Props): VNode =>
    Object.assign(h(island.fn as ComponentType<Props>, props), { [IS_INNER]: true });
  const Boundary = (props: Props): VNode => {
    const state = currentRenderState();
    const isNested = useContext(IsInsideIsland);
    // A nested island is part of the outer one's tree, there as here.
    if (state === null || isNested) return renderInner(props);
    state.islands.add(island);
    const index = state.islandUses.length;
    const inner = renderInner(registerUse(props, state));
    // Seeds useId() alike on both sides, and differently in every island; "__m" is its published name.
    Object.assign(inner, { __m: [index, 0] });
    return h(
      Fragment,
      null,
      rawHtml(`<!--frsh:island:${island.name}:${index}-->`),
      h(IsInsideIsland.Provider, { value: true }, inner),
      rawHtml("<!--/frsh:island-->"),
    );
  };
  return { Boundary, isInner: (vnode: MarkedNode) => vnode[IS_INNER] === true };
}

/** Notes the island's props for the browser; returns them with every JSX prop in a marked slot. */
function registerUse(props: Props, state: RenderState): Props {
  const use = { slots: {} as Record<string, number>, props: {} as Props };
  state.islandUses.push(use);
  const rendered: Props = {};
  for (const [name, value] of Object.entries(props)) {
    if (!containsJsx(value)) {
      use.props[name] = rendered[name] = value;
      continue;
    }
    const slot: Slot = {
      id: state.slots.length,
      name,
      content: value,
      isRendered: false,
    };
    state.slots.push(slot);
    use.slots[name] = slot.id;
    rendered[name] = h(SlotBoundary, { slot });
  }
  return rendered;
}

function SlotBoundary({ slot }: { slot: Slot }): VNode {
  slot.isRendered = true;
  return h(
    Fragment,
    null,
    rawHtml(`<!--frsh:slot:${slot.id}-->`),
    h(
      IsInsideIsland.Provider,
      { value: false },
      slot.content as ComponentChildren,
    ),
    rawHtml("<!--/frsh:slot-->"),
  );
}

/** Returns templates with the JSX that islands were given but did not render; more may come up meanwhile. */
export function* unrenderedSlots(state: RenderState): Generator<ComponentChild> {
  for (const slot of state.slots) {
    if (slot.isRendered) continue;
    slot.isRendered = true;
    yield h(
      "template",
      { id: `frsh-${slot.id}-${slot.name}` },
      slot.content as ComponentChildren,
    );
  }
}

function containsJsx(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsJsx);
  // Signals pass for elements, so that they can be rendered as text.
  return isValidElement(value) && !isSignal(value);
}
