import { type ComponentChild, type ComponentType, Fragment, h, type VNode } from "preact";

type Props = Record<string, unknown>;

/** An island's props as the server wrote them: `slots` names those that are JSX on the page. */
export interface IslandUse {
  slots: Record<string, number>;
  props: Props;
}

/** What the page's markers refer to. */
export interface PageIslands {
  components: Record<string, ComponentType<Props>>;
  uses: IslandUse[];
}

const ISLAND = "frsh:island:";
const SLOT = "frsh:slot:";

/** Whether the node opens an island. */
export function isIslandStart(node: Node): node is Comment {
  return isMarker(node, ISLAND);
}

/** Returns the siblings between a marker and its end, and the end; nested markers are skipped. */
export function readRange(start: Comment): { nodes: ChildNode[]; end: Comment } {
  const kind = start.data.startsWith(ISLAND) ? ISLAND : SLOT;
  const nodes: ChildNode[] = [];
  let depth = 1;
  for (let node = start.nextSibling; node !== null; node = node.nextSibling) {
    if (isMarker(node, kind)) depth++;
    else if (isMarker(node, `/${kind.slice(0, -1)}`) && --depth === 0) {
      return { nodes, end: node };
    }
    nodes.push(node);
  }
  throw new Error(`The marker "${start.data}" has no end.`);
}

/**
 * Returns the island that `start` opens as a Preact tree, with the JSX that it was given read back
 * from the page, and takes the markers inside it out of the DOM.
 */
export function readIsland(
  start: Comment,
  { nodes, page }: { nodes: ChildNode[]; page: PageIslands },
): VNode<Props> {
  const [name = "", index = ""] = start.data.slice(ISLAND.length).split(":");
  const component = page.components[name];
  const use = page.uses[Number(index)];
  if (component === undefined || use === undefined) {
    throw new Error(`Unknown island "${name}".`);
  }
  const slots = new Map<number, ComponentChild[]>();
  collectSlots(nodes, { slots, page });
  const props: Props = { ...use.props };
  for (const [prop, id] of Object.entries(use.slots)) {
    const content = slots.get(id) ?? readTemplate(`frsh-${id}-${prop}`, page);
    props[prop] = h(Fragment, null, ...content);
  }
  const vnode = h(component, props);
  // The same seed for useId() as on the server; "__m" is its published name.
  return Object.assign(vnode, { __m: [Number(index), 0] });
}

function collectSlots(
  nodes: ChildNode[],
  { slots, page }: { slots: Map<number, ComponentChild[]>; page: PageIslands },
): void {
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    if (node === undefined) continue;
    if (!isMarker(node, SLOT)) {
      collectSlots([...node.childNodes], { slots, page });
      continue;
    }
    const range = readRange(node);
    slots.set(
      Number(node.data.slice(SLOT.length)),
      readNodes(range.nodes, page),
    );
    i += range.nodes.length + 1;
    node.remove();
    range.end.remove();
  }
}

function readTemplate(id: string, page: PageIslands): ComponentChild[] {
  const template = document.getElementById(id);
  return template instanceof HTMLTemplateElement
    ? readNodes([...template.content.childNodes], page)
    : [];
}

function readNodes(nodes: ChildNode[], page: PageIslands): ComponentChild[] {
  const children: ComponentChild[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    if (node === undefined) continue;
    if (isIslandStart(node)) {
      const range = readRange(node);
      children.push(readIsland(node, { nodes: range.nodes, page }));
      i += range.nodes.length + 1;
      node.remove();
      range.end.remove();
    } else if (node instanceof Element) {
      children.push(readElement(node, page));
    } else if (node instanceof Text) {
      children.push(node.data);
    }
  }
  return children;
}

function readElement(element: Element, page: PageIslands): ComponentChild {
  const props: Props = {};
  for (const { name, value } of element.attributes) {
    // A boolean attribute is there or not; Preact sets the property, which wants true.
    const isBoolean = value === "" && Reflect.get(element, name) === true;
    props[name] = isBoolean ? true : value;
  }
  return h(
    element.localName,
    props,
    ...readNodes([...element.childNodes], page),
  );
}

function isMarker(node: Node, prefix: string): node is Comment {
  return node instanceof Comment && node.data.startsWith(prefix);
}
