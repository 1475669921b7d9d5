import type { Settings } from "../../contract/settings.ts";
import type { Model, Route } from "./model.ts";

/** What travels over a route, by the names of its parameters. */
type Taking = Pick<Route, "provider" | "parameters">;

/** Settings as a route takes them. */
export interface SplitSettings {
  /** Those that are sent. */
  readonly taken: Settings;
  /** The ids of the others. */
  readonly unused: readonly string[];
}

/** Which of the settings are sent over that route. */
export function splitSettings(route: Taking, settings: Settings): SplitSettings {
  const entries = Object.entries(settings);
  return {
    taken: Object.fromEntries(entries.filter(([id]) => takesSetting(route, id))),
    unused: entries.filter(([id]) => !takesSetting(route, id)).map(([id]) => id),
  };
}

/** The model as it can be set where its first route is expected to serve it: what is not sent cannot be. */
export function asAvailable(
  { model, routes: [route] }: {
    readonly model: Model;
    readonly routes: readonly [Route, ...Route[]];
  },
): Model {
  return {
    ...model,
    controls: model.controls.filter(({ id }) => takesSetting(route, id)),
    presets: model.presets.map((preset) => ({
      ...preset,
      settings: splitSettings(route, preset.settings).taken,
    })),
  };
}

/** The engine in this server knows them all; elsewhere `payloadOf` sends what has a parameter. */
function takesSetting({ provider, parameters }: Taking, id: string): boolean {
  return provider === "local-engine" || Object.hasOwn(parameters, id);
}
