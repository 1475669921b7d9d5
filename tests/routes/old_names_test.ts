/** What links, pages and programs of the version before ask for, and what they are told. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ShownEvent } from "../../contract/generation.ts";
import { postPicture } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { finishedView, VIDEO } from "../server/pages/generation_views.ts";
import { readZip } from "../zip_reading.ts";
import { startScriptedLounge } from "./scripted_lounge.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";

/** A server with one finished video of its visitor. */
async function startWithVideo() {
  const lounge = await startScriptedLounge();
  const { events } = lounge.generations.put(finishedView({ id: ID }), lounge.visitor.id);
  const succeeded: ShownEvent = {
    seq: 1,
    at: 5,
    event: { type: "succeeded", video: VIDEO, charged: "no" },
  };
  events.push(succeeded);
  return lounge;
}

for (
  const [old, now] of [
    ["/library/films.zip?batch=b", "/library/videos.zip?batch=b"],
    ["/board?model=local-motion&seed=7", "/panel?model=local-motion&seed=7"],
  ] as const
) {
  Deno.test(`${old} leads to ${now}`, async () => {
    await using lounge = await startScriptedLounge();
    const response = await lounge.ask(old);
    assertEquals([response.status, response.headers.get("location")], [308, now]);
  });
}

Deno.test("a link to a frame of a film opens the frame", async () => {
  await using lounge = await startWithVideo();
  const headers = { accept: "text/html" };
  const [now, old] = await Promise.all(
    ["video", "film"].map((name) => lounge.ask(`/?${name}=${ID}&at=0.5`, { headers })),
  );
  for (const page of [now, old]) assertStringIncludes(await page?.text() ?? "", "Taking the frame");
});

Deno.test("a finished generation is told with its film beside its video, wherever it is", async () => {
  await using lounge = await startWithVideo();
  const viewed = await (await lounge.ask(`/v/${ID}`)).json();
  const [listed] = (await (await lounge.ask("/library")).json()).generations;
  const form = { method: "POST", body: new URLSearchParams({ public: "true" }) };
  const shared = await (await lounge.ask(`/v/${ID}/share`, form)).json();
  for (const view of [viewed, listed, shared]) {
    assertEquals([view.film, view.video], [VIDEO, VIDEO]);
  }
  const compared = await (await lounge.ask(`/compare?a=${ID}&b=${ID}`)).json();
  assertEquals([compared.films[0].film, compared.films.length], [VIDEO, 2]);
  const choice = await (await lounge.ask(`/compare?a=${ID}`)).json();
  assertEquals([choice.film.id, choice.video.id], [ID, ID]);
});

Deno.test("events and the export hold the film beside the video", async () => {
  await using lounge = await startWithVideo();
  const events = await (await lounge.ask(`/v/${ID}/events`)).text();
  const [, data = "{}"] = /event: succeeded\ndata: (.*)\n/.exec(events) ?? [];
  assertEquals([JSON.parse(data).film, JSON.parse(data).video], [VIDEO, VIDEO]);
  const exported = await lounge.ask("/account/export");
  const [record] = readZip(await exported.bytes());
  const { generations } = JSON.parse(new TextDecoder().decode(record?.bytes));
  assertEquals([generations[0].film, generations[0].video], [VIDEO, VIDEO]);
});

Deno.test("several pictures are answered as tickets beside generations", async () => {
  await using lounge = await startScriptedLounge();
  const body = new FormData();
  for (const name of ["a.jpg", "b.jpg"]) body.append("image", new Blob(["GIF89a", name]), name);
  const headers = { prefer: "respond-async" };
  const response = await lounge.ask("/generate", { method: "POST", body, headers });
  const { generations, tickets } = await response.json();
  assertEquals([generations.length, tickets], [2, generations]);
});

Deno.test("the status is told by services beside providers", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 64, height: 64 });
  await (await postPicture(lounge, { picture, fields: { seconds: "1" } })).body?.cancel();
  const headers = { accept: "application/json" };
  const { providers, services } = await (await fetch(`${lounge.url}/status`, { headers })).json();
  assertEquals(services, [{ ...providers[0], service: "local-engine" }]);
});
