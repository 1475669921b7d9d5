import { ROUTED_PROVIDERS } from "../../server/providers/routed_providers.ts";
import type { RoutedProviderId } from "../../server/providers/routed_provider.ts";
import { FAL_SCENARIOS } from "./fal_scenarios.ts";
import type { Deviation, QueueScenario } from "./queue_scenario.ts";
import { accepted, completed, result, working } from "./queue_steps.ts";
import { RESULT_SCENARIOS } from "./result_scenarios.ts";
import { json, video } from "./scripted_steps.ts";
import { SUBMIT_SCENARIOS } from "./submit_scenarios.ts";
import { WAVESPEED_SCENARIOS } from "./wavespeed_scenarios.ts";
import { WORK_SCENARIOS } from "./work_scenarios.ts";

export type { ExpectedEnding, QueueScenario } from "./queue_scenario.ts";

/**
 * A model of the registry for each provider's scenarios, and the mapping under which no other
 * provider serves it. Each has a model of its own, for a server keeps mappings for minutes.
 */
export const SCENARIO_MODELS: Readonly<
  Record<
    RoutedProviderId,
    { readonly modelId: string; readonly hubId: string; readonly providerModel: string }
  >
> = {
  "fal-ai": {
    modelId: "wan-2.2-5b",
    hubId: "Wan-AI/Wan2.2-TI2V-5B",
    providerModel: "fal-ai/wan/v2.2-5b/image-to-video",
  },
  "wavespeed": {
    modelId: "framepack",
    hubId: "lllyasviel/FramePackI2V_HY",
    providerModel: "wavespeed-ai/framepack",
  },
  "together": {
    modelId: "wan-2.2-a14b",
    hubId: "Wan-AI/Wan2.2-I2V-A14B",
    providerModel: "Wan-AI/Wan2.2-I2V-A14B",
  },
};

const PREFIXES: Readonly<Record<RoutedProviderId, string>> = {
  "fal-ai": "fal",
  "wavespeed": "wavespeed",
  "together": "together",
};

const EVERYWHERE = [
  ["", WORK_SCENARIOS],
  ["submit-", SUBMIT_SCENARIOS],
  ["video-", RESULT_SCENARIOS],
] as const;

function complete(provider: RoutedProviderId, deviation: Deviation): QueueScenario {
  return {
    provider,
    submit: [accepted()],
    status: [working, completed()],
    result: [result()],
    video: [video("application/octet-stream")],
    cancel: [json(202, { status: "CANCELLATION_REQUESTED" })],
    ...deviation,
  };
}

function scenariosOf(provider: RoutedProviderId): (readonly [string, QueueScenario])[] {
  const own = provider === "fal-ai"
    ? FAL_SCENARIOS
    : provider === "wavespeed"
    ? WAVESPEED_SCENARIOS
    : {};
  return [...EVERYWHERE, ["", own] as const].flatMap(([kind, deviations]) =>
    Object.entries(deviations).map(([name, deviation]) =>
      [`${PREFIXES[provider]}-${kind}${name}`, complete(provider, deviation)] as const
    )
  );
}

/** Every scenario of the providers behind the router by its name: `fal-video`, `together-slow`. */
export const QUEUE_SCENARIOS: ReadonlyMap<string, QueueScenario> = new Map(
  ROUTED_PROVIDERS.flatMap(({ id }) => scenariosOf(id)),
);

/** The course that a provider takes when no scenario is asked for: `fal-video` and its like. */
export function happyPathOf(provider: RoutedProviderId): string {
  return `${PREFIXES[provider]}-video`;
}
