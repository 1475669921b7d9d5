import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { AcceptedGeneration } from "../../contract/generation.ts";

import { InputError, LoungeError, StorageError } from "../../server/errors.ts";
import type { Submitted } from "../../server/generation/generations.ts";
import { ManualClock } from "../fakes/manual_clock.ts";
import { eventually } from "../patience.ts";
import { finishedView, viewWith } from "../server/pages/generation_views.ts";
import { type ScriptedLounge, startScriptedLounge } from "./scripted_lounge.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const ASYNC = { prefer: "respond-async" };

/** What every JPEG begins with; nobody here reads further. */
const JPEG_HEAD = new Uint8Array([0xff, 0xd8, 0xff]);

function formOf(...pictures: string[]): FormData {
  const form = new FormData();
  for (const picture of pictures) {
    form.append("image", new Blob(picture === "" ? [] : [JPEG_HEAD, picture]));
  }
  return form;
}

function post(lounge: ScriptedLounge, form: FormData, headers: Record<string, string> = {}) {
  return lounge.ask("/generate", { method: "POST", body: form, headers });
}

/** Has the next submission accepted as this generation; resolves when it has been. */
function accept(
  lounge: ScriptedLounge,
  { view = viewWith(), kind = "created" }: {
    readonly view?: ReturnType<typeof viewWith>;
    readonly kind?: Submitted["kind"];
  } = {},
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  lounge.generations.onSubmit = ({ visitorId }) => {
    lounge.generations.put(view, visitorId);
    resolve();
    return { id: view.id, kind };
  };
  return promise;
}

Deno.test("POST /generate with Prefer: respond-async answers 202 with the accepted generation", async () => {
  await using lounge = await startScriptedLounge();
  const response = await post(lounge, formOf("abc"), ASYNC);
  assertEquals(response.status, 202);
  const started: AcceptedGeneration = await response.json();
  assertEquals(response.headers.get("location"), `/v/${started.id}`);
  assertEquals(response.headers.get("preference-applied"), "respond-async");
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals([started.state, started.page, started.kind], [
    "queued",
    `/v/${started.id}`,
    "created",
  ]);
});

Deno.test("the service gets the picture's bytes by hash, and the visitor", async () => {
  await using lounge = await startScriptedLounge();
  await (await post(lounge, formOf("abc"), ASYNC)).body?.cancel();
  const [request] = lounge.generations.submitted;
  assertEquals(request?.visitorId, lounge.visitor.id);
  const bytes = new Uint8Array([...JPEG_HEAD, ...new TextEncoder().encode("abc")]);
  assertEquals(request?.picture.bytes, bytes.length);
  const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  assertEquals(request?.picture.sha256, sha256);
});

Deno.test("the answer's addresses open without the cookie, for reading only", async () => {
  await using lounge = await startScriptedLounge();
  const started: AcceptedGeneration = await (await post(lounge, formOf("abc"), ASYNC)).json();
  const status = await fetch(lounge.url + started.status);
  assertEquals([status.status, (await status.json()).isOwner], [200, false]);
  const bare = await fetch(lounge.url + started.page, { headers: { accept: "application/json" } });
  assertEquals([bare.status, (await bare.json()).code], [404, "not-found"]);
  const cancel = started.status.replace("?", "/cancel?");
  const refused = await fetch(lounge.url + cancel, { method: "POST" });
  assertEquals([refused.status, (await refused.json()).code], [404, "not-found"]);
  const foreign = await fetch(`${lounge.url}/v/${ID}${new URL(started.status, lounge.url).search}`);
  assertEquals([foreign.status, (await foreign.json()).code], [404, "not-found"]);
});

Deno.test("a client without a good cookie becomes a visitor with the answer", async () => {
  await using lounge = await startScriptedLounge();
  for (const cookie of ["", `lounge_visitor=${lounge.visitor.id}.forged`]) {
    const response = await post(lounge, formOf("abc"), { ...ASYNC, cookie });
    const { page } = await response.json();
    const given = response.headers.get("set-cookie") ?? "";
    assertMatch(given, /^lounge_visitor=[0-9a-f-]{36}\.[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    assert(!given.includes(lounge.visitor.id));
    const again = await lounge.ask(page, { headers: { cookie: given.split(";")[0] ?? "" } });
    assertEquals([again.status, (await again.json()).isOwner], [200, true]);
  }
});

Deno.test("the cookie is Secure where visitors come over https", async () => {
  await using lounge = await startScriptedLounge({ SITE_URL: "https://lounge.example" });
  const response = await post(lounge, formOf("abc"), ASYNC);
  await response.body?.cancel();
  assertStringIncludes(response.headers.get("set-cookie") ?? "", "; Secure");
});

Deno.test("a page view sets no cookie", async () => {
  await using lounge = await startScriptedLounge();
  for (const path of ["/", "/library"]) {
    const response = await fetch(lounge.url + path);
    await response.body?.cancel();
    assertEquals([response.status, response.headers.get("set-cookie")], [200, null], path);
  }
});

Deno.test("a plain client waits for the video", async () => {
  await using lounge = await startScriptedLounge();
  const accepted = accept(lounge);
  const answer = post(lounge, formOf("abc"));
  await accepted;
  lounge.generations.put(finishedView({ isCached: true }));
  const response = await answer;
  assertEquals(response.status, 200);
  const result = await response.json();
  assertEquals([result.url, result.page], [`/videos/${ID}.mp4`, `/v/${ID}`]);
  assertEquals([result.isCached, result.frames, result.elapsedMs], [true, 25, 0]);
});

Deno.test("a plain client hears why a generation failed, with the failure's status", async () => {
  await using lounge = await startScriptedLounge();
  const problem = {
    type: "/problems/bad-output",
    title: "No playable video came back",
    status: 502,
    detail: "What came back is no video.",
    instance: `/v/${ID}`,
    code: "bad-output",
    charged: "unknown",
    retryable: true,
    requestId: ID,
  } as const;
  accept(lounge, { view: viewWith({ state: "failed", problem }) });
  const response = await post(lounge, formOf("abc"));
  assertEquals([response.status, response.headers.get("location")], [502, `/v/${ID}`]);
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  const told = await response.json();
  assertEquals([told.code, told.charged, told.instance], ["bad-output", "unknown", "/generate"]);
});

Deno.test("a plain client whose generation is canceled gets 409 and what it cost", async () => {
  await using lounge = await startScriptedLounge();
  const { receipt } = viewWith();
  const view = viewWith({ state: "canceled", receipt: { ...receipt, charged: "unknown" } });
  accept(lounge, { view });
  const response = await post(lounge, formOf("abc"));
  const { code, charged } = await response.json();
  assertEquals([response.status, code, charged], [409, "canceled", "unknown"]);
});

Deno.test("a client that leaves changes nothing for its generation", async () => {
  await using lounge = await startScriptedLounge();
  const accepted = accept(lounge);
  const leaving = new AbortController();
  const answer = lounge.ask("/generate", {
    method: "POST",
    body: formOf("abc"),
    signal: leaving.signal,
  }).catch((error) => error.name);
  await accepted;
  leaving.abort();
  assertEquals(await answer, "AbortError");
  const { state, isCancelRequested } = await (await lounge.ask(`/v/${ID}`)).json();
  assertEquals([state, isCancelRequested], ["queued", false]);
  lounge.generations.put(finishedView());
});

Deno.test("a new client whose wait is broken off gets the cookie that finds its generation", async () => {
  await using lounge = await startScriptedLounge();
  accept(lounge);
  lounge.generations.waitUntilEnded = () => Promise.reject(new StorageError("restarting"));
  const response = await post(lounge, formOf("abc"), { cookie: "" });
  assertEquals((await response.json()).code, "restarting");
  const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
  const found = await lounge.ask(response.headers.get("location") ?? "", { headers: { cookie } });
  assertEquals([found.status, (await found.json()).isOwner], [200, true]);
});

Deno.test("a wait that nobody waits for any more ends without a fault in the log", async () => {
  await using lounge = await startScriptedLounge();
  const accepted = accept(lounge);
  const leaving = new AbortController();
  const answer = lounge.handle(
    new Request(`${lounge.url}/generate`, {
      method: "POST",
      body: formOf("abc"),
      signal: leaving.signal,
    }),
  );
  await accepted;
  leaving.abort();
  assertEquals((await answer).status, 409);
});

Deno.test("one that is erased while its batch is waited for is told beside the others", async () => {
  await using lounge = await startScriptedLounge();
  const views = [viewWith({ id: crypto.randomUUID() }), finishedView()];
  lounge.generations.onSubmit = ({ visitorId }) => {
    const view = views.shift() ?? viewWith();
    lounge.generations.put(view, visitorId);
    lounge.generations.erased.add(views.length === 1 ? view.id : "");
    return { id: view.id, kind: "created" };
  };
  const response = await post(lounge, formOf("one", "two"));
  const { results } = await response.json();
  assertEquals([response.status, results[0].code, results[1].id], [200, "erased", ID]);
});

Deno.test("Prefer: wait=1 answers 200 when it is done by then, else 202", async () => {
  await using lounge = await startScriptedLounge();
  accept(lounge, { view: finishedView() });
  const done = await post(lounge, formOf("abc"), { prefer: "wait=30, respond-async" });
  assertEquals((await done.json()).url, `/videos/${ID}.mp4`);
  assertEquals(done.status, 200);
  assertEquals(done.headers.get("preference-applied"), "respond-async, wait=30");
  accept(lounge, { view: viewWith() });
  const waiting = await post(lounge, formOf("abc"), { prefer: "wait=1" });
  assertEquals((await waiting.json()).state, "queued");
  assertEquals([waiting.status, waiting.headers.get("preference-applied")], [202, "wait=1"]);
});

Deno.test("after 50 seconds a waiting request is answered with where to look, before a proxy gives up", async () => {
  const clock = new ManualClock();
  await using lounge = await startScriptedLounge({}, { clock });
  const accepted = accept(lounge);
  const answer = post(lounge, formOf("abc"));
  await accepted;
  await eventually(() => assert(clock.pending > 0));
  clock.advance(49_000);
  assertEquals(clock.pending, 1, "it still waits");
  clock.advance(1000);
  const response = await answer;
  const { state, status, events } = await response.json();
  assertEquals([response.status, response.headers.get("location"), state], [
    202,
    `/v/${ID}`,
    "queued",
  ]);
  assertEquals(response.headers.get("preference-applied"), null);
  for (const path of [status, events]) {
    const opened = await lounge.ask(path, { headers: { cookie: "" } });
    await opened.body?.cancel();
    assertEquals(opened.status, 200, path);
  }
});

Deno.test("Prefer: wait=300 waits longer than that", async () => {
  const clock = new ManualClock();
  await using lounge = await startScriptedLounge({}, { clock });
  const accepted = accept(lounge);
  const answer = post(lounge, formOf("abc"), { prefer: "wait=300" });
  await accepted;
  await eventually(() => assert(clock.pending > 0));
  clock.advance(299_000);
  lounge.generations.put(finishedView());
  const response = await answer;
  assertEquals([response.status, (await response.json()).id], [200, ID]);
});

Deno.test("a browser's form goes to the generation at once", async () => {
  await using lounge = await startScriptedLounge();
  accept(lounge);
  const response = await post(lounge, formOf("abc"), { accept: "text/html,*/*;q=0.8" });
  assertEquals([response.status, response.headers.get("location")], [303, `/v/${ID}`]);
  assert(response.headers.has("set-cookie"));
});

Deno.test("a browser's form with several pictures goes to the library", async () => {
  await using lounge = await startScriptedLounge();
  const response = await post(lounge, formOf("abc", "def"), { accept: "text/html" });
  assertEquals([response.status, response.headers.get("location")], [303, "/library"]);
});

Deno.test("several pictures become several generations of one batch and recipe", async () => {
  await using lounge = await startScriptedLounge();
  const form = formOf("one", "two", "three");
  form.set("seed", "5");
  const response = await post(lounge, form, { ...ASYNC, "idempotency-key": '"k"' });
  assertEquals([response.status, response.headers.get("location")], [202, "/library"]);
  const { batch, generations } = await response.json();
  const { submitted } = lounge.generations;
  assertEquals(submitted.map((request) => request.batch), [batch, batch, batch]);
  assertEquals(submitted.map(({ seed, picture }) => [seed, picture.bytes]), [[5, 6], [5, 6], [
    5,
    8,
  ]]);
  assertEquals(new Set(submitted.map(({ idempotencyKey }) => idempotencyKey)).size, 3);
  assertEquals(generations.map(({ id }: AcceptedGeneration) => lounge.generations.all.has(id)), [
    true,
    true,
    true,
  ]);
});

Deno.test("a picture that is refused does not harm the others of its batch", async () => {
  await using lounge = await startScriptedLounge({ MAX_IMAGE_BYTES: "1024" });
  const response = await post(lounge, formOf("one", "x".repeat(2000), "", "four"), ASYNC);
  assertEquals(response.status, 202);
  const { generations } = await response.json();
  assertEquals(
    generations.map((started: AcceptedGeneration | { code: string }) =>
      "code" in started ? started.code : started.state
    ),
    ["queued", "image-too-large", "image-empty", "queued"],
  );
});

Deno.test("a plain client waits for its whole batch", async () => {
  await using lounge = await startScriptedLounge();
  const views = [
    finishedView({ id: crypto.randomUUID() }),
    viewWith({ id: crypto.randomUUID(), state: "canceled" }),
  ];
  lounge.generations.onSubmit = ({ visitorId }) => {
    const view = views.shift() ?? viewWith();
    lounge.generations.put(view, visitorId);
    return { id: view.id, kind: "created" };
  };
  const response = await post(lounge, formOf("one", "two"));
  const { batch, results } = await response.json();
  assertEquals([response.status, results.length], [200, 2]);
  assertEquals(batch, lounge.generations.submitted[0]?.batch);
  assertMatch(results[0].url, /^\/videos\//);
  assertEquals(results[1].code, "canceled");
});

Deno.test("a batch of which nothing is accepted is answered with its first refusal", async () => {
  await using lounge = await startScriptedLounge();
  lounge.generations.onSubmit = () => {
    throw new StorageError("storage-quota");
  };
  const response = await post(lounge, formOf("one", "two"), ASYNC);
  assertEquals([response.status, (await response.json()).code], [507, "storage-quota"]);
});

Deno.test("more than 20 pictures are refused together", async () => {
  await using lounge = await startScriptedLounge();
  const response = await post(lounge, formOf(..."abcdefghijklmnopqrstu"), ASYNC);
  assertEquals([response.status, (await response.json()).code], [422, "too-many-images"]);
  assertEquals(lounge.generations.submitted, []);
});

Deno.test("a repeated request is answered again with the stored answer", async () => {
  await using lounge = await startScriptedLounge();
  accept(lounge, { view: finishedView(), kind: "replayed" });
  const headers = { "idempotency-key": '"k"' };
  const response = await post(lounge, formOf("abc"), headers);
  assertEquals([response.status, (await response.json()).id], [200, ID]);
  assertEquals(response.headers.get("idempotency-replayed"), "true");
  assertEquals(lounge.generations.submitted[0]?.idempotencyKey, "k");
  accept(lounge, { view: viewWith(), kind: "replayed" });
  const started = await post(lounge, formOf("abc"), { ...headers, ...ASYNC });
  assertEquals([started.status, (await started.json()).kind], [202, "replayed"]);
  assertEquals(started.headers.get("idempotency-replayed"), "true");
  accept(lounge, { view: viewWith({ state: "canceled" }), kind: "replayed" });
  const failed = await post(lounge, formOf("abc"), headers);
  assertEquals([failed.status, (await failed.json()).code], [409, "canceled"]);
  assertEquals(failed.headers.get("idempotency-replayed"), "true");
  accept(lounge, { view: finishedView(), kind: "created" });
  const fresh = await post(lounge, formOf("abc"), headers);
  assertEquals([fresh.status, fresh.headers.has("idempotency-replayed")], [200, false]);
  await fresh.body?.cancel();
});

Deno.test("a repeated batch is answered with the batch that it was", async () => {
  await using lounge = await startScriptedLounge();
  lounge.generations.onSubmit = ({ visitorId }) => {
    const view = viewWith({ id: crypto.randomUUID(), batch: "first" });
    lounge.generations.put(view, visitorId);
    return { id: view.id, kind: "replayed" };
  };
  const response = await post(lounge, formOf("one", "two"), { ...ASYNC, "idempotency-key": "k" });
  assertEquals((await response.json()).batch, "first");
});

Deno.test("a repeated request that is still running gets 409 and the way to it", async () => {
  await using lounge = await startScriptedLounge();
  accept(lounge, { kind: "replayed" });
  const response = await post(lounge, formOf("abc"), { "idempotency-key": "k" });
  const problem = await response.json();
  assertEquals([response.status, problem.code], [409, "still-running"]);
  assertEquals(response.headers.get("location"), `/v/${ID}`);
  assertStringIncludes(problem.detail, `/v/${ID}`);
});

Deno.test("a key of another request gets 422, one that cannot be read 400", async () => {
  await using lounge = await startScriptedLounge();
  lounge.generations.onSubmit = () => {
    throw new InputError("idempotency-key-reused");
  };
  const reused = await post(lounge, formOf("abc"), { "idempotency-key": "k" });
  assertEquals([reused.status, (await reused.json()).code], [422, "idempotency-key-reused"]);
  const broken = await post(lounge, formOf("abc"), { "idempotency-key": '"k' });
  assertEquals([broken.status, (await broken.json()).code], [400, "idempotency-key-malformed"]);
});

Deno.test("a visitor at the queue's limit gets 429 and when to try again", async () => {
  await using lounge = await startScriptedLounge({ MAX_QUEUED_PER_VISITOR: "3" });
  lounge.generations.onSubmit = () => {
    throw new InputError("queue-full", {}, { retryable: true, retryAfterSeconds: 20 });
  };
  for (const accept of ["application/json", "text/html"]) {
    const response = await post(lounge, formOf("abc"), { accept });
    await response.body?.cancel();
    assertEquals([response.status, response.headers.get("retry-after")], [429, "20"]);
    assertEquals(response.headers.get("ratelimit"), '"queue";r=0;t=20');
    assertEquals(
      response.headers.get("ratelimit-policy"),
      '"queue";q=3;qu="concurrent-requests"',
    );
  }
});

Deno.test("a wait that a restart ends says where to look again", async () => {
  await using lounge = await startScriptedLounge();
  accept(lounge);
  const facts = { charged: "unknown", retryable: true, retryAfterSeconds: 7 } as const;
  lounge.generations.waitUntilEnded = () =>
    Promise.reject(new LoungeError("restarting", {}, facts));
  const response = await post(lounge, formOf("abc"));
  const problem = await response.json();
  assertEquals([response.status, problem.code], [503, "restarting"]);
  assertEquals([problem.charged, problem.retryAfterSeconds], ["unknown", 7]);
  assertEquals(response.headers.get("location"), `/v/${ID}`);
  assertEquals(response.headers.get("retry-after"), "7");
});

Deno.test("a form that a page of another site sends is refused everywhere", async () => {
  await using lounge = await startScriptedLounge();
  lounge.generations.put(viewWith(), lounge.visitor.id);
  const actions = ["cancel", "retry", "share", "delete"].map((action) => `/v/${ID}/${action}`);
  for (const path of ["/generate", "/library/delete-all", ...actions]) {
    const headers = { origin: "https://evil.example" };
    const response = await lounge.ask(path, { method: "POST", body: formOf("abc"), headers });
    assertEquals([response.status, (await response.json()).code], [403, "foreign-origin"], path);
  }
  const headers = { "sec-fetch-site": "cross-site" };
  const response = await lounge.ask(`/v/${ID}`, { method: "DELETE", headers });
  assertEquals([response.status, (await response.json()).code], [403, "foreign-origin"]);
  assertEquals(lounge.generations.submitted, []);
});
