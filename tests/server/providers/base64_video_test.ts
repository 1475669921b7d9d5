import { assertEquals, assertRejects } from "@std/assert";
import { ProviderError } from "../../../server/errors.ts";
import { decodeVideoInJson } from "../../../server/providers/base64_video.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";

const VIDEO = mockVideo(1000);
const BASE64 = VIDEO.toBase64();

const TEXTS: Record<string, string> = {
  "a bare string": JSON.stringify(BASE64),
  "a data URL with escaped slashes": `{"video":"data:video\\/mp4;base64,${BASE64}"}`,
  "base64 with escaped slashes": `{"video":"${BASE64.replaceAll("/", "\\/")}"}`,
  "base64 in lines": JSON.stringify({ video: BASE64.replace(/.{76}/g, "$&\r\n") }),
  "a video after a long preview": JSON.stringify({ gif: "R0lGODlh".repeat(100), mp4: BASE64 }),
  "a video before other keys": JSON.stringify({ mp4: BASE64, seed: 7, note: "AAAAHGZ0eXBp" }),
};

for (const [name, text] of Object.entries(TEXTS)) {
  for (const size of [1, 3, 64, 1_000_000]) {
    Deno.test(`${name} is decoded from chunks of ${size} bytes`, async () => {
      assertEquals(await decode(text, size), VIDEO);
    });
  }
}

Deno.test("JSON without a video, or with half of one, is no output", async () => {
  for (const text of ["{}", '"aGVsbG8="', '{"error":"failed"}', `{"video":"${BASE64}`]) {
    const error = await assertRejects(() => decode(text, 100), ProviderError);
    assertEquals(error.code, "bad-output");
  }
});

async function decode(text: string, chunkSize: number): Promise<Uint8Array> {
  const video = decodeVideoInJson(chunksOf(text, chunkSize), { status: 200, secret: undefined });
  return await new Blob(await Array.fromAsync(video)).bytes();
}

async function* chunksOf(text: string, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
}
