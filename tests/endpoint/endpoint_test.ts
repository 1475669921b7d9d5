/**
 * The server in `endpoint/`: its own tests, and the app on top of it with stand-ins for torch and
 * diffusers. What this machine lacks is named, and the tests that want it count as skipped.
 */
import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { join } from "node:path";
import { TextLineStream } from "../crash/text_lines.ts";
import { postPicture } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { ROOT } from "../source_files.ts";
import { findPython } from "./python.ts";

const FOLDER = join(ROOT, "endpoint");
const TOKEN = "hf_endpoint0123456789SECRET";

const { command, missing } = await findPython();
const python = command ?? "python3";
const lacking = missing.length === 0 ? "" : ` (missing: ${missing.join(", ")})`;

Deno.test({
  name: `the endpoint's own tests pass${lacking}`,
  ignore: command === undefined,
  async fn() {
    const child = new Deno.Command(python, { args: ["-B", "-m", "unittest"], cwd: FOLDER });
    const { success, stderr } = await child.output();
    const report = new TextDecoder().decode(stderr);
    assert(success, report);
    assertMatch(report, /Ran [1-9]\d+ tests/);
    if (missing.length === 0) assertFalse(report.includes("skipped"), report);
  },
});

/** The server with stand-ins for the model; `calls` tells what the pipeline was asked. */
async function startEndpoint(folder: string) {
  const notes = join(folder, "calls");
  const process = new Deno.Command(python, {
    args: ["-B", "serve.py"],
    cwd: FOLDER,
    env: {
      PYTHONPATH: join(FOLDER, "tests", "stubs"),
      HOST: "127.0.0.1",
      PORT: "0",
      ENDPOINT_TOKEN: TOKEN,
      STUB_CALLS: notes,
    },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log: string[] = [];
  const listening = Promise.withResolvers<string>();
  const reading = (async () => {
    for await (const line of process.stderr.pipeThrough(new TextLineStream())) {
      log.push(line);
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (url !== undefined) listening.resolve(url);
    }
    listening.reject(new Error(`The endpoint ended: ${log.join("\n")}`));
  })();
  return {
    url: await listening.promise,
    log,
    calls: async () =>
      (await Deno.readTextFile(notes)).trim().split("\n").map((line) => JSON.parse(line)),
    async [Symbol.asyncDispose]() {
      process.kill("SIGTERM");
      await Promise.all([process.status, reading]);
    },
  };
}

for (const format of ["bytes", "json"]) {
  Deno.test({
    name: `a picture that is posted to the app becomes a video at the endpoint, as ${format}` +
      lacking,
    ignore: missing.length > 0,
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "endpoint-" });
      try {
        await using endpoint = await startEndpoint(folder);
        await using lounge = await startLounge({
          HF_ENDPOINT_URL: `${endpoint.url}/`,
          HF_ENDPOINT_FORMAT: format,
          HF_API_TOKEN: TOKEN,
        });
        const fields = { frames: "14", fps: "12", motion: "30", noise: "0.1", seed: "7" };
        const picture = await drawPicture({ width: 600, height: 900 });
        const response = await postPicture(lounge, { picture, fields });
        const text = await response.text();
        assertEquals(response.status, 200, text + endpoint.log.join("\n"));
        const { width, height, frames, framesPerSecond, provider } = JSON.parse(text);
        assertEquals({ width, height, frames, framesPerSecond, provider }, {
          width: 576,
          height: 1024,
          frames: 14,
          framesPerSecond: 12,
          provider: "raw-endpoint",
        });
        assertEquals(await endpoint.calls(), [{
          size: [576, 1024],
          height: 1024,
          width: 576,
          num_frames: 14,
          num_inference_steps: 25,
          fps: 12,
          motion_bucket_id: 30,
          noise_aug_strength: 0.1,
          decode_chunk_size: 8,
          seed: 7,
        }]);
        assertFalse(endpoint.log.join("\n").includes(TOKEN), "the endpoint's log shows the token");
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}
