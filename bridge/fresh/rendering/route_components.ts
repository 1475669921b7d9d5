import { type ComponentType, Fragment, h, isValidElement, type VNode } from "preact";
import type { RouteComponent } from "../types.ts";

type Props = Record<string, unknown>;

/** Whether the component was written as an async function and has to be awaited before rendering. */
export function isAsyncComponent(component: RouteComponent<never>): boolean {
  return component.constructor.name === "AsyncFunction";
}

/** The component as Preact takes it; only for those that are not async. */
export function toComponent(component: RouteComponent<never>): ComponentType<Props> {
  return component as unknown as ComponentType<Props>;
}

/** Awaits an async component; it may answer the request by itself. */
export async function renderAsyncComponent(
  component: RouteComponent<never>,
  props: Props,
): Promise<VNode | Response> {
  const render = component as unknown as (props: Props) => Promise<unknown>;
  const result = await render(props);
  if (result instanceof Response || isValidElement(result)) {
    return result as VNode | Response;
  }
  return h(Fragment, null, result as string | null);
}
