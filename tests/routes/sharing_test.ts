import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertProblem, cookieOf, postPicture } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";

const JSON_ONLY = { accept: "application/json" };

async function statusOf(lounge: Lounge, path: string, headers: HeadersInit = {}): Promise<number> {
  const response = await fetch(lounge.url + path, { headers });
  await response.body?.cancel();
  return response.status;
}

/** A finished video, with its owner's cookie and an address with a key from before it was shared. */
async function makeVideo(lounge: Lounge) {
  const picture = await drawPicture();
  const fields = { seconds: "1", fps: "8" };
  const accepted = await postPicture(lounge, {
    picture,
    fields,
    headers: { prefer: "respond-async" },
  });
  const owner = cookieOf(accepted);
  const { id, page, status } = await accepted.json();
  const made = await postPicture(lounge, { picture, fields, headers: owner });
  const { url, poster } = await made.json();
  const share = async (fields: Record<string, string>) => {
    const response = await fetch(`${lounge.url}${page}/share`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { ...owner, ...JSON_ONLY },
    });
    return await response.json();
  };
  return { id, page, keyed: String(status), url, poster, owner, share };
}

Deno.test("made private again, page, file, poster and the keys of before are closed", async () => {
  await using lounge = await startLounge();
  const { id, page, keyed, url, poster, owner, share } = await makeVideo(lounge);
  assertEquals([url.includes(id), poster.includes(id)], [false, false]);
  assertEquals(await statusOf(lounge, `/videos/${id}.mp4`), 404);
  const shared = await share({ public: "true" });
  assertEquals(shared.url, url);
  assertEquals(await statusOf(lounge, page), 200);
  const now = await share({ public: "false" });
  for (const path of [page, url, poster, keyed]) {
    assertEquals(await statusOf(lounge, path), 404, path);
  }
  assertEquals([now.url === url, await statusOf(lounge, now.url)], [false, 200]);
  assertEquals(await statusOf(lounge, now.poster), 200);
  assertEquals(await statusOf(lounge, page, owner), 200);
});

Deno.test("a key that never was one, of another generation or too old opens nothing", async () => {
  await using lounge = await startLounge();
  const { page, keyed } = await makeVideo(lounge);
  assertEquals(await statusOf(lounge, keyed), 200);
  const key = new URL(lounge.url + keyed).searchParams.get("key") ?? "";
  const [madeAt = "", signature] = key.split(".");
  const later = (parseInt(madeAt, 36) + 1).toString(36);
  for (const forged of [signature, `${later}.${signature}`, `.${signature}`, "x", ""]) {
    assertEquals(await statusOf(lounge, `${page}?key=${forged}`), 404, forged);
  }
});

Deno.test("a shared page leaves the prompt out unless its owner adds it", async () => {
  await using lounge = await startLounge();
  const { page, owner, share } = await makeVideo(lounge);
  const text =
    await (await fetch(lounge.url + page, { headers: { ...owner, accept: "text/html" } }))
      .text();
  assertStringIncludes(text, "Sharing publishes the video, its poster");
  await share({ public: "true" });
  const stranger = await (await fetch(lounge.url + page, { headers: JSON_ONLY })).json();
  assertEquals("prompt" in stranger, false);
});

Deno.test("videos and posters are for their viewer's cache and no search engine", async () => {
  await using lounge = await startLounge();
  const { url, poster } = await makeVideo(lounge);
  for (const path of [url, poster]) {
    const { headers, body } = await fetch(lounge.url + path);
    await body?.cancel();
    assertEquals(headers.get("x-robots-tag"), "noindex");
    assertEquals(headers.get("cache-control"), "private, max-age=31536000, immutable");
  }
  await using open = await startLounge({ VIDEOS_CACHE: "public" });
  const made = await makeVideo(open);
  const { headers, body } = await fetch(open.url + made.url);
  await body?.cancel();
  assertEquals(headers.get("cache-control"), "public, max-age=31536000, immutable");
});

Deno.test("a video file that is gone is said to be gone, and made again for who asks for it", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture();
  const upload = { picture, fields: { seconds: "1", fps: "8" } };
  const first = await postPicture(lounge, upload);
  const { id, url } = await first.json();
  await Deno.remove(`${lounge.services.config.VIDEOS_DIR}/${id}.mp4`);
  await assertProblem(await fetch(lounge.url + url), { status: 404, code: "not-found", path: url });
  const again = await (await postPicture(lounge, { ...upload, headers: cookieOf(first) })).json();
  assertEquals(again.id === id, false);
});
