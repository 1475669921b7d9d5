import { assertEquals } from "@std/assert";
import { App, HttpError, type PageProps } from "fresh";
import { send } from "./answers.ts";

const EMPTY_HEAD = '<head><meta charset="utf-8"/></head>';

function Wrapper({ Component }: PageProps) {
  return (
    <html lang="en">
      <head>
        <title>App</title>
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}

function Layout({ Component }: PageProps) {
  return (
    <main>
      <Component />
    </main>
  );
}

async function bodyOf<State>(app: App<State>, path = "/"): Promise<string> {
  return (await send(app, path)).body;
}

Deno.test("missing html, head and body are wrapped around what was rendered", async () => {
  assertEquals(
    await bodyOf(new App().get("/", (ctx) => ctx.render(<p>hi</p>))),
    `<!DOCTYPE html><html>${EMPTY_HEAD}<body><p>hi</p></body></html>`,
  );
});

Deno.test("an app wrapper with html and body but no head gets one in front", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <html>
        <body>
          <Component />
        </body>
      </html>
    ))
    .get("/", (ctx) => ctx.render(<p>hi</p>));
  assertEquals(
    await bodyOf(app),
    `<!DOCTYPE html>${EMPTY_HEAD}<html><body><p>hi</p></body></html>`,
  );
});

Deno.test("the app wrapper and layouts enclose what is rendered after them", async () => {
  const page = '<html lang="en"><head><title>App</title></head><body>';
  const app = new App()
    .get("/before", (ctx) => ctx.render(<p>hi</p>))
    .appWrapper(Wrapper)
    .layout("*", Layout)
    .layout("/a", ({ Component }) => (
      <section>
        <Component />
      </section>
    ))
    .get("/after", (ctx) => ctx.render(<p>hi</p>))
    .get("/a", (ctx) => ctx.render(<p>hi</p>));
  assertEquals((await bodyOf(app, "/before")).includes("<main>"), false);
  assertEquals(
    await bodyOf(app, "/after"),
    `<!DOCTYPE html>${page}<main><p>hi</p></main></body></html>`,
  );
  assertEquals(
    await bodyOf(app, "/a"),
    `<!DOCTYPE html>${page}<main><section><p>hi</p></section></main></body></html>`,
  );
});

Deno.test("layouts and routes can leave out what encloses them", async () => {
  const config = { skipAppWrapper: true, skipInheritedLayouts: true };
  const app = new App()
    .appWrapper(Wrapper)
    .layout("*", Layout)
    .layout("/plain", ({ Component }) => (
      <div>
        <Component />
      </div>
    ), config)
    .get("/plain", (ctx) => ctx.render(<p>hi</p>))
    .route("/route", { component: () => <p>hi</p>, config })
    .get("/render", (ctx) => ctx.render(<p>hi</p>, {}, config));
  const plain = (body: string) => `<!DOCTYPE html><html>${EMPTY_HEAD}<body>${body}</body></html>`;
  assertEquals(await bodyOf(app, "/plain"), plain("<div><p>hi</p></div>"));
  assertEquals(await bodyOf(app, "/route"), plain("<p>hi</p>"));
  assertEquals(await bodyOf(app, "/render"), plain("<p>hi</p>"));
});

Deno.test("async components are awaited from the page outwards, sync ones run inwards", async () => {
  const order: string[] = [];
  const app = new App()
    .appWrapper(async ({ Component }) => {
      order.push("async app");
      return await Promise.resolve(<Component />);
    })
    .layout("*", async ({ Component, data }) => {
      order.push(`async layout with ${data}`);
      return await Promise.resolve(<Component />);
    })
    .layout("/a", ({ Component }) => {
      order.push("sync layout");
      return <Component />;
    })
    .route("/a", {
      component: async () => {
        order.push("async page");
        return await Promise.resolve(<p>hi</p>);
      },
    });
  assertEquals((await bodyOf(app, "/a")).includes("<p>hi</p>"), true);
  assertEquals(order, ["async page", "async layout with null", "async app", "sync layout"]);
});

Deno.test("an async page, layout or app wrapper may answer with a response", async () => {
  // deno-lint-ignore require-await -- only async functions may answer by themselves
  const answer = async () => new Response("from a component", { status: 202 });
  const component = () => <p />;
  const apps = [
    new App().route("/", { component: answer }),
    new App().layout("*", answer).route("/", { component }),
    new App().appWrapper(answer).route("/", { component }),
  ];
  for (const app of apps) {
    const { status, body } = await send(app, "/");
    assertEquals([status, body], [202, "from a component"]);
  }
});

Deno.test("an error page renders inside the layouts of the segment that caught the error", async () => {
  const app = new App()
    .layout("*", Layout)
    .onError("*", { component: ({ error }) => <p>{String(error)}</p> })
    .layout("/a", ({ Component }) => (
      <section>
        <Component />
      </section>
    ))
    .get("/a", () => {
      throw new HttpError(410, "gone");
    });
  const { status, body } = await send(app, "/a");
  assertEquals(status, 410);
  assertEquals(body.includes("<main><p>HttpError: gone</p></main>"), true);
});

Deno.test("an error page's handler may set another status", async () => {
  const app = new App()
    .onError("*", { handler: () => ({ data: null, status: 503 }), component: () => <p>later</p> })
    .get("/", () => {
      throw new Error("boom");
    });
  assertEquals((await send(app, "/")).status, 503);
});

Deno.test("render() takes status and headers, but the content is always HTML", async () => {
  const app = new App().get("/", (ctx) => {
    const headers = new Headers({ "content-type": "text/plain", "x-a": "1" });
    return ctx.render(<p />, { status: 418, headers });
  });
  const { status, headers } = await send(app, "/");
  assertEquals([status, headers.get("x-a")], [418, "1"]);
  assertEquals(headers.get("content-type"), "text/html; charset=utf-8");
  assertEquals(headers.get("cache-control"), null);
});

Deno.test("render() takes JSX or null, and nothing else", async () => {
  const nothing = undefined as unknown as null;
  const app = new App().onError("*", (ctx) => ctx.text(String(ctx.error), { status: 500 }))
    .get("/null", (ctx) => ctx.render(null))
    .get("/nothing", (ctx) => ctx.render(nothing));
  assertEquals((await send(app, "/null")).status, 200);
  assertEquals((await send(app, "/nothing")).body, "TypeError: render() takes JSX or null.");
});
