import { assertEquals, assertStringIncludes } from "@std/assert";
import { App } from "fresh";
import { PageHead } from "../../components/PageHead.tsx";
import type { State } from "../../server/app_state.ts";
import Layout from "../../routes/_layout.tsx";
import { startLounge } from "../lounge.ts";

Deno.test("an error page has its frame before anything is known of the request", async () => {
  const page = <PageHead title="Broken" description="It broke." path="/x" indexed={false} />;
  const app = new App<State>().layout("*", Layout).get("/", (ctx) => ctx.render(page));
  const html = await (await app.handler()(new Request("https://lounge.example/"))).text();
  assertStringIncludes(html, '<link rel="canonical" href="https://lounge.example/x"');
  assertStringIncludes(html, '<a href="/account"');
  assertStringIncludes(html, "<footer");
});

Deno.test("every page has the same bar, main part and footer", async () => {
  await using lounge = await startLounge({ SITE_URL: "https://lounge.example" });
  const headers = { accept: "text/html" };
  for (const path of ["/", "/library", "/account", "/status", "/examples", "/problems", "/x"]) {
    const html = await (await fetch(lounge.url + path, { headers })).text();
    const parts = [...html.matchAll(/<(header|main|footer)[ >]/g)].map(([, name]) => name);
    assertEquals(parts, ["header", "main", "footer"], path);
    assertStringIncludes(html, '<link rel="canonical" href="https://lounge.example/');
  }
});
