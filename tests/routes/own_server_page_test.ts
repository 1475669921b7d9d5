import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startFakeComfyUi } from "../fakes/fake_comfyui.ts";
import { startFakeVideosApi } from "../fakes/fake_videos_api.ts";
import { assertProblem } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { smallVideo } from "../small_video.ts";

const PAGE = { accept: "text/html" };

Deno.test("GET /own-server tells the ways, and is linked from the card of a model that can take one", async () => {
  await using lounge = await startLounge({});
  const response = await fetch(`${lounge.url}/own-server`, { headers: PAGE });
  const text = await response.text();
  assertEquals(response.status, 200);
  for (const name of ["HF_ENDPOINT_URL", "COMFYUI_URL", "VIDEOS_API_URL", "MODELS_DIR"]) {
    assertStringIncludes(text, name);
  }
  assertStringIncludes(text, "Check connection");
  const home = await (await fetch(lounge.url, { headers: PAGE })).text();
  assertStringIncludes(home, 'href="/own-server"');
});

Deno.test("POST /own-server tries what is set up, and says what it found", async () => {
  const video = await smallVideo();
  const missing = ["svd_xt.safetensors"];
  await using comfyUi = await startFakeComfyUi({ video, missing });
  await using videos = startFakeVideosApi({ video, key: "the-key" });
  await using lounge = await startLounge({
    HF_ENDPOINT_URL: "http://127.0.0.1:9/video",
    COMFYUI_URL: comfyUi.url,
    VIDEOS_API_URL: videos.url,
  });
  const check = async () =>
    (await (await fetch(`${lounge.url}/own-server`, { method: "POST" })).json()).servers;
  assertEquals(await check(), [
    {
      name: "Endpoint",
      setting: "HF_ENDPOINT_URL",
      isWell: false,
      says: "Nothing answers at the address in HF_ENDPOINT_URL: start the server, and check the " +
        "address and the firewall.",
    },
    {
      name: "ComfyUI",
      setting: "COMFYUI_URL",
      isWell: true,
      says: "It answers: ComfyUI 0.38.0 on cuda:0 Fake GPU, 24 GB. It can make Wan 2.2 5B. " +
        "Stable Video Diffusion XT needs what is missing there: svd_xt.safetensors.",
    },
    {
      name: "/v1/videos server",
      setting: "VIDEOS_API_URL",
      isWell: false,
      says: "Whoever answers at the address in VIDEOS_API_URL asks for a login: check the key or " +
        "header that is set for it.",
    },
  ]);
  const shown = await fetch(`${lounge.url}/own-server`, { method: "POST", headers: PAGE });
  assertStringIncludes(await shown.text(), "ComfyUI 0.38.0 on cuda:0 Fake GPU");
  await comfyUi[Symbol.asyncDispose]();
  const [, gone] = await check();
  assertEquals([gone.setting, gone.isWell], ["COMFYUI_URL", false]);
});

Deno.test("an endpoint that says that it is ready is connected", async () => {
  const asked: string[] = [];
  await using endpoint = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => {
      asked.push(`${new URL(request.url).pathname} ${request.headers.get("authorization")}`);
      return Response.json({ status: "ok" });
    },
  );
  const HF_ENDPOINT_URL = `http://127.0.0.1:${endpoint.addr.port}/video?size=1`;
  await using lounge = await startLounge({ HF_ENDPOINT_URL, HF_API_TOKEN: "hf_planted" });
  const response = await fetch(`${lounge.url}/own-server`, { method: "POST" });
  const { servers: [found] } = await response.json();
  assertEquals([found.isWell, asked], [true, ["/health Bearer hf_planted"]]);
});

Deno.test("nobody but the operator has servers tried", async () => {
  await using lounge = await startLounge({ METRICS_TOKEN: "a-token-of-the-operator" });
  const check = (headers: HeadersInit = {}) =>
    fetch(`${lounge.url}/own-server`, { method: "POST", headers });
  const expected = { status: 403, code: "operator-only", path: "/own-server" };
  await assertProblem(await check(), expected);
  await assertProblem(await check({ authorization: "Bearer someone-elses" }), expected);
  const page = await (await fetch(`${lounge.url}/own-server`, { headers: PAGE })).text();
  assert(!page.includes("Check connection"));
  const allowed = await check({ authorization: "Bearer a-token-of-the-operator" });
  assertEquals([allowed.status, await allowed.json()], [200, { servers: [] }]);

  await using open = await startLounge({});
  const forwarded = { method: "POST", headers: { "x-forwarded-for": "203.0.113.5" } };
  await assertProblem(await fetch(`${open.url}/own-server`, forwarded), expected);
});
