import { assertEquals } from "@std/assert";
import { App } from "fresh";
import { collectConsoleErrors, send } from "./answers.ts";

function named(name: string) {
  return () => new Response(name);
}

Deno.test("an exact path comes before patterns, whatever their order", async () => {
  const app = new App().get("/:page", named("pattern")).get("/about", named("exact"));
  assertEquals((await send(app, "/about")).body, "exact");
  assertEquals((await send(app, "/other")).body, "pattern");
});

Deno.test("an exact path also answers with a slash more or less, a pattern does not", async () => {
  const app = new App().get("/about", named("about")).get("/api/:name", named("api"));
  assertEquals((await send(app, "/about/")).status, 200);
  assertEquals((await send(app, "/api/bob")).status, 200);
  assertEquals((await send(app, "/api/bob/")).status, 404);
});

Deno.test("a rest parameter matches the bare folder, but not with a slash at its end", async () => {
  const app = new App().get("/files/:path*", (ctx) => ctx.text(`<${ctx.params.path}>`));
  assertEquals((await send(app, "/files")).body, "<>");
  assertEquals((await send(app, "/files/a/b")).body, "<a/b>");
  assertEquals((await send(app, "/files/")).status, 404);
});

Deno.test("the pattern * takes every path", async () => {
  const app = new App({ basePath: "/base" }).get("/a", named("a")).get("*", named("any"));
  assertEquals((await send(app, "/base/a")).body, "a");
  assertEquals((await send(app, "/base/b/c")).body, "any");
  assertEquals((await send(app, "/base/")).body, "any");
});

Deno.test("parameters are decoded, except for escaped slashes", async () => {
  const app = new App().get("/:name", (ctx) => ctx.text(ctx.params.name ?? ""));
  assertEquals((await send(app, "/gr%C3%BC%C3%9Fe%20%2F")).body, "grüße %2F");
});

Deno.test("the first pattern that fits decides, even if it lacks the method", async () => {
  const app = new App().post("/:first", named("first")).get("/:second", named("second"));
  assertEquals((await send(app, "/x")).status, 405);
  assertEquals((await send(app, "/x", { method: "POST" })).body, "first");
});

Deno.test("the first registration of a pattern and method wins", async () => {
  const app = new App().get("/a", named("one")).get("/a", named("two")).post("/a", named("three"));
  assertEquals((await send(app, "/a")).body, "one");
  assertEquals((await send(app, "/a", { method: "POST" })).body, "three");
});

Deno.test("HEAD is answered by GET without its body", async () => {
  const app = new App()
    .get("/a", () => new Response("body", { headers: { "x-a": "1" } }))
    .get("/b", named("get"))
    .head("/b", () => new Response("head", { headers: { "x-b": "2" } }));
  const byGet = await send(app, "/a", { method: "HEAD" });
  assertEquals([byGet.status, byGet.body, byGet.headers.get("x-a")], [200, "", "1"]);
  const byHead = await send(app, "/b", { method: "HEAD" });
  assertEquals([byHead.body, byHead.headers.get("x-b")], ["", "2"]);
});

Deno.test("OPTIONS names the methods of a route that has no handler for it", async () => {
  const app = new App().get("/a", named("get")).delete("/a", named("delete"));
  const answer = await send(app, "/a", { method: "OPTIONS" });
  assertEquals([answer.status, answer.headers.get("allow")], [204, "GET, DELETE"]);
});

Deno.test("each method's function registers that method, and all() every one", async () => {
  const app = new App()
    .put("/a", named("put"))
    .patch("/a", named("patch"))
    .delete("/a", named("delete"))
    .all("/any", (ctx) => ctx.text(ctx.req.method));
  assertEquals((await send(app, "/a", { method: "PUT" })).body, "put");
  assertEquals((await send(app, "/a", { method: "PATCH" })).body, "patch");
  assertEquals((await send(app, "/a", { method: "DELETE" })).body, "delete");
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    assertEquals((await send(app, "/any", { method })).body, method);
  }
});

Deno.test("a route with a component or one function for all takes every method", async () => {
  const app = new App()
    .route("/page", { component: () => "page" })
    .route("/function", { handler: (ctx) => ctx.text(ctx.req.method) });
  for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) {
    assertEquals((await send(app, "/page", { method })).status, 200);
    assertEquals((await send(app, "/function", { method })).body, method);
  }
});

Deno.test("a route with handlers by method takes those, and GET for its component", async () => {
  const app = new App().route("/form", {
    component: () => "the form",
    handler: { POST: () => new Response("sent") },
  });
  assertEquals((await send(app, "/form")).body.includes("the form"), true);
  assertEquals((await send(app, "/form", { method: "POST" })).body, "sent");
  assertEquals((await send(app, "/form", { method: "PUT" })).status, 405);
});

Deno.test("a lazy route is loaded when the first request needs it", async () => {
  let loads = 0;
  const app = new App().route("/lazy", () => {
    loads++;
    return Promise.resolve({ handler: named("lazy") });
  });
  const handler = app.handler();
  assertEquals(loads, 0);
  await handler(new Request("http://localhost/lazy"));
  const response = await handler(new Request("http://localhost/lazy"));
  assertEquals(await response.text(), "lazy");
  assertEquals(loads, 1);
});

Deno.test("ctx.route is the pattern that matched, or null", async () => {
  const app = new App()
    .use((ctx) => ctx.route === null ? ctx.text("no route") : ctx.next())
    .get("/a/:id", (ctx) => ctx.text(ctx.route ?? ""));
  assertEquals((await send(app, "/a/1")).body, "/a/:id");
  assertEquals((await send(app, "/b")).body, "no route");
});

Deno.test("a method that no route can have is a bare 500 where the address exists, seen by no middleware", async () => {
  let calls = 0;
  const app = new App().use((ctx) => {
    calls++;
    return ctx.next();
  }).get("/a", named("a"));
  const errors = await collectConsoleErrors(async () => {
    const { status, body } = await send(app, "/a", { method: "BREW" });
    assertEquals([status, body, calls], [500, "Internal server error", 0]);
  });
  assertEquals(errors.length, 1);
  assertEquals((await send(app, "/b", { method: "BREW" })).status, 404);
});
