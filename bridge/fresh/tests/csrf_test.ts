import { assertEquals } from "@std/assert";
import { App, csrf, type CsrfOptions } from "fresh";
import { send } from "./answers.ts";

async function statusOf(
  headers: Record<string, string>,
  { method = "POST", ...options }: CsrfOptions<unknown> & { method?: string } = {},
): Promise<number> {
  const app = new App().use(csrf(options)).all("/", () => new Response());
  return (await send(app, "/", { method, headers })).status;
}

Deno.test("csrf() lets methods pass that change nothing", async () => {
  const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  for (const method of ["GET", "HEAD", "OPTIONS"]) {
    assertEquals(await statusOf(headers, { method }), 200, method);
  }
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    assertEquals(await statusOf(headers, { method }), 403, method);
  }
});

Deno.test("csrf() goes by Sec-Fetch-Site where the browser sends it", async () => {
  assertEquals(await statusOf({ "sec-fetch-site": "same-origin" }), 200);
  assertEquals(await statusOf({ "sec-fetch-site": "none" }), 200);
  assertEquals(await statusOf({ "sec-fetch-site": "same-site" }), 403);
  assertEquals(await statusOf({ "sec-fetch-site": "cross-site" }), 403);
});

Deno.test("csrf() goes by Origin otherwise, and lets pass what has neither", async () => {
  assertEquals(await statusOf({}), 200);
  assertEquals(await statusOf({ origin: "http://localhost" }), 200);
  assertEquals(await statusOf({ origin: "https://evil.example" }), 403);
  assertEquals(await statusOf({ origin: "null" }), 403);
});

Deno.test("csrf() takes other origins as text, list or function", async () => {
  const headers = { "sec-fetch-site": "cross-site", origin: "https://a.example" };
  const choices: CsrfOptions<unknown>["origin"][] = [
    "https://a.example",
    ["https://b.example", "https://a.example"],
    (origin, ctx) => origin.endsWith("a.example") && ctx.url.pathname === "/",
  ];
  for (const origin of choices) {
    assertEquals(await statusOf(headers, { origin }), 200);
    assertEquals(await statusOf({ ...headers, origin: "https://c.example" }, { origin }), 403);
  }
});
