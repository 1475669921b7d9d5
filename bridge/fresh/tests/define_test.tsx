import { assertEquals } from "@std/assert";
import {
  App,
  type Context,
  createDefine,
  type Define,
  type HandlerByMethod,
  type HandlerFn,
  page,
  type PageProps,
  type PageResponse,
  type RouteData,
  type RouteHandler,
} from "fresh";
import { send } from "./answers.ts";

interface State {
  user: string;
}

const define: Define<State> = createDefine<State>();

/** Compiles only if both types are the same. */
function assertSameType<A, B>(
  _proof: [A, B] extends [B, A] ? ([B, A] extends [A, B] ? true : false) : false,
): void {}

Deno.test("define's functions return what they are given", () => {
  const handler = () => new Response();
  const component = () => <p />;
  assertEquals(define.handlers(handler), handler);
  assertEquals(define.middleware(handler), handler);
  assertEquals(define.page(component), component);
  assertEquals(define.layout(component), component);
});

Deno.test("page<typeof handler> infers its data from every page() of the handlers", () => {
  const handler = define.handlers({
    async GET(ctx) {
      if (ctx.state.user === "") return ctx.redirect("/");
      return await Promise.resolve(page({ items: [1, 2] }));
    },
    POST(ctx) {
      return page({ problem: ctx.state.user }, { status: 422 });
    },
    DELETE: () => new Response(null, { status: 204 }),
  });
  assertSameType<RouteData<typeof handler>, { items: number[] } | { problem: string }>(true);
  define.page<typeof handler>(({ data, state }) => {
    assertSameType<typeof data, { items: number[] } | { problem: string }>(true);
    assertSameType<typeof state, State>(true);
    return "items" in data ? data.items.length : data.problem;
  });
});

Deno.test("page<typeof handler> infers its data from a single function", () => {
  const handler = define.handlers((ctx) => page(ctx.state.user.length));
  assertSameType<RouteData<typeof handler>, number>(true);
  const withoutData = define.handlers({ GET: () => page() });
  assertSameType<RouteData<typeof withoutData>, undefined>(true);
});

Deno.test("handlers can be typed without define", () => {
  const byFunction: HandlerFn<string, State> = (ctx) => page(ctx.state.user);
  const byMethod: HandlerByMethod<string, State> = { GET: byFunction };
  const either: RouteHandler<string, State>[] = [byFunction, byMethod];
  assertSameType<RouteData<typeof byFunction>, string>(true);
  assertSameType<Parameters<typeof byFunction>, [ctx: Context<State>]>(true);
  assertEquals(either.length, 2);
});

Deno.test("page() holds data, status and headers", () => {
  const headers = { "x-a": "1" };
  const response: PageResponse<string> = page("data", { status: 201, headers });
  assertEquals(response, { data: "data", status: 201, headers });
  assertEquals(page(), { data: undefined, status: undefined, headers: undefined });
});

Deno.test("a handler's page() reaches the component, with status and headers", async () => {
  const handler = define.handlers({
    GET: () => page("Ada", { status: 203, headers: { "x-a": "1", "content-type": "text/plain" } }),
    POST: () => page("Grace", { headers: [["x-a", "2"]] }),
  });
  const component = ({ data }: PageProps<string, State>) => <p>{data}</p>;
  const app = new App<State>().route("/", { handler, component });
  const first = await send(app, "/");
  assertEquals([first.status, first.headers.get("x-a")], [203, "1"]);
  assertEquals(first.headers.get("content-type"), "text/html; charset=utf-8");
  assertEquals(first.body.includes("<p>Ada</p>"), true);
  const second = await send(app, "/", { method: "POST" });
  assertEquals([second.status, second.headers.get("x-a")], [200, "2"]);
  assertEquals(second.body.includes("<p>Grace</p>"), true);
});

Deno.test("page() without a component answers with an empty document", async () => {
  const answer = await send(new App().route("/", { handler: () => page({ a: 1 }) }), "/");
  assertEquals(answer.status, 200);
  assertEquals(answer.body.includes("<body></body>"), true);
});
