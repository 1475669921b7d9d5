import { assertEquals, assertMatch } from "@std/assert";
import { App } from "fresh";
import { Head } from "fresh/runtime";
import { send } from "./answers.ts";

async function bodyOf<State>(app: App<State>, path = "/"): Promise<string> {
  return (await send(app, path)).body;
}

Deno.test("Head replaces the element of the same kind and adds the others", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <html>
        <head>
          <title>App</title>
          <meta name="description" content="app" />
          <meta key="theme" name="theme-color" content="black" />
        </head>
        <body>
          <Component />
        </body>
      </html>
    ))
    .get("/", (ctx) =>
      ctx.render(
        <div>
          <Head>
            <title>Page</title>
            <meta name="description" content="page" />
            <meta key="theme" name="theme-color" content="white" />
            <meta property="og:title" content="first" />
            <meta property="og:title" content="second" />
            <b>stays</b>
          </Head>
        </div>,
      ));
  assertEquals(
    await bodyOf(app),
    '<!DOCTYPE html><html><head><title>Page</title><meta name="description" content="page"/>' +
      '<meta name="theme-color" content="white" data-key="theme"/>' +
      '<meta property="og:title" content="second"/></head>' +
      "<body><div><b>stays</b></div></body></html>",
  );
});

Deno.test("Head in a constant node works for every request", async () => {
  const constant = (
    <Head>
      <title>Constant</title> <script>1</script>
    </Head>
  );
  const handler = new App().get("/", (ctx) => ctx.render(constant)).handler();
  const nonces = new Set<string | undefined>();
  for (let i = 0; i < 2; i++) {
    const html = await (await handler(new Request("http://localhost/"))).text();
    assertMatch(html, /<title>Constant<\/title><script nonce="[0-9a-f]{32}">1<\/script><\/head>/);
    nonces.add(/nonce="(.*?)"/.exec(html)?.[1]);
  }
  assertEquals(nonces.size, 2);
});

Deno.test("scripts and styles get the response's nonce unless they have one", async () => {
  const html = await bodyOf(
    new App().get("/", (ctx) =>
      ctx.render(
        <div>
          <script>1</script>
          <style nonce="own">{"a{}"}</style>
          <style>{"b{}"}</style>
        </div>,
      )),
  );
  const nonce = /<script nonce="([0-9a-f]{32})">1/.exec(html)?.[1];
  assertEquals(html.includes('<style nonce="own">a{}</style>'), true);
  assertEquals(html.includes(`<style nonce="${nonce}">b{}</style>`), true);
});

Deno.test("links are marked in a built app only", async () => {
  const app = new App().get("/a", (ctx) => ctx.render(<a href="/a">here</a>));
  assertMatch(await bodyOf(app, "/a"), /<a href="\/a">here<\/a>/);
});
