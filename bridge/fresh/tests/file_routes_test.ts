import { assertEquals, assertMatch } from "@std/assert";
import { App } from "fresh";
import { Builder } from "fresh/dev";
import { collectConsoleErrors, readAnswer, send } from "./answers.ts";
import { fixtureHandler } from "../../../tests/framework/fixture_app.ts";
import { withProject } from "./project_folder.ts";

async function fetchFixture(path: string, init?: RequestInit) {
  const handler = await fixtureHandler();
  return await readAnswer(await handler(new Request(new URL(path, "http://localhost"), init)));
}

/** The fixture's root middleware reports what ran, in order. */
function trailOf(headers: Headers): string[] {
  return headers.get("x-after")?.split(",") ?? [];
}

const ROOT = ["root", "_middleware 1", "_middleware 2"];

Deno.test("middlewares, layouts, page and app wrapper of a file route run in this order", async () => {
  const { status, headers, body } = await fetchFixture("/admin/users");
  assertEquals([status, headers.get("x-users")], [203, "2"]);
  const rendering = ["handler", "_layout", "admin/_layout", "page", "_app"];
  assertEquals(trailOf(headers), [...ROOT, "admin/_middleware", ...rendering]);
  assertMatch(body, /<main><section><p>Ada and Grace<\/p><\/section><\/main>/);
});

Deno.test("a group's layout encloses its routes, and its name is not in the URL", async () => {
  const { body } = await fetchFixture("/about");
  assertMatch(body, /<main><article><p>about<\/p><\/article><\/main>/);
});

Deno.test("a route's config leaves out layouts and app wrapper", async () => {
  const { body } = await fetchFixture("/admin/bare");
  assertEquals(
    body,
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><p>bare</p></body></html>',
  );
});

Deno.test("file names with brackets become parameters", async () => {
  assertMatch((await fetchFixture("/blog/hello%20you")).body, /hello you by \/blog\/:slug/);
  assertMatch((await fetchFixture("/blog/latest")).body, /the latest/);
  assertMatch((await fetchFixture("/docs")).body, /docs::/);
  assertMatch((await fetchFixture("/docs/v2")).body, /docs:v2:/);
  assertEquals((await fetchFixture("/files/a/b.txt")).body, "file a/b.txt");
});

Deno.test("a method that a file's handlers lack is 404, not 405, even for OPTIONS", async () => {
  assertEquals((await fetchFixture("/api/item")).body, '{"method":"GET"}');
  const posted = await fetchFixture("/api/item", { method: "POST", body: "text" });
  assertEquals([posted.status, posted.body], [201, "text"]);
  for (const method of ["PUT", "OPTIONS"]) {
    const { status, headers } = await fetchFixture("/api/item", { method });
    assertEquals([status, headers.get("allow")], [404, null]);
  }
});

Deno.test("a file with only a component answers every method with the page", async () => {
  for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
    const { status, body } = await fetchFixture("/blog/latest", { method });
    assertEquals([status, body.includes("the latest")], [200, true]);
  }
});

Deno.test("a route override replaces the file's place, and makes missing methods 405", async () => {
  assertEquals((await fetchFixture("/moved/7")).body, "moved 7");
  assertEquals((await fetchFixture("/api/renamed")).status, 404);
  assertEquals((await fetchFixture("/moved/7", { method: "POST" })).status, 405);
  const options = await fetchFixture("/moved/7", { method: "OPTIONS" });
  assertEquals([options.status, options.headers.get("allow")], [204, "GET"]);
});

Deno.test("a file without a usable export fails when it is asked for", async () => {
  await withProject({ "routes/empty.ts": "export const nothing = true;" }, async (root) => {
    const app = new App().fsRoutes();
    (await new Builder({ root }).build({ snapshot: "memory" }))(app);
    const errors = await collectConsoleErrors(async () => {
      assertEquals((await send(app, "/empty")).status, 500);
    });
    assertMatch(String(errors), /TypeError: A route file must export/);
  });
});

Deno.test("_error renders what a page throws, without headers added after next()", async () => {
  const { status, headers, body } = await fetchFixture("/admin/throws");
  assertEquals([status, headers.get("x-after")], [500, null]);
  assertMatch(body, /<main><p>error page: Error: thrown by a page<\/p><\/main>/);
  const missing = await fetchFixture("/missing");
  assertEquals(missing.status, 404);
  assertMatch(missing.body, /error page: 404/);
});

Deno.test("a route that is added before the file routes does not see their _error", async () => {
  const { status, body } = await fetchFixture("/coded");
  assertEquals([status, body], [418, "I'm a Teapot"]);
});

Deno.test("a page with islands ends in one script and announces what that loads", async () => {
  const { headers, body } = await fetchFixture("/admin/values");
  assertEquals(body.match(/<script/g)?.length, 1);
  assertMatch(body, /boot\(\{Values\},".*"\);<\/script><\/body><\/html>$/);
  const folder = /_fresh\/js\/([0-9a-f]{40})\//.exec(body)?.[1];
  assertEquals(
    headers.get("link"),
    `</_fresh/js/${folder}/fresh-runtime.js>; rel="modulepreload"; as="script", ` +
      `</_fresh/js/${folder}/Values.js>; rel="modulepreload"; as="script"`,
  );
});

Deno.test("only the outermost island is marked, and slots inside one are marked again", async () => {
  const { body } = await fetchFixture("/islands");
  const markers = [...body.matchAll(/<!--frsh:island:(\w+):/g)].map(([, name]) => name);
  assertEquals(markers, [
    "Counter",
    "Counter",
    "disclosure_panel",
    "Stamp",
    "disclosure_panel",
    "Title",
    "Later",
    "Counter",
  ]);
  assertMatch(body, /<template id="frsh-\d+-children"><b>second<\/b><\/template>/);
});
