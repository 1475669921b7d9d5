import type { Settings } from "../../contract/settings.ts";
import { InputError } from "../errors.ts";
import type { Model, Route } from "./model.ts";
import { defaultSettings } from "./settings.ts";

/** What travels over a route, by the names of its parameters. */
type Taking = Pick<Route, "provider" | "parameters">;

/** A model, and the ways that it may be served over, the expected one first. */
interface Offered {
  readonly model: Model;
  readonly routes: readonly [Route, ...Route[]];
}

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
export function asAvailable({ model, routes: [route] }: Offered): Model {
  return {
    ...model,
    controls: model.controls.filter(({ id }) => takesSetting(route, id)),
    presets: model.presets.map((preset) => ({
      ...preset,
      settings: splitSettings(route, preset.settings).taken,
    })),
  };
}

/**
 * Of all settings those that are sent. What is left at its default may be left out; what was chosen
 * is refused rather than dropped in silence.
 *
 * @throws {InputError} `invalid-setting`, naming what the route does not take
 */
export function settingsSent({ model, routes: [route] }: Offered, settings: Settings): Settings {
  const defaults = defaultSettings(model);
  const { taken, unused } = splitSettings(route, settings);
  const lost = unused.filter((id) => settings[id] !== defaults[id]);
  const [field] = lost;
  if (field === undefined) return taken;
  throw new InputError("invalid-setting", {
    kind: "not-at-provider",
    names: lost,
    modelName: model.name,
    provider: route.provider,
  }, { field });
}

/** The engine in this server knows them all; elsewhere `payloadOf` sends what has a parameter. */
function takesSetting({ provider, parameters }: Taking, id: string): boolean {
  return provider === "local-engine" || Object.hasOwn(parameters, id);
}
