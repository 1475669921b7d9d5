import { assertEquals, assertStringIncludes } from "@std/assert";
import { type ProviderKind, RegistryModels } from "../../../server/generation/registry_models.ts";
import type { PanelFacts } from "../../../contract/panel.ts";
import { StorageError } from "../../../server/errors.ts";
import { readPanel } from "../../../server/pages/panel_facts.ts";
import type { Model, Route } from "../../../server/models/model.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import type { VideoProvider } from "../../../server/generation/ports/provider.ts";

const WAN = "wan-2.2-5b";
const SVD = "stable-video-diffusion-xt";
const registry = await openRegistry();

/** The panel that an address opens, on an instance with a token and all of the router's routes. */
async function panel(
  fields: Readonly<Record<string, string>> = {},
  { hasToken = true, lacks = new Map<string, StorageError>() } = {},
): Promise<PanelFacts> {
  const models = new RegistryModels({
    registry,
    mapping: {
      liveRoutes: ({ id, routes }: Model) =>
        Promise.resolve({ routes: id === SVD ? [] : routes.filter(isRouted), source: "hub" }),
    },
    providerOf: (_model: Model, id: ProviderKind) => ({ id }) as unknown as VideoProvider,
    hasInstanceToken: hasToken,
    hasEndpoint: false,
  });
  return await readPanel(new URLSearchParams(fields), {
    models,
    budget: { reachesFor: () => Promise.resolve(true) },
    durations: { rangeOf: () => Promise.resolve(undefined) },
    room: { lacks: () => Promise.resolve(lacks) },
    paymentMeans: { hasToken: false },
    siteUrl: "https://lounge.example",
  });
}

function isRouted({ provider }: Route): boolean {
  return provider !== "local-engine" && provider !== "raw-endpoint";
}

function defaultsOf(id: string) {
  return Object.fromEntries(
    (registry.find(id)?.controls ?? []).map((control) => [control.id, control.default]),
  );
}

Deno.test("a bare address opens the default model at its defaults", async () => {
  const facts = await panel();
  assertEquals(facts.model.id, facts.models[0]?.id);
  // The first of its routes is expected to serve it, and takes no such control.
  const { negative_prompt: _, ...taken } = defaultsOf(facts.model.id);
  assertEquals(facts.settings, taken);
  assertEquals(facts.model.controls.map(({ id }) => id), Object.keys(taken));
  assertEquals([facts.seed, facts.shape, facts.notice], [undefined, undefined, undefined]);
  assertEquals(facts.models.length, registry.models.length);
});

Deno.test("an address carries model, prompt, seed, shape and settings", async () => {
  const facts = await panel({
    model: WAN,
    prompt: "Rain falls.",
    seed: "0",
    shape: "portrait",
    frames: "41",
  });
  assertEquals(
    [facts.model.id, facts.prompt, facts.seed, facts.shape, facts.settings.frames],
    [WAN, "Rain falls.", 0, "portrait", 41],
  );
  assertEquals({ ...facts.settings, frames: 0 }, { ...defaultsOf(WAN), frames: 0 });
});

Deno.test("what is not legal is at its default, whatever an address holds", async () => {
  const facts = await panel({
    model: WAN,
    seed: "-1",
    shape: "round",
    frames: "1e9",
    fps: "NaN",
    __proto__x: "1",
    constructor: "x",
    unknown: "y",
  });
  assertEquals(facts.settings, defaultsOf(WAN));
  assertEquals([facts.seed, facts.shape], [undefined, undefined]);
  assertEquals(facts.prompt, facts.model.prompt.need === "none" ? "" : facts.model.prompt.default);
});

Deno.test("a model that is not known, or not available, gives way and the panel says so", async () => {
  const unknown = await panel({ model: "no-such-model" });
  assertEquals(unknown.model.id, unknown.models[0]?.id);
  assertStringIncludes(unknown.notice ?? "", "not known here");
  const shut = await panel({ model: SVD });
  assertEquals(shut.model.needs, undefined);
  assertStringIncludes(
    shut.notice ?? "",
    "Stable Video Diffusion XT runs on an endpoint of its own",
  );
  assertStringIncludes(shut.notice ?? "", "endpoint");
});

Deno.test("without a token the local engine opens, and every other model says what it needs", async () => {
  const facts = await panel({}, { hasToken: false });
  assertEquals([facts.model.id, facts.price.charged], ["local-motion", "no"]);
  const others = facts.models.filter(({ id }) => id !== "local-motion");
  assertEquals(others.filter(({ needs }) => needs === undefined).map(({ id }) => id), []);
});

Deno.test("a plain form that changes the model takes along what was chosen, not what stood there", async () => {
  const from = "framepack";
  const given = Object.fromEntries(
    Object.entries(defaultsOf(from)).map(([name, value]) => [name, String(value)]),
  );
  const framepack = registry.find(from);
  const prompt = framepack?.prompt.need === "none" ? "" : framepack?.prompt.default ?? "";
  const untouched = await panel({ ...given, prompt, from, model: WAN });
  assertEquals(untouched.settings, defaultsOf(WAN));
  assertEquals(untouched.prompt, (await panel({ model: WAN })).prompt);
  const chosen = await panel({
    ...given,
    prompt: "Snow.",
    negative_prompt: "people",
    from,
    model: WAN,
  });
  assertEquals([chosen.prompt, chosen.settings.negative_prompt], ["Snow.", "people"]);
});

Deno.test("a preset is laid over the rest", async () => {
  const facts = await panel({ model: "local-motion", seconds: "3", preset: "lively" });
  const preset = facts.model.presets.find(({ id }) => id === "lively");
  assertEquals(facts.settings, { ...defaultsOf("local-motion"), seconds: 3, ...preset?.settings });
});

Deno.test("the price follows the settings", async () => {
  const model = registry.models.find(({ routes }) =>
    routes.some(({ price }) => price.kind === "per-video-by" || price.kind === "per-second-by")
  );
  const choice = model?.controls.find(({ id }) => id === "resolution");
  if (model === undefined || choice?.kind !== "choice") throw new Error("No model to price.");
  const prices = await Promise.all(
    choice.options.map(async ({ value }) =>
      (await panel({ model: model.id, resolution: value })).price.usd
    ),
  );
  assertEquals(new Set(prices).size, prices.length, prices.join());
});

Deno.test("without room for videos, what is paid for is closed and says why", async () => {
  const lack = new StorageError("storage-full", { kind: "no-room" });
  const { models, model } = await panel({}, {
    lacks: new Map(registry.models.map(({ id }) => [id, lack])),
  });
  const paid = models.filter(({ payer, needs }) =>
    payer !== "nobody" && !needs?.includes("endpoint")
  );
  assertEquals(
    new Set(paid.map(({ needs }) => needs)),
    new Set([
      "This server has no room for another video, so that none is sent or paid for.",
    ]),
  );
  assertEquals([model.id, model.needs], ["local-motion", undefined]);
});
