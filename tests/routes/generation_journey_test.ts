import { assert, assertEquals, assertMatch } from "@std/assert";
import type { AcceptedGeneration, GenerationView } from "../../contract/generation.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { readZip } from "../zip_reading.ts";

const picture = await drawPicture({ width: 320, height: 180 });

/** One visitor's browser or program: keeps its cookie. */
class Client {
  readonly #lounge: Lounge;
  #cookie = "";

  constructor(lounge: Lounge) {
    this.#lounge = lounge;
  }

  async ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
    const headers = { accept: "application/json", cookie: this.#cookie, ...init.headers };
    const response = await fetch(this.#lounge.url + path, { ...init, headers });
    this.#cookie = response.headers.get("set-cookie")?.split(";")[0] ?? this.#cookie;
    return response;
  }

  generate(
    pictures: readonly (BlobPart | Uint8Array<ArrayBuffer>)[],
    { fields = {}, headers = {} }: {
      readonly fields?: Record<string, string>;
      readonly headers?: Record<string, string>;
    } = {},
  ) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ seconds: "1", ...fields })) form.set(name, value);
    for (const each of pictures) form.append("image", new Blob([each]));
    return this.ask("/generate", { method: "POST", body: form, headers });
  }
}

function eventsIn(text: string): { id: number; type: string }[] {
  return [...text.matchAll(/^id: (\d+)\nevent: ([\w-]+)$/gm)].map(([, id, type = ""]) => ({
    id: Number(id),
    type,
  }));
}

Deno.test("a generation is followed, watched, shared and erased", async () => {
  await using lounge = await startLounge();
  const client = new Client(lounge);
  const accepted = await client.generate([picture], { headers: { prefer: "respond-async" } });
  assertEquals(accepted.status, 202);
  const started: AcceptedGeneration = await accepted.json();

  const text = await (await fetch(lounge.url + started.events)).text();
  const events = eventsIn(text);
  assertEquals(events.map(({ id }) => id), events.map((_, index) => index + 1));
  assertEquals([events[0]?.type, events.at(-1)?.type], ["queued", "succeeded"]);

  const view: GenerationView = await (await client.ask(started.page)).json();
  assertEquals([view.state, view.lastEvent, view.isOwner], ["succeeded", events.length, true]);
  const video = await fetch(lounge.url + view.url);
  assertEquals((await video.bytes()).length, view.video?.bytes);
  assertEquals(lounge.listUploads(), []);

  const stranger = new Client(lounge);
  const statusFor = async (path: string) => {
    const response = await stranger.ask(path);
    await response.body?.cancel();
    return response.status;
  };
  assertEquals(await statusFor(started.page), 404);
  const share = { method: "POST", body: new URLSearchParams({ public: "true" }) };
  await (await client.ask(`${started.page}/share`, share)).body?.cancel();
  assertEquals([await statusFor(started.page), await statusFor(`${started.page}/embed`)], [
    200,
    200,
  ]);
  const sitemap = await (await fetch(`${lounge.url}/sitemap.xml`)).text();
  assert(sitemap.includes(started.page));

  const erased = await client.ask(started.page, { method: "DELETE" });
  assertEquals(erased.status, 204);
  const gone = await client.ask(started.page);
  assertEquals([gone.status, (await gone.json()).code], [410, "erased"]);
  assertEquals([await statusFor(started.page), await statusFor(view.url ?? "")], [404, 404]);
  assertEquals(lounge.listVideos(), []);
});

Deno.test("a connection that breaks after each event of a video in the making loses and repeats none", async () => {
  await using lounge = await startLounge();
  const client = new Client(lounge);
  const accepted = await client.generate([picture], { headers: { prefer: "respond-async" } });
  const { events, page }: AcceptedGeneration = await accepted.json();
  const heard: string[] = [];
  for (;;) {
    const headers = { "last-event-id": String(heard.length || "") };
    const response = await fetch(lounge.url + events, { headers });
    if (response.status === 204) break;
    heard.push(await firstEventOf(response));
  }
  const whole = await (await fetch(lounge.url + events)).text();
  const byKey = events.replace("/events", "");
  const headers = { accept: "application/json" };
  const last = await (await fetch(lounge.url + byKey, { headers })).text();
  assertEquals(`retry: 2000\n\n${heard.join("")}event: view\ndata: ${last}\n\n`, whole);
  const view: GenerationView = await (await client.ask(page)).json();
  assertEquals([view.state, view.lastEvent], ["succeeded", heard.length]);
  assertEquals(eventsIn(whole).map(({ id }) => id), heard.map((_, index) => index + 1));
});

/** Hears one event of a stream and breaks the connection, whatever else was on its way. */
async function firstEventOf(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const [event] = /^id: .+?\n\n/ms.exec(text) ?? [];
    if (event !== undefined) {
      await reader?.cancel();
      return event;
    }
    const { value, done } = await reader?.read() ?? { done: true };
    assert(!done, `the stream ended without an event: ${text}`);
    text += value;
  }
}

Deno.test("a plain client gets its video, and the same one again for the same seed", async () => {
  await using lounge = await startLounge();
  const client = new Client(lounge);
  const fields = { seed: "5" };
  const first = await client.generate([picture], { fields });
  assertEquals(first.status, 200);
  const made = await first.json();
  assertMatch(made.url, /^\/videos\/[0-9a-f-]{36}\.mp4$/);
  assertEquals([made.seed, made.isCached], [5, false]);
  const headers = { "idempotency-key": '"another"' };
  const found = await (await client.generate([picture], { fields, headers })).json();
  assertEquals([found.isCached, found.bytes, found.id === made.id], [true, made.bytes, false]);
  const fresh = await client.generate([picture], { fields: { ...fields, cache: "off" } });
  assertEquals((await fresh.json()).isCached, false);
});

Deno.test("a repeated key never makes a second video", async () => {
  await using lounge = await startLounge();
  const client = new Client(lounge);
  const headers = { "idempotency-key": '"once"' };
  const [first, again] = [
    await (await client.generate([picture], { headers })).json(),
    await (await client.generate([picture], { headers })).json(),
  ];
  assertEquals(again, first);
  const reused = await client.generate([picture], { headers, fields: { seed: "1" } });
  assertEquals([reused.status, (await reused.json()).code], [422, "idempotency-key-reused"]);
  const { generations } = await (await client.ask("/library")).json();
  assertEquals(generations.map(({ id }: GenerationView) => id), [first.id]);
});

Deno.test("a batch keeps its good pictures and comes as one archive", async () => {
  await using lounge = await startLounge();
  const client = new Client(lounge);
  const second = await drawPicture({ width: 300, height: 200, type: "image/png" });
  const response = await client.generate([picture, "no picture at all", second]);
  assertEquals(response.status, 200);
  const { batch, results } = await response.json();
  assertEquals(
    results.map((result: { code?: string; url?: string }) => result.code ?? typeof result.url),
    ["string", "image-type-unsupported", "string"],
  );
  const archive = await client.ask(`/library/videos.zip?batch=${batch}`);
  const videos = readZip(await archive.bytes());
  assertEquals(
    videos.map(({ bytes }) => new TextDecoder().decode(bytes.subarray(4, 8))),
    ["ftyp", "ftyp"],
  );
  assertEquals(lounge.listUploads(), []);
});

Deno.test("a visitor at the queue's limit is told so; another visitor is not held up", async () => {
  await using lounge = await startLounge({
    MAX_QUEUED_PER_VISITOR: "1",
    TRUSTED_PROXIES: "loopback",
  });
  const client = new Client(lounge);
  const headers = { prefer: "respond-async", "cache-control": "no-cache" };
  // Long enough to be still in the making when the next one is asked for.
  const fields = { seconds: "6", fps: "30" };
  const first = await client.generate([picture], { headers, fields });
  assertEquals(first.status, 202);
  await first.body?.cancel();
  const second = await client.generate([picture], { headers });
  assertEquals([second.status, (await second.json()).code], [429, "queue-full"]);
  assertMatch(second.headers.get("ratelimit") ?? "", /^"queue";r=0;t=\d+$/);
  const sameNetwork = await new Client(lounge).generate([picture], { headers });
  assertEquals([sameNetwork.status, (await sameNetwork.json()).code], [429, "queue-full"]);
  const elsewhere = { ...headers, "x-forwarded-for": "192.0.2.1" };
  const other = await new Client(lounge).generate([picture], { headers: elsewhere });
  assertEquals(other.status, 202);
  await other.body?.cancel();
});

Deno.test("a first request whose answer was lost finds its generation by its key", async () => {
  await using lounge = await startLounge();
  const ask = async (key: string) => {
    // No cookie: it was lost with the answer.
    const client = new Client(lounge);
    const headers = { "prefer": "respond-async", "idempotency-key": `"${key}"` };
    const { id, kind, status } = await (await client.generate([picture], { headers })).json();
    const view: GenerationView = await (await client.ask(status)).json();
    // Who has the key has this generation, and no library.
    assertEquals([view.id, view.isOwner], [id, kind === "created"]);
    return { id, kind };
  };
  const key = crypto.randomUUID();
  const first = await ask(key);
  assertEquals(first.kind, "created");
  assertEquals(await ask(key), { id: first.id, kind: "replayed" });
  assertEquals((await ask(crypto.randomUUID())).kind, "created");
  // Two strangers may well think of the same word.
  assertEquals((await ask("order-1")).kind, "created");
  assertEquals((await ask("order-1")).kind, "created");
});

Deno.test("a key opens nothing but the form's own answer", async () => {
  await using lounge = await startLounge();
  const key = crypto.randomUUID();
  const headers = { "prefer": "respond-async", "idempotency-key": `"${key}"` };
  const { page } = await (await new Client(lounge).generate([picture], { headers })).json();
  const stranger = new Client(lounge);
  for (const method of ["GET", "DELETE"]) {
    const answer = await stranger.ask(page, { method, headers: { "idempotency-key": key } });
    assertEquals(answer.status, 404);
    await answer.body?.cancel();
  }
});
