// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
/**
 * Starts a fake Hugging Face and the app on top of it, so that all models can be tried without a
 * token: the endpoint, the Hub, the router with its providers, and the CDN that videos lie on.
 *
 * The optional argument names the scenario of the endpoint; the default answers with a video after
 * five seconds. Behind the router each video chooses its own: write `scenario:<name>` into the prompt.
 * `comfyui` or `videos-api` as the argument puts a fake of such a server in the endpoint's place; what
 * follows it names the scenario of work whose prompt names none.
 */
import { readEnvironment } from "../server/config.ts";
import { openRegistry } from "../server/models/registry.ts";
import { drawnVideo } from "../tests/fakes/drawn_video.ts";
import { COMFY_SCENARIOS } from "../tests/fakes/comfyui_scenarios.ts";
import { startFakeComfyUi } from "../tests/fakes/fake_comfyui.ts";
import { mappingsOf, mappingsOfRegistry } from "../tests/fakes/fake_hub.ts";
import { startFakeHuggingFace } from "../tests/fakes/fake_hugging_face.ts";
import { startFakeVideosApi, VIDEOS_API_SCENARIOS } from "../tests/fakes/fake_videos_api.ts";

const [first = "video", second = "video"] = Deno.args;
const video = await drawnVideo();
const { MODELS_DIR: directory } = await readEnvironment();
const { models } = await openRegistry({ directory: directory || undefined });
const fake = startFakeHuggingFace({
  video,
  maxRequests: 10,
  // Models of one's own are served as well.
  mappings: { ...mappingsOfRegistry(), ...mappingsOf(models) },
});
console.log(`The fake Hugging Face listens at ${fake.url}; open it to see its scenarios.`);
console.log("Write scenario:<name> into a prompt to play one of a provider's.");

/** The settings that name a server of one's own: an endpoint, or what the argument asks for. */
async function ownServer(): Promise<Record<string, string>> {
  switch (first) {
    case "comfyui": {
      const comfyUi = await startFakeComfyUi({ video, stepMs: 1000 });
      comfyUi.play(second);
      listScenarios("ComfyUI", comfyUi.url, COMFY_SCENARIOS);
      return { COMFYUI_URL: comfyUi.url };
    }
    case "videos-api": {
      const server = startFakeVideosApi({ video });
      server.play(second);
      listScenarios("/v1/videos server", server.url, VIDEOS_API_SCENARIOS);
      return { VIDEOS_API_URL: server.url };
    }
    default:
      return { HF_ENDPOINT_URL: `${fake.endpoint(first)}?seconds=5` };
  }
}

function listScenarios(
  name: string,
  url: string,
  scenarios: ReadonlyMap<string, { readonly says: string }>,
): void {
  console.log(`The fake ${name} listens at ${url}. Its scenarios:`);
  for (const [scenario, { says }] of scenarios) console.log(`  ${scenario}: ${says}`);
}

const app = new Deno.Command(Deno.execPath(), {
  args: ["task", "start"],
  env: {
    ...await ownServer(),
    HF_ROUTER_URL: fake.routerUrl,
    HF_HUB_URL: fake.hubUrl,
    RESULT_HOSTS_ALLOWED: fake.resultHost,
    HF_API_TOKEN: "hf_fake",
    // A limit closes models whose price nobody knows.
    DAILY_SPEND_LIMIT_USD: "0",
    // Videos of a fake, and what is swept with them, are nothing to the real ones.
    DATA_DIR: ".dev-fake/data",
    VIDEOS_DIR: ".dev-fake/videos",
  },
}).spawn();
// The terminal sends Ctrl-C to the app as well; the fake stays until the app has ended.
Deno.addSignalListener("SIGINT", () => {});
Deno.addSignalListener("SIGTERM", () => app.kill("SIGTERM"));
const { code } = await app.status;
await fake.close();
Deno.exit(code);
