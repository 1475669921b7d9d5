import { type ComponentType, type ContainerNode, options, render, type VNode } from "preact";
import { extendElementProps } from "../element_props.ts";
import { deserialize } from "./deserialize.ts";
import { isIslandStart, type IslandUse, readIsland, readRange } from "./read_dom.ts";

type Props = Record<string, unknown>;

/** Brings the page's islands to life: renders each into the place where the server rendered it. */
export function boot(components: Record<string, ComponentType<Props>>, serializedUses: string) {
  extendElements();
  const page = { components, uses: deserialize(serializedUses) as IslandUse[] };
  for (const start of findIslands()) {
    const { nodes, end } = readRange(start);
    const root = rootBetween(replaceByText(start), replaceByText(end));
    const vnode = readIsland(start, { nodes, page });
    schedule(() => render(vnode, root));
  }
}

/** The islands that are not part of another one. */
function findIslands(): Comment[] {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  const starts: Comment[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!isIslandStart(node)) continue;
    starts.push(node);
    walker.currentNode = readRange(node).end;
  }
  return starts;
}

function extendElements(): void {
  const previous = options.vnode;
  options.vnode = (vnode: VNode) => {
    const { type, props } = vnode;
    if (typeof type === "string") {
      Object.assign(vnode, {
        props: extendElementProps(type, props as Props, location),
      });
    }
    previous?.(vnode);
  };
}

function replaceByText(marker: Comment): Text {
  const text = document.createTextNode("");
  marker.replaceWith(text);
  return text;
}

/** Poses as an element whose only children are the nodes between two others. */
function rootBetween(start: Text, end: Text): ContainerNode {
  const parent = end.parentNode as ParentNode & Node;
  const childNodes = (): ChildNode[] => {
    const nodes: ChildNode[] = [];
    for (let node = start.nextSibling; node !== null && node !== end; node = node.nextSibling) {
      nodes.push(node);
    }
    return nodes;
  };
  const root = {
    nodeType: Node.ELEMENT_NODE,
    parentNode: parent,
    namespaceURI: (parent as Element).namespaceURI,
    get firstChild() {
      return childNodes()[0] ?? null;
    },
    get childNodes() {
      return childNodes();
    },
    contains: (node: Node) => parent.contains(node),
    insertBefore: (node: Node, before: Node | null) => parent.insertBefore(node, before ?? end),
    appendChild: (node: Node) => parent.insertBefore(node, end),
    removeChild: (node: Node) => parent.removeChild(node),
  };
  return root as unknown as ContainerNode;
}

/** Leaves the browser time between islands. */
function schedule(task: () => void): void {
  if ("scheduler" in globalThis && "postTask" in scheduler) {
    void scheduler.postTask(task);
  } else setTimeout(task, 0);
}

declare const scheduler: { postTask(task: () => void): Promise<void> };
