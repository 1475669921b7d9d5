import { assertEquals } from "@std/assert";
import type { ProviderVideo, RgbPicture } from "../../../server/generation/ports/provider.ts";
import { LEASE_MS, RunnerStage, scripted, video } from "./runner_stage.ts";

const FIRST_FRAME: RgbPicture = { width: 160, height: 96, data: new Uint8Array(160 * 96 * 3) };
const LABEL = "A video of one frame";

async function ownVideo(): Promise<ProviderVideo> {
  return { ...await video(), label: LABEL, firstFrame: FIRST_FRAME };
}

/** A provider that knows its videos, as the built-in engine does, and a note of what is encoded. */
function ownEngine() {
  const encoded: RgbPicture[] = [];
  const encodeFrame = (frame: RgbPicture) => {
    encoded.push(frame);
    return Promise.resolve(new TextEncoder().encode(`frame ${encoded.length}`));
  };
  return { encoded, encodeFrame, provider: scripted({ isRepeatable: true, start: ownVideo }) };
}

async function posterOf(stage: RunnerStage, id: string): Promise<string> {
  return await new Response(await (await stage.videos.find(`${id}.jpg`))?.open()).text();
}

Deno.test("a first frame that comes with a video becomes its poster, and its words are kept", async () => {
  await using stage = await RunnerStage.open();
  const { encoded, encodeFrame, provider } = ownEngine();
  stage.start(provider, { encodeFrame });
  const id = await stage.queue();
  const { video: facts } = await stage.until(id, "succeeded");
  assertEquals(encoded, [FIRST_FRAME]);
  assertEquals(await posterOf(stage, id), "frame 1");
  assertEquals([facts.posterBytes, facts.label], ["frame 1".length, LABEL]);
});

Deno.test("a free video that was published but not noted is made again, with poster and words", async () => {
  await using stage = await RunnerStage.open();
  const { id, token } = await stage.leaveBehind({ kind: "not-sent" });
  await stage.stores.queue.noteSaving(token, stage.clock.now());
  const { bytes } = await video();
  await (await stage.videos.write(id, bytes, { maxBytes: 1_000_000 })).publish();
  stage.clock.advance(LEASE_MS);
  const { encodeFrame, provider } = ownEngine();
  stage.start(provider, { encodeFrame });
  const { video: facts } = await stage.until(id, "succeeded");
  assertEquals(await posterOf(stage, id), "frame 1");
  assertEquals(facts.label, LABEL);
  assertEquals(stage.listVideos().sort(), [`${id}.jpg`, `${id}.mp4`]);
  assertEquals(await stage.eventTypes(id), ["queued", "started", "saving", "started", "succeeded"]);
});
