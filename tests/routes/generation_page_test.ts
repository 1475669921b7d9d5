import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { finishedView, viewWith } from "../server/pages/generation_views.ts";
import { type ScriptedLounge, startScriptedLounge } from "./scripted_lounge.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const HTML = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

async function startWith(view = viewWith()): Promise<ScriptedLounge> {
  const lounge = await startScriptedLounge();
  lounge.generations.put(view, lounge.visitor.id);
  return lounge;
}

function post(lounge: ScriptedLounge, path: string, init: {
  readonly fields?: Record<string, string>;
  readonly headers?: Record<string, string>;
} = {}) {
  const body = new URLSearchParams(init.fields ?? {});
  return lounge.ask(path, { method: "POST", body, headers: init.headers ?? {} });
}

Deno.test("GET /v/<id> answers its owner with the state as JSON", async () => {
  await using lounge = await startWith();
  const response = await lounge.ask(`/v/${ID}`);
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("cache-control"), "private, no-store");
  assertMatch(response.headers.get("vary") ?? "", /Accept, Cookie/);
  assertEquals(response.headers.get("x-robots-tag"), "noindex");
  assertEquals(await response.json(), viewWith());
});

Deno.test("GET /v/<id> answers a browser, and whoever does not say, with the page", async () => {
  await using lounge = await startWith();
  for (const accept of [HTML.accept, "*/*"]) {
    const response = await lounge.ask(`/v/${ID}`, { headers: { accept } });
    assertMatch(response.headers.get("content-type") ?? "", /^text\/html/, accept);
    assertEquals(response.headers.get("cache-control"), "private, no-store");
    assertEquals(response.headers.get("x-robots-tag"), "noindex");
    assertMatch(await response.text(), /<!DOCTYPE html>/i);
  }
});

Deno.test("a stranger hears of a generation as if it did not exist", async () => {
  await using lounge = await startWith();
  for (const id of [ID, crypto.randomUUID(), "nonsense"]) {
    for (const path of [`/v/${id}`, `/v/${id}/events`, `/v/${id}/receipt`, `/v/${id}/embed`]) {
      const response = await lounge.ask(path, { headers: { cookie: "" } });
      assertEquals([response.status, (await response.json()).code], [404, "not-found"], path);
    }
  }
});

Deno.test("a wrong key opens nothing", async () => {
  await using lounge = await startWith();
  const response = await lounge.ask(`/v/${ID}?key=${"A".repeat(43)}`, { headers: { cookie: "" } });
  assertEquals([response.status, (await response.json()).code], [404, "not-found"]);
});

Deno.test("an erased generation is gone: 410", async () => {
  await using lounge = await startWith();
  const erased = await lounge.ask(`/v/${ID}`, { method: "DELETE" });
  assertEquals([erased.status, await erased.text()], [204, ""]);
  const response = await lounge.ask(`/v/${ID}`);
  assertEquals([response.status, (await response.json()).code], [410, "erased"]);
  const page = await lounge.ask(`/v/${ID}`, { headers: HTML });
  assertEquals(page.status, 410);
  assertMatch(await page.text(), /<!DOCTYPE html>/i);
});

Deno.test("the receipt can be read by itself", async () => {
  await using lounge = await startWith(finishedView());
  const response = await lounge.ask(`/v/${ID}/receipt`);
  assertEquals(response.status, 200);
  assertEquals(await response.json(), { id: ID, state: "succeeded", ...finishedView().receipt });
});

Deno.test("cancel answers a program with the state and leads a form to the page", async () => {
  await using lounge = await startWith();
  const form = await post(lounge, `/v/${ID}/cancel`, { headers: HTML });
  assertEquals([form.status, form.headers.get("location")], [303, `/v/${ID}`]);
  await form.body?.cancel();
  const program = await post(lounge, `/v/${ID}/cancel`);
  const { state, isCancelRequested } = await program.json();
  assertEquals([program.status, state, isCancelRequested], [200, "canceled", true]);
});

Deno.test("retry answers with the new generation, or leads there", async () => {
  await using lounge = await startWith(viewWith({ state: "canceled" }));
  const program = await post(lounge, `/v/${ID}/retry`);
  const started = await program.json();
  assertEquals([program.status, program.headers.get("location")], [202, started.page]);
  assert(lounge.generations.all.has(started.id) && started.id !== ID);
  assertStringIncludes(started.events, `${started.page}/events?key=`);
  const form = await post(lounge, `/v/${ID}/retry`, { headers: HTML });
  assertEquals(form.status, 303);
  assertMatch(form.headers.get("location") ?? "", /^\/v\/[0-9a-f-]{36}$/);
});

Deno.test("look answers a program with the state and leads a form to the page", async () => {
  await using lounge = await startWith(viewWith({ state: "failed" }));
  const program = await post(lounge, `/v/${ID}/look`);
  assertEquals([program.status, (await program.json()).state], [200, "running"]);
  const form = await post(lounge, `/v/${ID}/look`, { headers: HTML });
  assertEquals([form.status, form.headers.get("location")], [303, `/v/${ID}`]);
  await form.body?.cancel();
});

Deno.test("delete by form leads to the library", async () => {
  await using lounge = await startWith();
  const response = await post(lounge, `/v/${ID}/delete`, { headers: HTML });
  assertEquals([response.status, response.headers.get("location")], [303, "/library"]);
  assert(lounge.generations.erased.has(ID));
});

Deno.test("sharing is switched on and off, by form or JSON", async () => {
  await using lounge = await startWith(finishedView());
  const form = await post(lounge, `/v/${ID}/share`, { fields: { public: "true" }, headers: HTML });
  assertEquals([form.status, form.headers.get("location")], [303, `/v/${ID}`]);
  assertEquals(lounge.generations.all.get(ID)?.view.isPublic, true);
  const json = await lounge.ask(`/v/${ID}/share`, {
    method: "POST",
    body: JSON.stringify({ public: false }),
    headers: { "content-type": "application/json" },
  });
  assertEquals([json.status, (await json.json()).isPublic], [200, false]);
  const wrong = await post(lounge, `/v/${ID}/share`, { fields: { public: "yes" } });
  assertEquals([wrong.status, (await wrong.json()).code], [422, "invalid-setting"]);
});

Deno.test("actions answer a stranger as if the generation did not exist", async () => {
  await using lounge = await startWith(finishedView({ isPublic: true }));
  for (const action of ["cancel", "retry", "share", "delete"]) {
    const fields = { public: "false" };
    const response = await post(lounge, `/v/${ID}/${action}`, { fields, headers: { cookie: "" } });
    assertEquals([response.status, (await response.json()).code], [404, "not-found"], action);
  }
  const erase = await lounge.ask(`/v/${ID}`, { method: "DELETE", headers: { cookie: "" } });
  assertEquals([erase.status, (await erase.json()).code], [404, "not-found"]);
  assertEquals(lounge.generations.all.get(ID)?.view.isPublic, true);
});

Deno.test("other methods get 405 and Allow", async () => {
  await using lounge = await startWith();
  const expected = {
    "": "GET, HEAD, DELETE",
    "/events": "GET",
    "/cancel": "POST",
    "/receipt": "GET, HEAD",
  };
  for (const [path, allow] of Object.entries(expected)) {
    const response = await lounge.ask(`/v/${ID}${path}`, { method: "PUT" });
    await response.body?.cancel();
    assertEquals([response.status, response.headers.get("allow")], [405, allow], path);
  }
});
