// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
/**
 * Starts a fake Hugging Face and the app on top of it, so that all models can be tried without a
 * token: the endpoint, the Hub, the router with its providers, and the CDN that videos lie on.
 *
 * The optional argument names the scenario of the endpoint; the default answers with a video after
 * five seconds. Behind the router each video chooses its own: write `scenario:<name>` into the prompt.
 */
import { readEnvironment } from "../server/config.ts";
import { openRegistry } from "../server/models/registry.ts";
import { drawnVideo } from "../tests/fakes/drawn_video.ts";
import { mappingsOf, mappingsOfRegistry } from "../tests/fakes/fake_hub.ts";
import { startFakeHuggingFace } from "../tests/fakes/fake_hugging_face.ts";

const [scenario = "video"] = Deno.args;
const { MODELS_DIR: directory } = await readEnvironment();
const { models } = await openRegistry({ directory: directory || undefined });
const fake = startFakeHuggingFace({
  video: await drawnVideo(),
  maxRequests: 10,
  // Models of one's own are served as well.
  mappings: { ...mappingsOfRegistry(), ...mappingsOf(models) },
});
console.log(`The fake Hugging Face listens at ${fake.url}; open it to see its scenarios.`);
console.log("Write scenario:<name> into a prompt to play one of a provider's.");

const app = new Deno.Command(Deno.execPath(), {
  args: ["task", "start"],
  env: {
    HF_ENDPOINT_URL: `${fake.endpoint(scenario)}?seconds=5`,
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
