import { assertEquals, assertRejects } from "@std/assert";
import { App, HttpError, type Middleware } from "fresh";
import { collectConsoleErrors, send } from "./answers.ts";

interface Trail {
  trail?: string[];
}

function note(name: string): Middleware<Trail> {
  return (ctx) => {
    (ctx.state.trail ??= []).push(name);
    return ctx.next();
  };
}

const showTrail: Middleware<Trail> = (ctx) => ctx.json(ctx.state.trail ?? []);

Deno.test("middlewares run from the root segment inwards, however they were added", async () => {
  const app = new App<Trail>()
    .use("/a/b", note("inner"))
    .use("/a", note("outer"))
    .use(note("root"))
    .get("/a/b", note("route"), showTrail);
  assertEquals((await send(app, "/a/b")).body, '["root","outer","inner","route"]');
});

Deno.test("a request that no route takes meets the root middlewares only", async () => {
  const seen: string[] = [];
  const app = new App()
    .use((ctx) => {
      seen.push("root");
      return ctx.next();
    })
    .use("/a", (ctx) => {
      seen.push("nested");
      return ctx.next();
    })
    .post("/a/b", () => new Response("posted"));
  assertEquals((await send(app, "/a/missing")).status, 404);
  assertEquals((await send(app, "/a/b")).status, 405);
  assertEquals(seen, ["root", "root"]);
});

Deno.test("next() at the end of the chain throws at once, so that catch() on it sees nothing", async () => {
  const app = new App()
    .get("/try", async (ctx) => {
      try {
        return await ctx.next();
      } catch (error) {
        return new Response(`caught ${error instanceof HttpError && error.status}`);
      }
    })
    .get("/catch", (ctx) => ctx.next().catch(() => new Response("caught")));
  assertEquals((await send(app, "/try")).body, "caught 404");
  assertEquals((await send(app, "/catch")).body, "Not Found");
});

Deno.test("an unhandled HttpError answers with its message, or else the status text", async () => {
  const app = new App()
    .get("/named", () => {
      throw new HttpError(418, "short and stout");
    })
    .get("/unnamed", () => {
      throw new HttpError(403);
    });
  const named = await send(app, "/named");
  assertEquals([named.status, named.body], [418, "short and stout"]);
  const unnamed = await send(app, "/unnamed");
  assertEquals([unnamed.status, unnamed.body], [403, "Forbidden"]);
  assertEquals(new HttpError(403).message, "");
  assertEquals(new HttpError(403).name, "HttpError");
});

Deno.test("any other unhandled error is logged and answered with a bare 500", async () => {
  const failure = new Error("secret");
  const app = new App().get("/", () => {
    throw failure;
  });
  const errors = await collectConsoleErrors(async () => {
    const answer = await send(app, "/");
    assertEquals([answer.status, answer.body], [500, "Internal server error"]);
  });
  assertEquals(errors, [failure]);
});

Deno.test("a handler that returns no response is an error", async () => {
  const broken = (() => undefined) as unknown as () => Response;
  const errors = await collectConsoleErrors(async () => {
    assertEquals((await send(new App().get("/", broken), "/")).status, 500);
  });
  assertEquals(errors.length, 1);
});

Deno.test("onError answers what the routes after it throw, and the inner one comes first", async () => {
  const fail = () => {
    throw new Error("boom");
  };
  const app = new App()
    .get("/before", fail)
    .onError("*", (ctx) => new Response(`outer ${ctx.error}`, { status: 500 }))
    .onError("/a", (ctx) => {
      if (ctx.url.searchParams.has("fail")) throw new Error("the error page failed");
      return new Response("inner", { status: 503 });
    })
    .get("/after", fail)
    .get("/a/b", fail);
  await collectConsoleErrors(async () => {
    assertEquals((await send(app, "/before")).body, "Internal server error");
  });
  assertEquals((await send(app, "/after")).body, "outer Error: boom");
  assertEquals((await send(app, "/a/b")).body, "inner");
  assertEquals((await send(app, "/a/b?fail")).body, "outer Error: the error page failed");
});

Deno.test("what a middleware adds after next() is missing on error pages of its own segment", async () => {
  const app = new App()
    .onError("*", () => new Response("sorry", { status: 500 }))
    .use(async (ctx) => {
      const response = await ctx.next();
      response.headers.set("x-added", "yes");
      return response;
    })
    .get("/fine", () => new Response("fine"))
    .get("/broken", () => {
      throw new Error("boom");
    });
  assertEquals((await send(app, "/fine")).headers.get("x-added"), "yes");
  assertEquals((await send(app, "/broken")).headers.get("x-added"), null);
});

Deno.test("notFound wins over onError for every 404, wherever it was added", async () => {
  const app = new App()
    .notFound(() => new Response("replaced", { status: 404 }))
    .onError("*", () => new Response("error page", { status: 500 }))
    .get("/gone", () => {
      throw new HttpError(404);
    })
    .notFound((ctx) => new Response(`nothing at ${ctx.url.pathname}`, { status: 404 }));
  assertEquals((await send(app, "/gone")).body, "nothing at /gone");
  assertEquals((await send(app, "/missing")).body, "nothing at /missing");
});

Deno.test("a notFound route with only a component answers 200, an onError route keeps the status", async () => {
  const component = () => "page";
  const withNotFound = new App().notFound({ component });
  assertEquals((await send(withNotFound, "/missing")).status, 200);
  const withError = new App().onError("*", { component });
  assertEquals((await send(withError, "/missing")).status, 404);
});

Deno.test("basePath stands before every route and stays in ctx.url", async () => {
  const app = new App({ basePath: "/base" }).get("/a", (ctx) => ctx.text(ctx.url.pathname));
  assertEquals((await send(app, "/base/a")).body, "/base/a");
  assertEquals((await send(app, "/a")).status, 404);
});

Deno.test("trustProxy takes protocol and host from the proxy's headers", async () => {
  const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "example.com" };
  const origin = (app: App<unknown>) => app.get("/", (ctx) => ctx.text(ctx.url.origin));
  const trusting = await send(origin(new App({ trustProxy: true })), "/", { headers });
  assertEquals(trusting.body, "https://example.com");
  assertEquals((await send(origin(new App()), "/", { headers })).body, "http://localhost");
});

Deno.test("a malformed escape in a parameter makes the handler's promise reject", async () => {
  const app = new App().get("/:name", (ctx) => ctx.text(ctx.params.name ?? ""));
  await assertRejects(() => send(app, "/%E0%A4%A"), URIError);
});

Deno.test("listen() takes the given port and stops with its signal", async () => {
  const controller = new AbortController();
  const { promise: address, resolve } = Promise.withResolvers<Deno.NetAddr>();
  const listening = new App().get("/", () => new Response("served")).listen({
    port: 0,
    hostname: "127.0.0.1",
    signal: controller.signal,
    onListen: resolve,
  });
  const response = await fetch(`http://127.0.0.1:${(await address).port}/`);
  assertEquals(await response.text(), "served");
  controller.abort();
  await listening;
});
