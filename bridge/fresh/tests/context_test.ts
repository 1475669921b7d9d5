import { assertEquals } from "@std/assert";
import { App, type Context } from "fresh";
import { send } from "./answers.ts";

function answering(handler: (ctx: Context<unknown>) => Response) {
  return send(new App().get("/", handler), "/?q=1");
}

Deno.test("text(), html() and json() set their content types", async () => {
  const text = await answering((ctx) => ctx.text("hello", { status: 201 }));
  assertEquals([text.status, text.body], [201, "hello"]);
  assertEquals(text.headers.get("content-type"), "text/plain;charset=UTF-8");
  const html = await answering((ctx) => ctx.html("<b>"));
  assertEquals([html.body, html.headers.get("content-type")], ["<b>", "text/html; charset=utf-8"]);
  const json = await answering((ctx) => ctx.json({ a: 1 }));
  assertEquals([json.body, json.headers.get("content-type")], ['{"a":1}', "application/json"]);
});

Deno.test("a context starts with an empty state, no error, no data and the app's settings", async () => {
  const app = new App({ mode: "development" }).get("/", (ctx) => {
    const { state, error, data, params, isPartial, config } = ctx;
    return ctx.json({ state, error, data: data === undefined, params, isPartial, config });
  });
  assertEquals(JSON.parse((await send(app, "/")).body), {
    state: {},
    error: null,
    data: true,
    params: {},
    isPartial: false,
    config: { root: ".", basePath: "", mode: "development", trustProxy: false },
  });
});

Deno.test("info holds the connection's addresses, made up when a test leaves them out", async () => {
  const app = new App().get("/", (ctx) => ctx.json(ctx.info.remoteAddr));
  const remoteAddr = { transport: "tcp", hostname: "localhost", port: 1234 };
  assertEquals(JSON.parse((await send(app, "/")).body), remoteAddr);
});
