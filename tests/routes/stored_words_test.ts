/** What the last version stored in words is read and shown as it stands there. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { GenerationView } from "../../contract/generation.ts";
import { startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { WebClient } from "../web_client.ts";
import { assertStoredInCode, openDatabase } from "./stored_rows.ts";
import { liveThrough, type Story } from "./visitor_story.ts";

const FAILURE = {
  code: "bad-output",
  message: "The video that came back is cut off. Try again, or choose another model.",
  charged: "unknown",
  retryable: true,
};
const PROGRESS = {
  stage: "waiting",
  message: "Hugging Face is waking the model, about 20 seconds",
  estimatedSeconds: 20,
};
const LABEL = "Local motion preview: simulated depth, no AI video model";

/** Turns a row of this version, and its events, into what the last version would have written. */
function makeOld(lounge: Lounge, id: string): void {
  using database = openDatabase(lounge);
  const events = database.prepare("select seq, event from events where generation_id = ?").all(id);
  for (const { seq, event } of events) {
    const told = JSON.parse(String(event));
    if (told.type === "progress") told.progress = PROGRESS;
    if (told.type === "failed") told.failure = FAILURE;
    if (told.type === "succeeded") told.video = oldVideo(told.video);
    database.prepare("update events set event = ? where generation_id = ? and seq = ?")
      .run(JSON.stringify(told), id, Number(seq));
  }
  const [{ video, failure } = {}] = database
    .prepare("select video, failure from generations where id = ?").all(id);
  if (failure) {
    database.prepare("update generations set failure = ? where id = ?")
      .run(JSON.stringify(FAILURE), id);
  }
  if (video) {
    database.prepare("update generations set video = ? where id = ?")
      .run(JSON.stringify(oldVideo(JSON.parse(String(video)))), id);
  }
}

function oldVideo({ labelCode: _, ...video }: Record<string, unknown>) {
  return { ...video, label: LABEL };
}

/** What its visitor reads of it afterwards: the view, the events, the page and the receipt. */
async function readAgain(client: WebClient, lounge: Lounge, { id }: GenerationView) {
  const page = `${lounge.url}/v/${id}`;
  const json = { headers: { accept: "application/json" } };
  const view: GenerationView = JSON.parse((await client.ask(page, json)).body);
  return {
    view,
    events: (await client.ask(`${page}/events`)).body,
    page: (await client.ask(page)).body,
    receipt: JSON.parse((await client.ask(`${page}/receipt`, json)).body),
    receiptPage: (await client.ask(`${page}/receipt`)).body,
  };
}

async function withStory(
  scenario: string | undefined,
  use: (stage: { lounge: Lounge; client: WebClient; story: Story }) => Promise<void>,
): Promise<void> {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  try {
    const endpoint: Record<string, string> = scenario === undefined
      ? {}
      : { HF_ENDPOINT_URL: fake.endpoint(scenario) };
    await using lounge = await startLounge(endpoint);
    const client = new WebClient();
    const picture = await drawPicture({ width: 320, height: 180 });
    const fields: Record<string, string> = scenario === undefined ? { seconds: "1", fps: "7" } : {};
    await use({ lounge, client, story: await liveThrough(lounge, { picture, fields, client }) });
  } finally {
    await fake.close();
  }
}

Deno.test("a failure that was stored as a sentence is shown in that sentence everywhere", async () => {
  await withStory("json-cut", async ({ lounge, client, story }) => {
    assertEquals(story.view.state, "failed");
    assertStoredInCode(lounge);
    makeOld(lounge, story.view.id);
    const { view, events, page, receipt, receiptPage } = await readAgain(
      client,
      lounge,
      story.view,
    );
    assertEquals(view.problem?.detail, FAILURE.message);
    assertEquals([view.problem?.code, view.problem?.status], ["bad-output", 502]);
    assertEquals(view.problem?.next, { kind: "try-again", text: "Try again" });
    for (const text of [events, page, receiptPage]) assertStringIncludes(text, FAILURE.message);
    assertStringIncludes(events, PROGRESS.message);
    assertEquals([receipt.charged, view.receipt.charged], ["unknown", "unknown"]);
    assertStringIncludes(receiptPage, receipt.reason);
  });
});

Deno.test("a label that was stored in words stays beside its video", async () => {
  await withStory(undefined, async ({ lounge, client, story }) => {
    assertEquals(story.view.state, "succeeded");
    assertStoredInCode(lounge);
    const own = story.view.label;
    assert(own !== LABEL, "the picture is flat, so that the words differ");
    makeOld(lounge, story.view.id);
    const { view, events, page, receipt } = await readAgain(client, lounge, story.view);
    assertEquals([view.label, view.video?.label], [LABEL, LABEL]);
    assertStringIncludes(page, LABEL);
    assertStringIncludes(events, LABEL);
    assertEquals([receipt.charged, receipt.reason], ["no", "Made on this server at no cost."]);
  });
});
