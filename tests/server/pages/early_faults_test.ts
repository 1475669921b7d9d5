import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { App } from "fresh";
import { Builder } from "fresh/dev";
import { join } from "node:path";
import { freshConfig } from "../../../fresh.config.ts";
import { createApp } from "../../../server/app.ts";
import type { State } from "../../../server/app_state.ts";
import { assertProblem } from "../../generate_client.ts";
import { startLounge } from "../../lounge.ts";
import { ROOT } from "../../source_files.ts";

const AS_PERSON = { headers: { accept: "text/html" } };

/** Serves an app with this project's routes and one static file, which cannot be read any more. */
async function serveWithBrokenFile(app: App<State>) {
  const root = await Deno.makeTempDir();
  const folder = join(root, "static", "broken");
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "file.txt"), "text");
  const places = { root: ROOT, staticDir: join(root, "static"), islandDir: join(root, "islands") };
  const builder = new Builder({ ...freshConfig.build, ...places });
  (await builder.build({ snapshot: "memory" }))(app);
  await Deno.remove(folder, { recursive: true });
  await Deno.writeTextFile(folder, "no folder any more");
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, app.handler());
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await Deno.remove(root, { recursive: true });
    },
  };
}

/** Runs `act` and returns what it wrote to the console as errors. */
async function consoleErrors(act: () => Promise<void>): Promise<string[]> {
  const errors: string[] = [];
  // deno-lint-ignore no-console
  const original = console.error;
  // deno-lint-ignore no-console
  console.error = (text) => errors.push(String(text));
  try {
    await act();
  } finally {
    // deno-lint-ignore no-console
    console.error = original;
  }
  return errors;
}

Deno.test("a static file that cannot be read is a page for people and a problem for programs, logged once each", async () => {
  await using lounge = await startLounge();
  await using site = await serveWithBrokenFile(createApp(lounge.services));
  const path = "/broken/file.txt";
  const response = await fetch(site.url + path, AS_PERSON);
  assertEquals([response.status, response.headers.get("x-content-type-options")], [500, "nosniff"]);
  assertMatch(response.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  const html = await response.text();
  assertStringIncludes(html, "The lights went out");
  const problem = await fetch(site.url + path);
  const { requestId } = await assertProblem(problem, { status: 500, code: "internal-error", path });
  const [first = "", second = "", ...others] = lounge.loggedErrors.splice(0);
  assertEquals(others, []);
  assertStringIncludes(second, requestId);
  const [, shownId = ""] = /requestId: "([0-9a-f-]{36})"/.exec(first) ?? [];
  assert(shownId !== "" && html.includes(shownId), "page and log share no request id");
});

Deno.test("a fault before any middleware has set state is told in the same way", async () => {
  const app = new App<State>().use(() => {
    throw new Error("secret detail");
  }).fsRoutes();
  const errors = await consoleErrors(async () => {
    await using site = await serveWithBrokenFile(app);
    const response = await fetch(site.url, AS_PERSON);
    const html = await response.text();
    assertEquals([response.status, html.includes("secret")], [500, false]);
    assertStringIncludes(html, "The lights went out");
    assertStringIncludes(html, 'href="/#studio"');
    await assertProblem(await fetch(site.url), {
      status: 500,
      code: "internal-error",
      path: "/",
    });
  });
  assertEquals(errors.length, 2);
  for (const error of errors) assertStringIncludes(error, "Error: secret detail");
});
