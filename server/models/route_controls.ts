import type { Route } from "./model.ts";

/** Whether a control's value is sent over that route. The engine in this server knows them all. */
export function takesControl(
  { provider, parameters }: Pick<Route, "provider" | "parameters">,
  id: string,
): boolean {
  return provider === "local-engine" || Object.hasOwn(parameters, id);
}
