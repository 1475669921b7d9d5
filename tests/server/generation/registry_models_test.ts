import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import {
  type OwnServerLook,
  type ProviderKind,
  RegistryModels,
  type RegistryModelsOptions,
} from "../../../server/generation/registry_models.ts";
import { isRouted, type Model } from "../../../server/models/model.ts";
import { openRegistry } from "../../../server/models/registry.ts";
import type { VideoProvider } from "../../../server/generation/ports/provider.ts";

const registry = await openRegistry();
const NOBODY = { hasToken: false };
const VISITOR = { hasToken: true };

const providers = new Map<string, VideoProvider>();

/** Providers that nobody calls here; one a model and kind. */
function providerOf({ id }: Model, kind: ProviderKind): VideoProvider {
  const key = `${id} ${kind}`;
  const known = providers.get(key);
  if (known) return known;
  const provider: VideoProvider = {
    id: kind,
    isRepeatable: false,
    start: () => Promise.reject(new Error("is not called")),
  };
  providers.set(key, provider);
  return provider;
}

/** A mapping in which only these models are served; it counts what it is asked. */
function mappingOf(served: readonly string[], source: "hub" | "registry") {
  const asked: string[] = [];
  return {
    asked,
    liveRoutes({ id, routes }: Model) {
      asked.push(id);
      const live = routes.filter(({ provider }) => isRouted(provider));
      return Promise.resolve({ routes: served.includes(id) ? live.slice(-1) : [], source });
    },
  };
}

function modelsOf(
  options: Partial<RegistryModelsOptions> & {
    readonly served?: readonly string[];
    readonly source?: "hub" | "registry";
  } = {},
) {
  const mapping = mappingOf(options.served ?? [], options.source ?? "hub");
  const models = new RegistryModels({
    registry,
    mapping,
    providerOf,
    hasInstanceToken: false,
    hasEndpoint: false,
    ...options,
  });
  return { models, asked: mapping.asked };
}

async function refusal(run: () => Promise<unknown>): Promise<InputError> {
  return await assertRejects(run, InputError);
}

Deno.test("without token and endpoint the built-in engine is the default, and nobody is asked", async () => {
  const { models, asked } = modelsOf({ served: ["wan-2.1"] });
  const available = await models.find(undefined, NOBODY);
  assertEquals([available.model.id, available.provider.id, available.payer], [
    "local-motion",
    "local-engine",
    "nobody",
  ]);
  const entries = await models.list(NOBODY);
  assertEquals(
    entries.map(({ model }) => model.id).toSorted(),
    [
      ...registry.models.map(({ id }) => id),
    ].toSorted(),
  );
  assertEquals(entries[0]?.model.id, "local-motion");
  assertEquals(entries.filter((entry) => "available" in entry).length, 1);
  assertEquals(asked, []);
});

Deno.test("with a token the default is the best-ranked model that is really served", async () => {
  const { models } = modelsOf({ hasInstanceToken: true, served: ["hunyuan-video", "wan-2.1"] });
  const available = await models.find(undefined, NOBODY);
  assertEquals([
    available.model.id,
    available.provider.id,
    available.payer,
    available.routes[0].provider,
  ], [
    "wan-2.1",
    "inference-providers",
    "instance",
    "fal-ai",
  ]);
  const [first, ...others] = await models.list(NOBODY);
  assertEquals(first?.model.id, "wan-2.1");
  const needs = others.map((each) => "needs" in each ? `${each.model.id}: ${each.needs}` : "");
  assert(needs.includes("ltx-2: provider"));
});

Deno.test("while the Hub cannot be asked, nobody is said not to serve the model", async () => {
  const { models } = modelsOf({ hasInstanceToken: true, source: "registry" });
  const error = await refusal(() => models.find("ltx-2", NOBODY));
  assertEquals([error.code, error.retryable], ["model-unavailable", true]);
  assertMatch(error.message, /Hugging Face cannot tell who serves LTX-2/);
  const own = await refusal(() => models.find("stable-video-diffusion-xt", NOBODY));
  assertMatch(own.message, /runs on an endpoint of its own/);
});

Deno.test("with a token but nothing served, the built-in engine stays the default", async () => {
  const { models } = modelsOf({ hasInstanceToken: true });
  assertEquals((await models.find(undefined, NOBODY)).model.id, "local-motion");
});

Deno.test("who brings a token pays, even where the instance has one", async () => {
  for (const hasInstanceToken of [false, true]) {
    const { models } = modelsOf({ hasInstanceToken, served: ["wan-2.1"] });
    const available = await models.find("wan-2.1", VISITOR);
    assertEquals([available.payer, available.routes[0].provider], ["visitor", "fal-ai"]);
  }
});

Deno.test("an endpoint of the instance's own is the default, paid by it, without any look-up", async () => {
  const { models, asked } = modelsOf({ hasEndpoint: true, served: ["wan-2.1"] });
  for (const paymentMeans of [NOBODY, VISITOR]) {
    const available = await models.find(undefined, paymentMeans);
    assertEquals([available.model.id, available.provider.id, available.payer], [
      "stable-video-diffusion-xt",
      "raw-endpoint",
      "instance",
    ]);
  }
  assertEquals(asked, []);
  assertEquals((await models.list(VISITOR))[0]?.model.id, "stable-video-diffusion-xt");
});

Deno.test("Stable Video Diffusion without an endpoint says what it needs, or takes a provider", async () => {
  const { models } = modelsOf({ hasInstanceToken: true });
  const error = await refusal(() => models.find("stable-video-diffusion-xt", NOBODY));
  assertEquals([error.code, error.message, error.retryable], [
    "model-unavailable",
    "Stable Video Diffusion XT runs on an endpoint of its own, and this site has none. " +
    "Set HF_ENDPOINT_URL to an endpoint that runs it.",
    false,
  ]);
  const served = modelsOf({ hasInstanceToken: true, served: ["stable-video-diffusion-xt"] });
  const available = await served.models.find("stable-video-diffusion-xt", NOBODY);
  assertEquals([available.provider.id, available.routes[0].provider], [
    "inference-providers",
    "fal-ai",
  ]);
});

Deno.test("a model that cannot be used is refused with what it needs", async () => {
  const error = await refusal(() => modelsOf().models.find("wan-2.1", NOBODY));
  assertEquals([error.code, error.message, error.retryable], [
    "model-unavailable",
    "Wan 2.1 14B needs a Hugging Face token: sign in with Hugging Face, or enter your own under " +
    "Account. Or choose another model.",
    false,
  ]);
  const unserved = await refusal(() => modelsOf().models.find("wan-2.1", VISITOR));
  assertEquals([unserved.code, unserved.retryable], ["model-unavailable", true]);
});

Deno.test("an instance with a cap in dollars pays for routes of a known price alone", async () => {
  const options = { hasInstanceToken: true, knownPricesOnly: true };
  // Its only live route has no price.
  const { models } = modelsOf({ ...options, served: ["wan-2.2-5b", "wan-2.1"] });
  const error = await refusal(() => models.find("wan-2.2-5b", NOBODY));
  assertEquals([error.code, error.retryable], ["model-unavailable", false]);
  assert(/daily spend limit.*not known: pay with your own/.test(error.message), error.message);
  assertEquals((await models.find("wan-2.2-5b", VISITOR)).payer, "visitor");
  assertEquals((await models.find(undefined, NOBODY)).model.id, "wan-2.1");
  const uncapped = modelsOf({ hasInstanceToken: true, served: ["wan-2.2-5b"] }).models;
  assertEquals((await uncapped.find("wan-2.2-5b", NOBODY)).payer, "instance");
});

Deno.test("an available model has the routes that may serve it, those without a price only if they may", async () => {
  const model = registry.find("wan-2.2-a14b");
  assert(model);
  const live = ["wavespeed", "together"].map((id) =>
    model.routes.find(({ provider }) => provider === id)
  ).filter((route) => route !== undefined);
  const mapping = {
    liveRoutes: () => Promise.resolve({ routes: live, source: "hub" as const }),
  };
  const providersFor = async (paymentMeans: typeof NOBODY, knownPricesOnly: boolean) => {
    const { models } = modelsOf({ hasInstanceToken: true, knownPricesOnly, mapping });
    const { routes } = await models.find(model.id, paymentMeans);
    return routes.map(({ provider }) => provider);
  };
  assertEquals(await providersFor(NOBODY, false), ["wavespeed", "together"]);
  assertEquals(await providersFor(NOBODY, true), ["wavespeed"]);
  assertEquals(await providersFor(VISITOR, true), ["wavespeed", "together"]);
});

Deno.test("an unknown model is refused with the list of those that there are", async () => {
  for (const id of ["nonsense", "", "__proto__"]) {
    const error = await refusal(() => modelsOf().models.find(id, NOBODY));
    assertEquals(error.code, "unknown-model");
    assert(error.message.includes(registry.models.map((model) => model.id).join(", ")));
  }
});

Deno.test("a stored generation finds its model and provider again, while the instance still has them", () => {
  const recipe = { modelId: "wan-2.2-a14b", seed: 1, isSeedExplicit: false, settings: {} };
  const of = (
    options: Partial<RegistryModelsOptions>,
    providerId: string,
    payer: "nobody" | "instance" | "visitor",
    modelId = recipe.modelId,
  ) => modelsOf(options).models.of({ recipe: { ...recipe, modelId }, providerId, payer });
  const routed = of({ hasInstanceToken: true }, "inference-providers", "instance");
  assertEquals([routed?.provider.id, routed?.payer], ["inference-providers", "instance"]);
  assertEquals(of({}, "inference-providers", "visitor")?.payer, "visitor");
  assertEquals(of({}, "inference-providers", "instance"), undefined);
  assertEquals(of({}, "local-engine", "nobody"), undefined);
  assertEquals(of({}, "local-engine", "nobody", "local-motion")?.model.id, "local-motion");
  const svd = "stable-video-diffusion-xt";
  assertEquals(of({}, "raw-endpoint", "instance", svd), undefined);
  assertEquals(of({ hasEndpoint: true }, "raw-endpoint", "instance", svd)?.model.id, svd);
  assertEquals(of({ hasEndpoint: true }, "raw-endpoint", "instance", "gone"), undefined);
});

Deno.test("a model is found by its id whether it is available or not", () => {
  const { models } = modelsOf();
  assertEquals(models.model("wan-2.1")?.name, "Wan 2.1 14B");
  assertEquals(models.model("nonsense"), undefined);
});

Deno.test("a server of the operator's that is off is not replaced by what costs; one without the model is", async () => {
  const lookOf = (lack: Awaited<ReturnType<OwnServerLook["lackOf"]>>) => ({
    hasInstanceToken: true,
    served: ["wan-2.2-5b"],
    ownServers: new Map([["comfyui", { lackOf: () => Promise.resolve(lack) }] as const]),
  });
  const find = (options: ReturnType<typeof lookOf>) =>
    modelsOf(options).models.find("wan-2.2-5b", NOBODY);
  const own = await find(lookOf(undefined));
  assertEquals([own.provider.id, own.payer], ["comfyui", "instance"]);
  const off = await refusal(() => find(lookOf({ needs: "server-off" })));
  assertEquals(off.parameters.kind, "server-off");
  const other = await find(lookOf({ needs: "server-lacks", missing: ["a.safetensors"] }));
  assertEquals(other.provider.id, "inference-providers");
});
