import { assertEquals, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import {
  eventsAddress,
  fetchView,
  openViews,
  postCancel,
  postLook,
  postRetry,
  RefusedError,
} from "../../../islands/following/generation_calls.ts";
import type { GenerationView } from "../../../contract/generation.ts";
import { EVENTS, PROBLEM, QUEUED, serverView } from "./following_fixtures.ts";

/** Serves `answer` and remembers what was asked. */
function serve(answer: (request: Request) => Response) {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname} ${request.headers.get("accept")}`);
    return answer(request);
  });
  return {
    page: `http://127.0.0.1:${server.addr.port}/v/1`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("a view comes as JSON with the server's clock", async () => {
  using _time = new FakeTime("2026-11-30T12:00:00Z");
  await using server = serve(() =>
    Response.json(QUEUED, { headers: { date: "Mon, 30 Nov 2026 12:01:30 GMT" } })
  );
  const { view, clockAheadMs } = await fetchView(server.page);
  assertEquals(view, QUEUED);
  assertEquals(clockAheadMs, 90_000);
  assertEquals(server.asked, ["GET /v/1 application/json"]);
});

Deno.test("cancel, retry and another look are asked for at the generation's own addresses", async () => {
  await using server = serve(() => Response.json({ page: "/v/2" }, { status: 202 }));
  await postCancel(server.page);
  assertEquals((await postRetry(server.page)).page, "/v/2");
  assertEquals((await postLook(server.page)).page, "/v/2");
  assertEquals(server.asked, [
    "POST /v/1/cancel application/json",
    "POST /v/1/retry application/json",
    "POST /v/1/look application/json",
  ]);
});

Deno.test("a problem becomes a refusal with its sentence, its charge and its page", async () => {
  await using server = serve(() => Response.json(PROBLEM, { status: 502 }));
  const refusal = await assertRejects(() => fetchView(server.page), RefusedError, PROBLEM.detail);
  assertEquals(refusal.fault, {
    detail: PROBLEM.detail,
    charged: "no",
    explanation: PROBLEM.type,
    status: 502,
    next: PROBLEM.next,
  });
});

Deno.test("an answer that is no problem document becomes a general sentence", async () => {
  await using server = serve(() => new Response("<html>Bad gateway</html>", { status: 502 }));
  await assertRejects(() => fetchView(server.page), RefusedError, "status 502");
});

Deno.test("only refusals that stay are for good", () => {
  const isForGood = (status: number) =>
    new RefusedError({ detail: "", explanation: "/problems/erased", status }).isForGood;
  assertEquals([404, 410, 403].map(isForGood), [true, true, true]);
  assertEquals([408, 429, 500, 502, 507].map(isForGood), [false, false, false, false, false]);
  const ofProxy = new RefusedError({ detail: "", status: 404 });
  assertEquals(ofProxy.isForGood, false, "a page that is not the lounge's own");
});

Deno.test("views come out of a real stream, whatever events stand between them", async () => {
  await using server = serve(() =>
    new Response(
      ": hello\n\nretry: 60000\n\n" + EVENTS.map(({ seq, at, event }) =>
        `id: ${seq}\nevent: ${event.type}\ndata: ${JSON.stringify({ at, ...event })}\n\n` +
        `event: view\ndata: ${JSON.stringify(serverView(seq))}\n\n`
      ).join(""),
      { headers: { "content-type": "text/event-stream" } },
    )
  );
  const heard: GenerationView[] = [];
  const close = await new Promise<() => void>((resolve) => {
    const end = openViews(server.page, {
      onView: (view) => heard.push(view),
      onBreak: () => resolve(end),
    });
  });
  close();
  assertEquals(heard, EVENTS.map(({ seq }) => serverView(seq)));
  assertEquals(server.asked, ["GET /v/1/events text/event-stream"]);
});

Deno.test("the key that opens a page opens its events too", () => {
  assertEquals(eventsAddress("/v/1"), "/v/1/events");
  assertEquals(eventsAddress("/v/1?key=a"), "/v/1/events?key=a");
});
