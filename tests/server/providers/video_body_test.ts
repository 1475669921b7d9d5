import { assertEquals, assertRejects } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { CallDeadline } from "../../../server/providers/call_deadline.ts";
import { videoOf } from "../../../server/providers/video_body.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";

async function received(body: Uint8Array<ArrayBuffer> | string): Promise<Uint8Array> {
  const deadline = new CallDeadline(new AbortController().signal, {
    clock: new ManualClock(),
    timeoutMs: 1000,
  });
  try {
    const options = { deadline, maxVideoBytes: 1000, secret: undefined };
    return await new Response(await videoOf(new Response(body), options)).bytes();
  } finally {
    deadline.end();
  }
}

/** First bytes of a video, and some that follow. */
const STARTS: Readonly<Record<string, number[]>> = {
  "an MP4": [0, 0, 0, 24, ...latin1("ftypisom")],
  "an MP4 with padding first": [0, 0, 0, 16, ...latin1("free"), 0, 0, 0, 0, 0, 0, 0, 0],
  "QuickTime without a type": [0, 0, 0, 8, ...latin1("wide"), 0, 0, 0, 20, ...latin1("mdat")],
  "WebM": [0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1],
};

for (const [name, start] of Object.entries(STARTS)) {
  const video = Uint8Array.from([...start, ...Array(100).keys()]);
  Deno.test(`${name} is taken as bytes, and as base64 in JSON`, async () => {
    assertEquals(await received(video), video);
    assertEquals(await received(JSON.stringify({ video: video.toBase64() })), video);
  });
}

Deno.test("what begins as no video does is none", async () => {
  for (const body of ["Internal error", "<html>", "\x89PNG\r\n\x1a\n", '{"video":"GkXf"}']) {
    const error = await assertRejects(() => received(body), ProviderError);
    assertEquals(error.code, "bad-output");
  }
});

function latin1(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
