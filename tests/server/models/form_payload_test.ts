import { assert, assertEquals } from "@std/assert";
import fc from "npm:fast-check@^4.10.2";
import type { Model, Route } from "../../../server/models/model.ts";
import { nearestSize } from "../../../contract/frame_size.ts";
import { payloadOf } from "../../../server/models/payload.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import { readPrompt, readSettings } from "../../../server/models/settings.ts";
import {
  findProviderSchema,
  inputFaults,
  type ProviderSchema,
} from "../../fakes/provider_schema.ts";
import { endpointPayloads } from "./endpoint_payload.ts";
import { type FormState, formStates } from "./form_states.ts";

const { models } = await openRegistry();

/** What a provider gets besides the parameters. */
const PICTURE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "fal-ai": { image_url: "data:image/jpeg;base64,/9j/" },
  "wavespeed": { image: "/9j/", images: ["/9j/"] },
  "together": { frame_images: [{ input_image: "data:image/jpeg;base64,/9j/", frame: "first" }] },
};

/**
 * The inputs that the provider accepts. Most of fal.ai's were recorded from its published schemas. No
 * recording stands behind the endpoint (written after the pipeline's arguments), `/v1/videos` (after
 * vLLM-Omni's form), Together, WaveSpeed,
 * and fal.ai's Wan 2.2 A14B and distilled LTX-2 (written after what their pages say): there this
 * shows that we keep to what we read, not that the provider agrees.
 */
function schemaOf({ id }: Model, { provider, providerModel }: Route): ProviderSchema {
  const schema = findProviderSchema(provider, providerModel ?? id);
  assert(schema, `no schema for ${provider} ${providerModel ?? id}`);
  return schema;
}

/** What the provider reads of that form; an endpoint may read it in one of two ways. */
function bodiesOf(
  model: Model,
  route: Route,
  form: FormState,
): readonly Record<string, unknown>[] {
  const picture = { width: 4000, height: 3000 };
  const parts = {
    settings: readSettings(model, form.settings),
    prompt: readPrompt(model, form.prompt),
    seed: form.seed,
    size: nearestSize(model.sizes, picture, form.shape),
  };
  if (route.provider === "raw-endpoint") {
    return endpointPayloads({ model, route }, parts, schemaOf(model, route));
  }
  return [{
    ...payloadOf(route, parts),
    ...PICTURE[route.provider],
    ...(route.provider === "together" ? { model: route.providerModel } : {}),
  }];
}

for (const model of models) {
  for (
    const route of model.routes.filter(({ provider }) =>
      !["local-engine", "comfyui"].includes(provider)
    )
  ) {
    const way = `${route.provider} ${route.providerModel ?? ""}`.trim();
    Deno.test(`whatever the form of ${model.id} sends, ${way} accepts`, () => {
      const schema = schemaOf(model, route);
      fc.assert(
        fc.property(formStates(model), (form) => {
          for (const body of bodiesOf(model, route, form)) {
            assertEquals(inputFaults(schema, body), []);
            assertEquals(JSON.parse(JSON.stringify(body)), body);
          }
        }),
        { numRuns: 300 },
      );
    });

    Deno.test(`every preset and shape of ${model.id} is accepted by ${way}`, () => {
      const schema = schemaOf(model, route);
      for (const preset of model.presets) {
        for (const shape of ["landscape", "portrait", "square", undefined] as const) {
          const settings = Object.fromEntries(
            Object.entries(preset.settings).map(([id, value]) => [id, String(value)]),
          );
          const form = { settings, prompt: preset.prompt ?? "", shape, seed: 1 };
          for (const body of bodiesOf(model, route, form)) {
            assertEquals(inputFaults(schema, body), []);
          }
        }
      }
    });
  }
}

Deno.test("the schemas tell a wrong payload from a right one", () => {
  const schema = findProviderSchema("fal-ai", "fal-ai/wan-i2v");
  assert(schema);
  const faults = inputFaults(schema, {
    prompt: "",
    num_frames: 80,
    frames_per_second: 24.5,
    resolution: "4k",
    enable_safety_checker: "yes",
    target_size: { width: 1, height: 1 },
  });
  assertEquals(faults.map(({ loc, type }) => `${loc[1]} ${type}`), [
    "image_url missing",
    "prompt string_too_short",
    "num_frames greater_than_equal",
    "frames_per_second integer_type",
    "resolution literal_error",
    "enable_safety_checker boolean_type",
    "target_size extra_forbidden",
  ]);
});
