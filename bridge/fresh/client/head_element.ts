import { isValidElement } from "preact";

type Attributes = Record<string, unknown>;

/**
 * Brings one element of the document's head up to date: sets the title, or finds the element by key,
 * id, a meta's name or a link's rel, else takes the one that it was `before` or a new one. Returns it.
 */
export function updateHeadElement(node: unknown, before: Element | null): Element | null {
  if (!isValidElement(node) || typeof node.type !== "string") return null;
  const { children, ...attributes } = node.props as Attributes;
  const text = textOf(children);
  if (node.type === "title") {
    document.title = text;
    return null;
  }
  const key: unknown = node.key ?? undefined;
  const selector = selectorFor(node.type, { ...attributes, "data-key": key });
  const known = before?.localName === node.type ? before : null;
  const element = (selector === null ? known : document.head.querySelector(selector)) ??
    document.head.appendChild(document.createElement(node.type));
  for (const [name, value] of Object.entries({ ...attributes, "data-key": key })) {
    if (typeof value === "object") continue;
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, String(value));
  }
  if (text !== "" && element.textContent !== text) element.textContent = text;
  return element;
}

function selectorFor(type: string, attributes: Attributes): string | null {
  const names = ["data-key", "id"];
  if (type === "meta") names.push("name");
  if (type === "link") names.push("rel");
  const name = names.find((candidate) => typeof attributes[candidate] === "string");
  return name === undefined ? null : `${type}[${name}="${CSS.escape(String(attributes[name]))}"]`;
}

function textOf(children: unknown): string {
  return [children].flat(Infinity)
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join("");
}
