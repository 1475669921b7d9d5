import { assertEquals } from "@std/assert";
import { openRegistry } from "../../../server/models/registry.ts";
import { defaultSettings } from "../../../server/models/settings.ts";
import { endpointBody, type EndpointFormat } from "../../../server/providers/endpoint_body.ts";
import type { FilmRequest } from "../../../server/providers/provider.ts";

const JPEG = new Uint8Array(300).map((_, index) => index);
const URL_OF_ENDPOINT = "https://endpoint.example/path?tenant=7";

const model = (await openRegistry()).find("stable-video-diffusion-xt");
const route = model?.routes.find(({ provider }) => provider === "raw-endpoint");
if (!model || !route) throw new Error("The registry has no SVD-XT at an endpoint.");
const described = { model, route };

Deno.test("a film of defaults is the picture alone, at the address as it was given", () => {
  assertEquals(bodyFor({}, described), {
    url: URL_OF_ENDPOINT,
    type: "image/jpeg",
    bytes: JPEG,
  });
});

Deno.test("what was changed goes into the query, with everything that belongs to it", () => {
  const { url, type, bytes } = bodyFor({ settings: { motion: 200 } }, described);
  assertEquals([type, bytes], ["image/jpeg", JPEG]);
  const query = Object.fromEntries(new URL(url).searchParams);
  assertEquals([query.tenant, query.motion_bucket_id, query.seed], ["7", "200", "7"]);
});

Deno.test("a chosen seed is no default", () => {
  const { url } = bodyFor({ isSeedChosen: true }, described);
  assertEquals(new URL(url).searchParams.get("seed"), "7");
});

Deno.test("as JSON the picture is base64 and the parameters stand beside it", () => {
  const { url, type, bytes } = bodyFor({ settings: { motion: 200 } }, {
    ...described,
    format: "json",
  });
  assertEquals([url, type], [URL_OF_ENDPOINT, "application/json"]);
  const { inputs, parameters } = JSON.parse(new TextDecoder().decode(bytes));
  assertEquals(inputs, JPEG.toBase64());
  assertEquals([parameters.motion_bucket_id, parameters.seed], [200, 7]);
});

Deno.test("as JSON a film of defaults has no parameters", () => {
  const { bytes } = bodyFor({}, { ...described, format: "json" });
  assertEquals(JSON.parse(new TextDecoder().decode(bytes)), { inputs: JPEG.toBase64() });
});

Deno.test("an endpoint that nothing is known of gets the picture alone", () => {
  assertEquals(bodyFor({ settings: { motion: 200 }, isSeedChosen: true }, {}).url, URL_OF_ENDPOINT);
});

function bodyFor(given: Partial<FilmRequest>, format: EndpointFormat) {
  const request: FilmRequest = {
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
  return endpointBody({ jpeg: JPEG, request }, { url: URL_OF_ENDPOINT, ...format });
}
