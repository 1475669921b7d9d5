import { assertEquals, assertStringIncludes } from "@std/assert";
import { startTask } from "../app_process.ts";

/** A port that was free a moment ago. */
function freePort(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return String(listener.addr.port);
}

Deno.test("the dev task serves the page with live reload on PORT", async () => {
  const PORT = freePort();
  await using app = await startTask("dev", { PORT });
  assertEquals(await app.url, `http://localhost:${PORT}`);
  const html = await (await fetch(`http://127.0.0.1:${PORT}/`)).text();
  assertStringIncludes(html, "/_frsh/reload.js");
});

Deno.test("the dev:fake task offers AI video without a token, and ends with its fake", async () => {
  await using app = await startTask("dev:fake");
  const page = await fetch(await app.url);
  assertEquals(page.status, 200);
  await page.body?.cancel();
  assertStringIncludes(app.written.out, "Films   Stable Video Diffusion XT (default)");
  const [, fake = ""] = /fake Hugging Face listens at (\S+);/.exec(app.written.out) ?? [];
  assertStringIncludes(await (await fetch(fake)).text(), "POST /endpoints/film\n");
  app.kill("SIGTERM");
  assertEquals((await app.status).code, 0, app.written.error);
});
