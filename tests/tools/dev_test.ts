import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ModelCard } from "../../contract/model.ts";
import { lastingPort, startTask } from "../app_process.ts";
import { drawPicture } from "../pictures.ts";

Deno.test("the dev task serves the page with live reload on HOST and PORT, and says so", async () => {
  const PORT = lastingPort();
  await using app = await startTask("dev", { PORT });
  assertEquals(new URL(await app.url).host, `127.0.0.1:${PORT}`);
  const response = await fetch(`http://127.0.0.1:${PORT}/`);
  assertEquals([response.status, (await response.text()).includes("<h1")], [200, true]);
  // Pages ask there which run of the server they come from, and reload after another.
  const socket = new WebSocket(`ws://127.0.0.1:${PORT}/_frsh/alive`);
  const revision = await new Promise((resolve, reject) => {
    socket.onmessage = ({ data }) => resolve(data);
    socket.onerror = reject;
  });
  assertEquals(typeof revision, "string");
  socket.close();
});

Deno.test("the dev:fake task offers every model without a token, and ends with its fake", async () => {
  await using app = await startTask("dev:fake");
  const url = await app.url;
  const headers = { accept: "application/json" };
  const { models } = await (await fetch(`${url}/models`, { headers })).json();
  const ids = models.map(({ id }: ModelCard) => id);
  assertEquals([ids[0], ids.length >= 8], ["stable-video-diffusion-xt", true]);
  assertEquals(models.filter(({ needs }: ModelCard) => needs !== undefined), []);

  const [status, made] = await make(url, "A slow push towards the subject");
  assertEquals([status, made.model, typeof made.url], [200, "wan-2.1", "string"], made.detail);
  const [refused, problem] = await make(url, "scenario:fal-submit-credits-used-up");
  assertEquals([refused, problem.code], [402, "payment-required"]);

  const [, fake = ""] = /fake Hugging Face listens at (\S+);/.exec(app.written.out) ?? [];
  const listing = await (await fetch(fake)).text();
  assertStringIncludes(listing, "POST /endpoints/video\n");
  assertStringIncludes(listing, "scenario:fal-submit-credits-used-up\n");
  app.kill("SIGTERM");
  assertEquals((await app.status).code, 0, app.written.error);
});

async function make(url: string, prompt: string): Promise<[number, Record<string, string>]> {
  const body = new FormData();
  body.append("model", "wan-2.1");
  body.append("prompt", prompt);
  body.append("image", new Blob([await drawPicture({ width: 256, height: 144 })]), "photo.jpg");
  const headers = { accept: "application/json" };
  const response = await fetch(`${url}/generate`, { method: "POST", body, headers });
  return [response.status, await response.json()];
}
