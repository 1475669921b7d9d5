import type { Settings } from "../../contract/settings.ts";
import type { Model, Route } from "./model.ts";

/** Whether a control's value is sent over that route. The engine in this server knows them all. */
export function takesControl(
  { provider, parameters }: Pick<Route, "provider" | "parameters">,
  id: string,
): boolean {
  return provider === "local-engine" || Object.hasOwn(parameters, id);
}

/** The model as it can be set when it is served over that route: what is not sent cannot be set. */
export function asServedBy(route: Route, model: Model): Model {
  const controls = model.controls.filter(({ id }) => takesControl(route, id));
  const presets = model.presets.map((preset) => ({
    ...preset,
    settings: sentSettings(route, preset.settings),
  }));
  return { ...model, controls, presets };
}

function sentSettings(route: Route, settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([id]) => takesControl(route, id)));
}
