import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { ModelCard } from "../../contract/model.ts";
import { FAILURE_CODES } from "../../server/wording/failures.ts";
import { cookieOf, postPicture } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { startScriptedLounge } from "./scripted_lounge.ts";

const PAGE = { headers: { accept: "text/html" } };
const JSON_ONLY = { headers: { accept: "application/json" } };

async function textOf(lounge: Pick<Lounge, "url">, path: string, init?: RequestInit) {
  const response = await fetch(lounge.url + path, init);
  const text = await response.text();
  assertEquals(response.status, 200, text);
  return text;
}

Deno.test("an instance without a history says so on its status page", async () => {
  await using lounge = await startLounge();
  assertStringIncludes(await textOf(lounge, "/status", PAGE), "Nothing has been made here");
  const report = JSON.parse(await textOf(lounge, "/status", JSON_ONLY));
  assertEquals([report.queued, report.running, report.providers], [0, 0, []]);
  assertMatch(report.at, /^\d{4}-\d\d-\d\dT/);
});

Deno.test("the status page tells of success, waits and the last failure, and of nobody's videos", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 640, height: 360 });
  const answers = [
    await postPicture(lounge, { picture, fields: { seed: "1", seconds: "1" } }),
    await postPicture(lounge, { picture, fields: { seed: "2", seconds: "1" } }),
  ];
  const ids = await Promise.all(answers.map(async (answer) => (await answer.json()).id));
  const [first, ...others] = JSON.parse(await textOf(lounge, "/status", JSON_ONLY)).providers;
  assertEquals(others, []);
  const { model, modelName, provider: name, day, week } = first;
  assertEquals([model, modelName, name], ["local-motion", "Local motion preview", "local-engine"]);
  assertEquals(day, week);
  const { p50Seconds, p90Seconds, ...counts } = day;
  assertEquals(counts, { succeeded: 2, failed: 0, canceled: 0, successRate: 1 });
  assert(p50Seconds > 0 && p90Seconds >= p50Seconds);
  const html = await textOf(lounge, "/status", PAGE);
  for (const words of ["Local motion preview", "made by this server", "100%", "2 made"]) {
    assertStringIncludes(html, words);
  }
  assertStringIncludes(html, "No failure in seven days.");
  for (const id of ids) assertEquals(html.includes(id), false, "a visitor's video is named");
});

Deno.test("programs get the models with everything that can be set, people the front page", async () => {
  await using lounge = await startLounge({ HF_HUB_URL: "http://127.0.0.1:9" });
  const { models } = JSON.parse(await textOf(lounge, "/models"));
  const [first, ...others]: ModelCard[] = models;
  assertEquals(first?.id, "local-motion");
  assertEquals([first?.isLocal, first?.leavesThisServer, first?.payer], [true, false, "nobody"]);
  assertEquals(first?.needs, undefined);
  assert(others.length >= 7, "fewer than six models and SVD-XT");
  for (const { id, needs, controls, licence, price } of others) {
    assertMatch(needs ?? "", /^[A-Z].*\.$/, id);
    assert(controls.length > 0 && licence.url !== "" && price.sentence !== "", id);
  }
  const page = await fetch(`${lounge.url}/models`, { ...PAGE, redirect: "manual" });
  assertEquals([page.status, page.headers.get("location")], [303, "/#models"]);
});

Deno.test("a receipt is a page for people and JSON for programs, for its owner alone", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 640, height: 360 });
  const made = await postPicture(lounge, {
    picture,
    fields: { seed: "7", seconds: "1", loop: "true", crop_x: "0.25" },
  });
  const cookie = cookieOf(made);
  const { id } = await made.json();
  const path = `/v/${id}/receipt`;
  const receipt = JSON.parse(await textOf(lounge, path, { headers: cookie }));
  assertEquals([receipt.id, receipt.charged, receipt.payer], [id, "no", "nobody"]);
  const html = await textOf(lounge, path, { headers: { ...cookie, accept: "text/html" } });
  for (const words of [`No. ${id}`, "25% across, 50% down, 1×"]) {
    assertStringIncludes(html, words);
  }
  const found = html.matchAll(/<dt[^>]*>(.*?)<\/dt><dd[^>]*>(.*?)<\/dd>/g);
  const lines = Object.fromEntries([...found].map(([, name, value]) => [name, value]));
  const { "Camera move": move, Length: length, "Frames a second": pace, Loop: loop } = lines;
  assertEquals([move, length, pace, loop], ["Automatic", "1 s", "12", "on"]);
  assertEquals(["move", "seconds", "fps"].filter((field) => field in lines), []);
  assertMatch(html, /name="robots" content="noindex"/);
  const stranger = await fetch(lounge.url + path, PAGE);
  await stranger.body?.cancel();
  assertEquals(stranger.status, 404);
});

Deno.test("the overview of problems links every code, and each page says what it cost and what is repeated", async () => {
  await using lounge = await startScriptedLounge();
  const overview = await textOf(lounge, "/problems", PAGE);
  for (const code of FAILURE_CODES) {
    assertStringIncludes(overview, `href="/problems/${code}"`);
    const html = await textOf(lounge, `/problems/${code}`, PAGE);
    for (const words of ["What happened", "Was it charged?", "What to do", "What is tried again"]) {
      assertStringIncludes(html, words);
    }
  }
});

Deno.test("what the providers' documents call otherwise leads to the page of our own name", async () => {
  await using lounge = await startScriptedLounge();
  const placeOf = async (name: string) => {
    const response = await fetch(`${lounge.url}/problems/${name}`, { ...PAGE, redirect: "manual" });
    await response.body?.cancel();
    return [response.status, response.headers.get("location")];
  };
  for (
    const [name, code] of [
      ["model_not_supported", "model-not-found"],
      ["model-not-supported", "model-not-found"],
      ["too_large", "provider-image-too-large"],
      ["deadline", "deadline-exceeded"],
      ["aborted", "canceled"],
      ["auth_invalid", "auth-invalid"],
    ] as const
  ) {
    assertEquals(await placeOf(name), [301, `/problems/${code}`], name);
  }
  for (const name of ["toString", "nothing_such"]) {
    assertEquals(await placeOf(name), [404, null], name);
  }
});
