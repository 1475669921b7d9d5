import { assertEquals } from "@std/assert";
import type { ProviderVideo, RgbPicture } from "../../../server/generation/ports/provider.ts";
import { LEASE_MS, RunnerHarness, scripted, video } from "./runner_harness.ts";

const FIRST_FRAME: RgbPicture = { width: 160, height: 96, data: new Uint8Array(160 * 96 * 3) };
const LABEL = "simulated-move";

async function ownVideo(): Promise<ProviderVideo> {
  return { ...await video(), labelCode: LABEL, firstFrame: FIRST_FRAME };
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

async function posterOf(harness: RunnerHarness, id: string): Promise<string> {
  return await new Response(await (await harness.videos.find(`${id}.jpg`))?.open()).text();
}

Deno.test("a first frame that comes with a video becomes its poster, and its words are kept", async () => {
  await using harness = await RunnerHarness.open();
  const { encoded, encodeFrame, provider } = ownEngine();
  harness.start(provider, { encodeFrame });
  const id = await harness.queue();
  const { video: facts } = await harness.until(id, "succeeded");
  assertEquals(encoded, [FIRST_FRAME]);
  assertEquals(await posterOf(harness, id), "frame 1");
  assertEquals([facts.posterBytes, facts.labelCode], ["frame 1".length, LABEL]);
});

Deno.test("a free video that was published but not noted is made again, with poster and words", async () => {
  await using harness = await RunnerHarness.open();
  const { id, token } = await harness.leaveBehind({ kind: "not-sent" });
  await harness.stores.queue.noteSaving(token, harness.clock.now());
  const { bytes } = await video();
  await (await harness.videos.write(id, bytes, { maxBytes: 1_000_000 })).publish();
  harness.clock.advance(LEASE_MS);
  const { encodeFrame, provider } = ownEngine();
  harness.start(provider, { encodeFrame });
  const { video: facts } = await harness.until(id, "succeeded");
  assertEquals(await posterOf(harness, id), "frame 1");
  assertEquals(facts.labelCode, LABEL);
  assertEquals(harness.listVideos().sort(), [`${id}.jpg`, `${id}.mp4`]);
  assertEquals(await harness.eventTypes(id), [
    "queued",
    "started",
    "saving",
    "started",
    "succeeded",
  ]);
});
