import { assertEquals } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { InferenceProviders } from "../../../server/providers/inference_providers.ts";
import type { ProviderCall, VideoRequest } from "../../../server/generation/ports/provider.ts";
import { RawEndpointProvider } from "../../../server/providers/raw_endpoint.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";
import { sendUntilItDies, startDyingServer } from "../../fakes/talking_port.ts";
import { ROUTED_MODEL } from "../generation/sample_models.ts";

const LIMITS = { timeoutMs: 60_000, maxVideoBytes: 100_000 };
const JPEG = new Uint8Array(50_000);

const REQUEST: VideoRequest = {
  picture: {
    width: 1024,
    height: 576,
    jpeg: () => Promise.resolve(JPEG),
    rgb: () => Promise.reject(new Error("Providers take a JPEG.")),
  },
  size: { width: 1024, height: 576 },
  seed: 7,
  settings: {},
  prompt: "Rain",
};

const CALL: ProviderCall = {
  signal: new AbortController().signal,
  report() {},
  submitting: () => Promise.resolve(),
  notStarted: () => Promise.resolve(),
};

Deno.test("an endpoint that dies at work has got each picture once, and may charge for it", async () => {
  await using server = startDyingServer(mockVideo(5000));
  const provider = new RawEndpointProvider({ ...LIMITS, url: `http://${server.host}/` });
  const { sent, failure } = await sendUntilItDies(async () => {
    await Array.fromAsync((await provider.start(REQUEST, CALL)).bytes);
  });
  assertEquals([server.received(), chargeOf(failure)], [sent, "network: unknown"]);
});

Deno.test("a router that dies at work has got each picture once, and may charge for it", async () => {
  const taken = JSON.stringify({ request_id: "a", response_url: "https://queue.example/fal-ai/a" });
  await using server = startDyingServer(new TextEncoder().encode(taken));
  const [route] = ROUTED_MODEL.routes;
  const routes = [{ ...route, providerModel: "fal-ai/wan" }];
  const provider = new InferenceProviders({
    ...LIMITS,
    model: ROUTED_MODEL,
    mapping: { liveRoutes: () => Promise.resolve({ routes, source: "hub" }) },
    routerUrl: `http://${server.host}`,
    token: "hf_sent_once",
    resultHostsAllowed: [],
  });
  const { sent, failure } = await sendUntilItDies(() => provider.start(REQUEST, CALL));
  assertEquals([server.received(), chargeOf(failure)], [sent, "network: unknown"]);
});

function chargeOf(failure: unknown): string {
  return failure instanceof ProviderError ? `${failure.code}: ${failure.charged}` : String(failure);
}
