import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseConfig } from "../../server/config.ts";
import { checkModel } from "../../server/models/model_file.ts";
import { openRegistry, type Registry } from "../../server/models/registry.ts";
import { openAt, startNotice } from "../../tools/start_notice.ts";
import { simpleModel } from "../server/models/simple_model.ts";
import { ROOT } from "../source_files.ts";

const address = { transport: "tcp", hostname: "0.0.0.0", port: 8000 } as const;
const builtIn = await openRegistry();

function withOwn(changes: Record<string, unknown>, isBuiltIn = false): Registry {
  const model = checkModel({ ...simpleModel(), ...changes }, "ours.json");
  const models = isBuiltIn ? builtIn.models : [model, ...builtIn.models];
  return { ...builtIn, models, own: [{ file: "models/ours.json", model, isBuiltIn }] };
}

function notice(settings: Record<string, string>, registry = builtIn): string {
  return startNotice(parseConfig(settings), { address, registry, environment: {} });
}

Deno.test("a model of one's own that comes first is named as the default, with its file", () => {
  const told = notice({ HF_API_TOKEN: "hf_x" }, withOwn({ name: "Skyline" }));
  assertStringIncludes(
    told,
    "  Videos  Skyline, Wan, LTX, Hunyuan and others through Hugging Face, see /models (default)\n",
  );
  assertStringIncludes(told, "\n  Models  Skyline, from models/ours.json\n");
});

Deno.test("the endpoint's model is named by the file that describes it", () => {
  const parameters = { prompt: { name: "prompt" } };
  const routes = [{ provider: "raw-endpoint", parameters, price: { kind: "running-time" } }];
  const own = withOwn({ name: "House blend", routes });
  const told = notice({ HF_ENDPOINT_URL: "http://127.0.0.1:9/" }, own);
  assertStringIncludes(told, "  Videos  House blend at your endpoint (default)\n");
});

Deno.test("what a server of one's own may make comes first", () => {
  const told = notice({ COMFYUI_URL: "http://127.0.0.1:8188" });
  assertStringIncludes(
    told,
    "  Videos  Wan 2.2 5B, Stable Video Diffusion XT at your ComfyUI (default)\n",
  );
});

Deno.test("a file in a built-in model's place is said to be that", () => {
  const told = notice({}, withOwn({ name: "Ours" }, true));
  assertStringIncludes(
    told,
    "Ours, from models/ours.json, in place of the built-in model of this id\n",
  );
});

Deno.test("with SITE_URL that is the address to open, and this server's own stands below", () => {
  const lines = notice({ SITE_URL: "https://lounge.example" }).split("\n");
  assertEquals(lines.slice(3, 5), [
    "  Open    https://lounge.example",
    "  Here    http://localhost:8000",
  ]);
  assertStringIncludes(notice({}), "  Open    http://localhost:8000\n  Videos");
});

Deno.test("an address of version 6 stands in brackets, and everywhere is localhost", () => {
  const urls = ["::1", "::", "0.0.0.0", "127.0.0.1"].map((hostname) =>
    openAt({ hostname, port: 80 })
  );
  assertEquals(urls, [
    "http://[::1]:80",
    "http://localhost:80",
    "http://localhost:80",
    "http://127.0.0.1:80",
  ]);
});

Deno.test("a build that may not be written is a sentence and exit code 1", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-read", "--allow-env", "dev.ts", "build"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const said = new TextDecoder().decode(stderr);
  assertMatch(said, /^The build cannot be written to [^\n]+_fresh\. [^\n]+ Build as [^\n]+\n$/);
  assertEquals(code, 1);
});
