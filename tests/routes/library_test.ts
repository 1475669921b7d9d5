import { assertEquals, assertMatch } from "@std/assert";
import { finishedView, viewWith } from "../server/pages/generation_views.ts";
import { readZip } from "../zip_reading.ts";
import { type ScriptedLounge, startScriptedLounge } from "./scripted_lounge.ts";

const HTML = { accept: "text/html" };

/** Adds a generation of the visitor, made in that second. */
function add(lounge: ScriptedLounge, second: number, changes: Parameters<typeof viewWith>[0] = {}) {
  const createdAt = new Date(1_800_000_000_000 + second * 1000).toISOString();
  const view = viewWith({ id: crypto.randomUUID(), createdAt, ...changes });
  lounge.generations.put(view, lounge.visitor.id);
  return view.id;
}

/** Adds a finished generation whose video is stored. */
async function addVideo(lounge: ScriptedLounge, content: string, batch?: string): Promise<string> {
  const id = crypto.randomUUID();
  const bytes = new TextEncoder().encode(content);
  const draft = await lounge.services.videos.write(id, ReadableStream.from([bytes]), {
    maxBytes: 100,
  });
  await draft.publish();
  const view = finishedView({ id, ...(batch === undefined ? {} : { batch }) });
  lounge.generations.put(view, lounge.visitor.id);
  return id;
}

Deno.test("GET /library answers the visitor's own in pieces, the newest first", async () => {
  await using lounge = await startScriptedLounge();
  const ids = Array.from({ length: 30 }, (_, second) => add(lounge, second)).toReversed();
  lounge.generations.put(viewWith({ id: crypto.randomUUID() }), "somebody else");
  const seen: string[] = [];
  for (let path = "/library"; path;) {
    const response = await lounge.ask(path);
    assertEquals(response.headers.get("cache-control"), "private, no-store");
    assertEquals(response.headers.get("x-robots-tag"), "noindex");
    assertMatch(response.headers.get("set-cookie") ?? "", /^lounge_visitor=/);
    const { generations, next = "" } = await response.json();
    seen.push(...generations.map(({ id }: { id: string }) => id));
    path = next;
  }
  assertEquals(seen, ids);
});

Deno.test("GET /library answers a browser with the page, and a newcomer with an empty one", async () => {
  await using lounge = await startScriptedLounge();
  const id = add(lounge, 1);
  const page = await lounge.ask("/library", { headers: HTML });
  assertMatch(page.headers.get("content-type") ?? "", /^text\/html/);
  assertMatch(await page.text(), new RegExp(id));
  const empty = await lounge.ask("/library", { headers: { cookie: "" } });
  assertEquals([await empty.json(), empty.headers.get("set-cookie")], [{ generations: [] }, null]);
});

Deno.test("the front page shows the visitor's own videos, and nobody else's", async () => {
  await using lounge = await startScriptedLounge();
  const id = await addVideo(lounge, "video");
  const own = await lounge.ask("/", { headers: HTML });
  assertEquals(own.headers.get("cache-control"), "private, no-cache");
  assertMatch(await own.text(), new RegExp(id));
  const stranger = await fetch(lounge.url);
  assertEquals((await stranger.text()).includes(id), false);
});

Deno.test("delete-all erases what it can and says what is kept", async () => {
  await using lounge = await startScriptedLounge();
  await addVideo(lounge, "one");
  const running = add(lounge, 1, { state: "running" });
  const json = await lounge.ask("/library/delete-all", { method: "POST" });
  assertEquals([json.status, await json.json()], [200, { erased: 1, kept: [running] }]);
  const form = await lounge.ask("/library/delete-all", { method: "POST", headers: HTML });
  assertEquals([form.status, form.headers.get("location")], [303, "/library?kept=1"]);
  await lounge.generations.erase(running, { visitorId: lounge.visitor.id });
  const empty = await lounge.ask("/library/delete-all", { method: "POST", headers: HTML });
  assertEquals([empty.status, empty.headers.get("location")], [303, "/library"]);
});

Deno.test("videos.zip packs the finished videos of a batch", async () => {
  await using lounge = await startScriptedLounge();
  await addVideo(lounge, "another batch", "b");
  const ids = [await addVideo(lounge, "one", "a"), await addVideo(lounge, "two", "a")];
  add(lounge, 1, { batch: "a", state: "failed" });
  const response = await lounge.ask("/library/videos.zip?batch=a");
  assertEquals(response.status, 200);
  const entries = readZip(await response.bytes());
  const texts = new Map(entries.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]));
  assertEquals([...texts.keys()].toSorted(), ids.map((id) => `ai-lounge-${id}.mp4`).toSorted());
  assertEquals(new Set(texts.values()), new Set(["one", "two"]));
});

Deno.test("videos.zip finds a batch far back in a long library", async () => {
  await using lounge = await startScriptedLounge();
  await addVideo(lounge, "old", "a");
  for (let second = 0; second < 150; second++) add(lounge, second);
  const response = await lounge.ask("/library/videos.zip?batch=a");
  assertEquals(readZip(await response.bytes()).length, 1);
});

Deno.test("videos.zip packs the videos that the address names", async () => {
  await using lounge = await startScriptedLounge();
  const ids = [await addVideo(lounge, "one"), await addVideo(lounge, "two")];
  const response = await lounge.ask(`/library/videos.zip?ids=${ids.join(",")}`);
  assertEquals(readZip(await response.bytes()).length, 2);
});

Deno.test("videos.zip refuses what is foreign, unknown, unfinished or unnamed", async () => {
  await using lounge = await startScriptedLounge();
  const own = await addVideo(lounge, "one", "a");
  const running = add(lounge, 1, { state: "running" });
  const statusOf = async (query: string, headers: Record<string, string> = {}) => {
    const response = await lounge.ask(`/library/videos.zip${query}`, { headers });
    await response.body?.cancel();
    return response.status;
  };
  assertEquals(await statusOf(`?ids=${own}`, { cookie: "" }), 404);
  assertEquals(await statusOf("?batch=a", { cookie: "" }), 404);
  assertEquals(await statusOf(`?ids=${crypto.randomUUID()}`), 404);
  const shared = finishedView({ id: own, isPublic: true });
  lounge.generations.put(shared);
  assertEquals(await statusOf(`?ids=${own}`, { cookie: "" }), 404);
  assertEquals(await statusOf(`?ids=${own}`), 200);
  assertEquals(await statusOf(`?ids=${running}`), 404);
  assertEquals(await statusOf("?batch=unknown"), 404);
  assertEquals(await statusOf(""), 422);
  assertEquals(await statusOf(`?ids=${Array.from({ length: 101 }, (_, n) => n)}`), 422);
});
