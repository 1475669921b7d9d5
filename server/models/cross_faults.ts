import { isLegal, legalRange } from "../../contract/control_range.ts";
import { shapeOf } from "../../contract/frame_size.ts";
import type { Control } from "../../contract/model.ts";
import { isRouted, type Model, type Route, SPECIAL_PARAMETERS } from "./model.ts";
import { parameterFaults } from "./parameter_faults.ts";

/** Ids that `POST /generate` needs for itself, and names that travel besides the controls. */
const RESERVED_IDS: readonly string[] = [
  ...SPECIAL_PARAMETERS,
  "model",
  "image",
  "shape",
  "crop_x",
  "crop_y",
  "crop_zoom",
  "cache",
  "batch",
];

type Key = keyof Model;

/** What is checked across keys, and which of them have to be right for that. */
const CHECKS: readonly (readonly [needs: readonly Key[], check: (model: Model) => string[]])[] = [
  [["controls"], controlFaults],
  [["presets", "controls", "prompt"], presetFaults],
  [["prompt"], promptFaults],
  [["routes", "controls", "prompt", "sizes", "fixed", "hubId"], routesFaults],
  [["usualSeconds"], waitFaults],
];

/**
 * What does not fit together in a model, as `<place>: <reason>`. Keys that are `faulty` by
 * themselves are not looked at, nor is what hangs on them.
 */
export function crossFaults(model: Model, faulty: ReadonlySet<string> = new Set()): string[] {
  return CHECKS.filter(([needs]) => !needs.some((key) => faulty.has(key)))
    .flatMap(([, check]) => check(model));
}

function waitFaults({ usualSeconds: { low, high } }: Model): string[] {
  return low > high ? ["usualSeconds.low: must not be greater than high"] : [];
}

function routesFaults(model: Model): string[] {
  return model.routes.flatMap((route, index) => routeFaults(model, route, `routes.${index}`));
}

function controlFaults({ controls }: Model): string[] {
  return controls.flatMap((control, index) => {
    const place = `controls.${index}`;
    const faults: string[] = [];
    if (controls.findIndex(({ id }) => id === control.id) !== index) {
      faults.push(`${place}.id: ${control.id} is there twice`);
    }
    if (RESERVED_IDS.includes(control.id)) {
      faults.push(`${place}.id: ${control.id} is taken: every request has a field of that name`);
    }
    return [...faults, ...rangeFaults(control, place), ...defaultFaults(control, place)];
  });
}

function rangeFaults(control: Control, place: string): string[] {
  if (control.kind === "number" && control.min > control.max) {
    return [`${place}.min: must not be greater than max`];
  }
  if (control.kind !== "choice") return [];
  const values = control.options.map(({ value }) => value);
  return values
    .filter((value, index) => values.indexOf(value) !== index)
    .map((value) => `${place}.options: ${value} is there twice`);
}

function defaultFaults(control: Control, place: string): string[] {
  return isLegal(control, control.default)
    ? []
    : [`${place}.default: must be ${legalRange(control)}`];
}

function presetFaults({ presets, controls, prompt }: Model): string[] {
  return presets.flatMap((preset, index) => {
    const place = `presets.${index}`;
    const faults = Object.entries(preset.settings).flatMap(([id, value]) => {
      const control = controls.find((each) => each.id === id);
      if (!control) return [`${place}.settings.${id}: there is no such control`];
      return isLegal(control, value)
        ? []
        : [`${place}.settings.${id}: must be ${legalRange(control)}`];
    });
    if (presets.findIndex(({ id }) => id === preset.id) !== index) {
      faults.push(`${place}.id: ${preset.id} is there twice`);
    }
    if (preset.prompt !== undefined && prompt.need === "none") {
      faults.push(`${place}.prompt: the model takes none`);
    } else if (prompt.need !== "none" && (preset.prompt?.length ?? 0) > prompt.maxLength) {
      faults.push(`${place}.prompt: is longer than the prompt's maxLength`);
    }
    return faults;
  });
}

function promptFaults({ prompt }: Model): string[] {
  if (prompt.need === "none") return [];
  if (prompt.default.length > prompt.maxLength) return ["prompt.default: is longer than maxLength"];
  return prompt.need === "required" && prompt.default.trim() === ""
    ? ["prompt.default: must not be blank, as the model needs a prompt"]
    : [];
}

function routeFaults(model: Model, route: Route, place: string): string[] {
  const { provider, providerModel, price } = route;
  const isByRouter = isRouted(provider);
  const faults = Object.keys(route.parameters)
    .filter((id) => !isParameterId(model, id))
    .map((id) => `${place}.parameters.${id}: is no control, nor ${SPECIAL_PARAMETERS.join(", ")}`);
  if (isByRouter && providerModel === undefined) {
    faults.push(`${place}.providerModel: is missing: ${provider} has to know which model is meant`);
  }
  if (isByRouter && model.hubId === undefined) {
    faults.push(`hubId: is missing: the route over ${provider} is looked up at the Hub`);
  }
  if (isByRouter && price.kind === "free") {
    faults.push(`${place}.price.kind: must not be free: ${provider} sends bills`);
  }
  if (provider === "comfyui" && route.workflow === undefined) {
    faults.push(`${place}.workflow: is missing: ComfyUI has to know what to run`);
  }
  if (model.prompt.need === "required" && route.parameters.prompt === undefined) {
    faults.push(`${place}.parameters.prompt: is missing, as the model needs a prompt`);
  }
  return [
    ...faults,
    ...parameterFaults(model, route, place),
    ...priceFaults(model, route, place),
    ...shapeFaults(model, route, place),
  ];
}

function isParameterId({ controls }: Model, id: string): boolean {
  return SPECIAL_PARAMETERS.some((special) => special === id) ||
    controls.some((control) => control.id === id);
}

function priceFaults({ controls, fixed }: Model, { price }: Route, place: string): string[] {
  const has = (id: "frames" | "fps" | "seconds") =>
    fixed?.[id] !== undefined ||
    controls.some((control) => control.id === id && control.kind === "number");
  const faults: string[] = [];
  if (price.kind === "per-megapixel" && !has("frames")) {
    faults.push(`${place}.price: needs a control frames, or fixed.frames`);
  }
  if (price.kind === "per-second" || price.kind === "per-second-by") {
    const isTimed = has("seconds") || has("frames") && (price.fps !== undefined || has("fps"));
    if (!isTimed) {
      faults.push(
        `${place}.price: needs a control or a fixed value for seconds, or frames and fps`,
      );
    }
  }
  if (price.kind !== "per-video-by" && price.kind !== "per-second-by") return faults;
  const control = controls.find(({ id }) => id === price.control);
  if (control?.kind !== "choice") {
    return [...faults, `${place}.price.control: ${price.control} is no choice among the controls`];
  }
  if (price.kind === "per-video-by" && price.longer && !has("frames")) {
    faults.push(`${place}.price.longer: needs a control frames, or fixed.frames`);
  }
  const missing = control.options.filter(({ value }) => price.usd[value] === undefined);
  return [...faults, ...missing.map(({ value }) => `${place}.price.usd.${value}: is missing`)];
}

/** A shape must have a name where the provider wants names for shapes. */
function shapeFaults({ sizes }: Model, { parameters }: Route, place: string): string[] {
  const shapes = new Set(sizes.map(shapeOf));
  return [parameters.aspect_ratio ?? []].flat().flatMap(({ values }) =>
    [...shapes]
      .filter((shape) => values?.[shape] === undefined)
      .map((shape) => `${place}.parameters.aspect_ratio.values.${shape}: is missing`)
  );
}
