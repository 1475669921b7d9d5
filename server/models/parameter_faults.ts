import { shapeOf } from "../../contract/frame_size.ts";
import type { Model, Parameter, Route } from "./model.ts";

/** Parameters of a route that could never be sent as it says, as `<place>: <reason>`. */
export function parameterFaults(model: Model, route: Route, place: string): string[] {
  return Object.entries(route.parameters).flatMap(([id, parameters]) =>
    [parameters].flat().flatMap((parameter, index) => {
      if (parameter.as !== "number") return [];
      const at = `${place}.parameters.${id}${Array.isArray(parameters) ? `.${index}` : ""}.as`;
      const word = wordsOf(model, id, parameter).find((word) => !isNumber(word));
      return word === undefined ? [] : [`${at}: must not be number: ${word} is none`];
    })
  );
}

/** All that the parameter may have to send, in the provider's words; text that anyone may write is `text`. */
function wordsOf(model: Model, id: string, parameter: Parameter): string[] {
  return model.sizes.map(shapeOf).flatMap((shape) => {
    const named = parameter.valuesByShape?.[shape] ?? parameter.values ?? {};
    return valuesOf(model, id, shape).map((value) => String(named[value] ?? value));
  });
}

function valuesOf({ controls }: Model, id: string, shape: string): readonly string[] {
  if (id === "prompt") return ["text"];
  if (id === "size") return ["1280x720"];
  if (id === "aspect_ratio") return [shape];
  const control = controls.find((each) => each.id === id);
  switch (control?.kind) {
    case "choice":
      return control.options.map(({ value }) => value);
    case "switch":
      return ["true", "false"];
    case "text":
      return ["text"];
    default:
      return [];
  }
}

function isNumber(word: string): boolean {
  return word.trim() !== "" && Number.isFinite(Number(word));
}
