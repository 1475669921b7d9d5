import { assertEquals } from "@std/assert";
import { openRegistry } from "../../../server/models/registry.ts";
import { defaultSettings } from "../../../server/models/settings.ts";
import { endpointBody, type EndpointFormat } from "../../../server/providers/endpoint_body.ts";
import type { VideoRequest } from "../../../server/generation/ports/provider.ts";

const JPEG = new Uint8Array(300).map((_, index) => index);
const URL_OF_ENDPOINT = "https://endpoint.example/path?tenant=7";

const model = (await openRegistry()).find("stable-video-diffusion-xt");
const route = model?.routes.find(({ provider }) => provider === "raw-endpoint");
if (!model || !route) throw new Error("The registry has no SVD-XT at an endpoint.");
const described = { model, route };

Deno.test("a video of defaults is the picture, its size and its seed", () => {
  assertEquals(bodyFor({}, described), {
    url: `${URL_OF_ENDPOINT}&seed=7&width=1024&height=576`,
    type: "image/jpeg",
    bytes: JPEG,
  });
});

Deno.test("a portrait is asked for as a portrait, with a seed of 0 as well", () => {
  const { url } = bodyFor({ size: { width: 576, height: 1024 }, seed: 0 }, described);
  assertEquals(url, `${URL_OF_ENDPOINT}&seed=0&width=576&height=1024`);
});

Deno.test("of the controls only those that were changed go along", () => {
  const { url, type, bytes } = bodyFor({ settings: { motion: 200, fps: 7 } }, described);
  assertEquals([type, bytes], ["image/jpeg", JPEG]);
  assertEquals(url, `${URL_OF_ENDPOINT}&motion_bucket_id=200&seed=7&width=1024&height=576`);
});

Deno.test("the operator's own query is sent as it was written", () => {
  const body = (url: string) => bodyFor({}, { ...described, url }).url;
  const own = "https://endpoint.example/?sig=a%20b%2F+c&empty&";
  assertEquals(body(own), `${own}&seed=7&width=1024&height=576`);
  const bare = "https://endpoint.example/";
  assertEquals(body(bare), `${bare}?seed=7&width=1024&height=576`);
});

Deno.test("as JSON the picture is base64 and the parameters stand beside it", () => {
  const { url, type, bytes } = bodyFor({ settings: { noise: 0.08 } }, {
    ...described,
    format: "json",
  });
  assertEquals([url, type], [URL_OF_ENDPOINT, "application/json"]);
  assertEquals(JSON.parse(new TextDecoder().decode(bytes)), {
    inputs: JPEG.toBase64(),
    parameters: { noise_aug_strength: 0.08, seed: 7, width: 1024, height: 576 },
  });
});

Deno.test("what an operator's route adds and a prompt are always sent", () => {
  const own = {
    model,
    route: { parameters: { prompt: { name: "text" } }, constants: { checked: true } },
  };
  const { url } = bodyFor({ prompt: "Rain & wind" }, own);
  assertEquals(url, `${URL_OF_ENDPOINT}&checked=true&text=Rain+%26+wind`);
});

Deno.test("an endpoint that nothing is known of gets the picture alone", () => {
  const request = { settings: { motion: 200 } };
  assertEquals(bodyFor(request, {}).url, URL_OF_ENDPOINT);
  const { bytes } = bodyFor(request, { format: "json" });
  assertEquals(JSON.parse(new TextDecoder().decode(bytes)), { inputs: JPEG.toBase64() });
});

function bodyFor(
  given: Partial<VideoRequest>,
  { url = URL_OF_ENDPOINT, ...format }: EndpointFormat & { readonly url?: string },
) {
  const request: VideoRequest = {
    picture: {
      width: 1600,
      height: 900,
      jpeg: () => Promise.resolve(JPEG),
      rgb: () => Promise.reject(new Error("unused")),
    },
    size: { width: 1024, height: 576 },
    seed: 7,
    ...given,
    settings: { ...(model ? defaultSettings(model) : {}), ...given.settings },
  };
  return endpointBody({ jpeg: JPEG, request }, { url, ...format });
}
