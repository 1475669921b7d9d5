import { withKey } from "../../server/visitors/signed_ids.ts";
import { assertEquals, assertMatch } from "@std/assert";
import type { EventView, GenerationView } from "../../contract/generation.ts";
import { StorageError } from "../../server/errors.ts";
import { finishedView, VIDEO, viewWith } from "../server/pages/generation_views.ts";
import { type ScriptedLounge, startScriptedLounge } from "./scripted_lounge.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const LIFE: readonly EventView[] = [
  { type: "queued" },
  { type: "started", attempt: 1 },
  { type: "saving" },
  { type: "succeeded", video: VIDEO, charged: "no" },
];

/** A generation that has come as far as its first `count` events. */
function live(lounge: ScriptedLounge, count: number): void {
  const isDone = count === LIFE.length;
  const view = isDone ? finishedView() : viewWith({ lastEvent: count });
  const generation = lounge.generations.put(view, lounge.visitor.id);
  for (let seq = generation.events.length + 1; seq <= count; seq++) {
    const event = LIFE[seq - 1];
    if (event) generation.events.push({ seq, at: 1000 + seq, event });
  }
  lounge.generations.wake();
}

/** The numbers of the events in a stream's text. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq));
}

Deno.test("a finished generation's events are replayed whole, then the stream ends", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 4);
  const response = await lounge.ask(`/v/${ID}/events`);
  assertEquals(response.status, 200);
  assertMatch(response.headers.get("content-type") ?? "", /^text\/event-stream/);
  assertEquals(response.headers.get("x-accel-buffering"), "no");
  const text = await response.text();
  assertMatch(
    text,
    /^retry: 2000\n\nid: 1\nevent: queued\ndata: \{"at":1001,"type":"queued"\}\n\n/,
  );
  assertEquals(numbersIn(text), [1, 2, 3, 4]);
});

/** What the stream's views say, in their order. */
function viewsIn(text: string): GenerationView[] {
  return [...text.matchAll(/\n\nevent: view\ndata: (.*)\n\n/g)].map(([, data = ""]) =>
    JSON.parse(data)
  );
}

Deno.test("after its events comes the view that the page itself answers, without a number", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 4);
  const text = await (await lounge.ask(`/v/${ID}/events`)).text();
  assertEquals(viewsIn(text), [await (await lounge.ask(`/v/${ID}`)).json()]);
  assertMatch(text, /\nid: 4\nevent: succeeded\ndata: .*\n\nevent: view\ndata: .*\n\n$/);
});

Deno.test("the view is the caller's own: a key opens it for reading only", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 4);
  const { signatures } = lounge.services;
  const keyed = withKey(`/v/${ID}/events`, { id: ID, signatures, now: Date.now() });
  const headers = { accept: "application/json" };
  const byKey = await (await fetch(lounge.url + keyed)).text();
  const page = await (await fetch(lounge.url + keyed.replace("/events", ""), { headers })).json();
  assertEquals(viewsIn(byKey), [page]);
  const own = await (await lounge.ask(`/v/${ID}/events`)).text();
  assertEquals([viewsIn(byKey)[0]?.isOwner, viewsIn(own)[0]?.isOwner], [false, true]);
});

Deno.test("events arrive as they happen", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 1);
  const response = await lounge.ask(`/v/${ID}/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let count = 1; count <= 4; count++) {
    live(lounge, count);
    while (numbersIn(text).length < count) text += (await reader?.read())?.value ?? "";
    assertEquals(numbersIn(text), [1, 2, 3, 4].slice(0, count));
  }
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    text += read.value;
  }
  assertEquals(viewsIn(text).at(-1)?.state, "succeeded");
  assertEquals(numbersIn(text), [1, 2, 3, 4]);
});

for (
  const [position, expected] of [
    ["0", [1, 2, 3, 4]],
    ["1", [2, 3, 4]],
    ["3", [4]],
    ["99", [1, 2, 3, 4]],
    ["-1", [1, 2, 3, 4]],
    ["two", [1, 2, 3, 4]],
    ["1e0", [1, 2, 3, 4]],
  ] as const
) {
  Deno.test(`Last-Event-ID: ${position} is followed by ${expected.join(", ")}`, async () => {
    await using lounge = await startScriptedLounge();
    live(lounge, 4);
    const byHeader = await lounge.ask(`/v/${ID}/events`, {
      headers: { "last-event-id": position },
    });
    assertEquals(numbersIn(await byHeader.text()), [...expected]);
    const byQuery = await lounge.ask(`/v/${ID}/events?after=${position}`);
    assertEquals(numbersIn(await byQuery.text()), [...expected]);
  });
}

Deno.test("dropped after every event, the stream repeats nothing and leaves nothing out", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 1);
  const seen: number[] = [];
  while (seen.length < 4) {
    const headers = { "last-event-id": String(seen.at(-1) ?? "") };
    const response = await lounge.ask(`/v/${ID}/events`, { headers });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (numbersIn(text).length === 0) text += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    seen.push(...numbersIn(text));
    live(lounge, Math.min(4, seen.length + 1));
  }
  assertEquals(seen, [1, 2, 3, 4]);
});

Deno.test("the header counts more than the address, which a browser never changes", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 4);
  const headers = { "last-event-id": "3" };
  const response = await lounge.ask(`/v/${ID}/events?after=1`, { headers });
  assertEquals(numbersIn(await response.text()), [4]);
});

Deno.test("a client that has seen the final event is told not to come back", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 4);
  const headers = { "last-event-id": "4" };
  const response = await lounge.ask(`/v/${ID}/events`, { headers });
  assertEquals([response.status, await response.text()], [204, ""]);
});

Deno.test("the stream opens with a key in place of the cookie", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 4);
  const { signatures } = lounge.services;
  const keyed = withKey(`/v/${ID}/events`, { id: ID, signatures, now: Date.now() });
  const response = await fetch(lounge.url + keyed);
  assertEquals(numbersIn(await response.text()), [1, 2, 3, 4]);
});

Deno.test("whoever watches a generation that is erased is told, and then gets 410", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 1);
  const response = await lounge.ask(`/v/${ID}/events`);
  await lounge.generations.erase(ID, { visitorId: lounge.visitor.id });
  const [, data = "{}"] = /\nevent: problem\ndata: (.*)\n\n$/.exec(await response.text()) ?? [];
  assertEquals(JSON.parse(data).code, "erased");
  const again = await lounge.ask(`/v/${ID}/events`);
  assertEquals([again.status, (await again.json()).code], [410, "erased"]);
});

Deno.test("a stream that a restart ends just ends, so that the client comes back", async () => {
  await using lounge = await startScriptedLounge();
  live(lounge, 1);
  lounge.generations.follow = () =>
    Promise.reject(new StorageError("restarting", {}, { retryable: true }));
  const response = await lounge.ask(`/v/${ID}/events`);
  assertEquals(await response.text(), "retry: 2000\n\n");
});
