import type { ControlValue, Settings } from "../../contract/settings.ts";
import { type FrameSize, shapeOf } from "../../contract/frame_size.ts";
import type { Parameter, Route } from "./model.ts";

/** What a provider is told besides the picture. */
export interface PayloadParts {
  readonly settings: Settings;
  readonly prompt?: string | undefined;
  readonly seed: number;
  readonly size: FrameSize;
}

/** The parameters of a request over that route, in the provider's own words; without the picture. */
export function payloadOf(
  route: Pick<Route, "parameters" | "constants">,
  parts: PayloadParts,
): Record<string, unknown> {
  const payload: Record<string, unknown> = { ...route.constants };
  for (const [id, parameters] of Object.entries(route.parameters)) {
    const value = valueOf(id, parts);
    if (value === undefined || value === "") continue;
    for (const parameter of [parameters].flat()) {
      payload[parameter.name] = inProvidersWords(parameter, value, parts.size);
    }
  }
  return payload;
}

function valueOf(id: string, { settings, prompt, seed, size }: PayloadParts) {
  switch (id) {
    case "prompt":
      return prompt;
    case "seed":
      return seed;
    case "width":
      return size.width;
    case "height":
      return size.height;
    case "size":
      return `${size.width}x${size.height}`;
    case "aspect_ratio":
      return shapeOf(size);
    default:
      return settings[id];
  }
}

function inProvidersWords(
  { as, values, valuesByShape }: Parameter,
  value: ControlValue,
  size: FrameSize,
): ControlValue {
  const words = valuesByShape?.[shapeOf(size)] ?? values;
  const named = words && Object.hasOwn(words, String(value))
    ? words[String(value)] ?? value
    : value;
  if (as === "string") return String(named);
  return as === "number" ? Number(named) : named;
}
