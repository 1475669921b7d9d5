import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startLounge } from "../lounge.ts";

const ID = "9b2d1c0e-7a44-4c1e-8a53-0f6f3b2f9a11";
const AS_PERSON = { headers: { accept: "text/html" } };

Deno.test("the page of a stored film plays it, offers it for download and stays out of search", async () => {
  await using lounge = await startLounge();
  const film = new Blob([new Uint8Array(2048)]).stream();
  const draft = await lounge.services.videos.write(ID, film, { maxBytes: 4096 });
  await draft.publish();

  const response = await fetch(`${lounge.url}/v/${ID}`, AS_PERSON);
  const html = await response.text();
  assertEquals(response.status, 200);
  assertMatch(html, new RegExp(`<video[^>]* src="/videos/${ID}\\.mp4"`));
  assertMatch(html, new RegExp(`<a[^>]* href="/videos/${ID}\\.mp4" download="`));
  assertStringIncludes(html, 'href="/#studio"');
  assertMatch(html, /<meta name="robots" content="noindex"/);
});

Deno.test("a film that does not exist is a 404 page, whatever its name", async () => {
  await using lounge = await startLounge();
  for (const id of [ID, "x", "..%2F..%2Fdeno", "%00"]) {
    const response = await fetch(`${lounge.url}/v/${id}`, AS_PERSON);
    await response.body?.cancel();
    assertEquals(response.status, 404, id);
  }
});
