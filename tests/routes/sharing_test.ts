import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { finishedView, VIDEO } from "../server/pages/generation_views.ts";
import { type ScriptedLounge, startScriptedLounge } from "./scripted_lounge.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";
const SITE_URL = "https://lounge.example";
const PAGE = `${SITE_URL}/v/${ID}`;

async function startWith(isPublic: boolean, label = "A preview"): Promise<ScriptedLounge> {
  const lounge = await startScriptedLounge({ SITE_URL });
  lounge.generations.put(finishedView({ isPublic, label }), lounge.visitor.id);
  return lounge;
}

Deno.test("a shared page opens to everyone and may be found", async () => {
  await using lounge = await startWith(true);
  const response = await fetch(`${lounge.url}/v/${ID}`);
  assertEquals([response.status, response.headers.get("x-robots-tag")], [200, null]);
  assertMatch(await response.text(), /og:video/);
});

Deno.test("a page that is no longer shared closes again", async () => {
  await using lounge = await startWith(true);
  const body = new URLSearchParams({ public: "false" });
  await (await lounge.ask(`/v/${ID}/share`, { method: "POST", body })).body?.cancel();
  for (const path of [`/v/${ID}`, `/v/${ID}/embed`, `/oembed?url=${PAGE}`]) {
    const response = await fetch(lounge.url + path);
    await response.body?.cancel();
    assertEquals(response.status, 404, path);
  }
});

Deno.test("the bare player of a shared video may be framed by other sites, pages may not", async () => {
  await using lounge = await startWith(true);
  const player = await fetch(`${lounge.url}/v/${ID}/embed`);
  assertEquals(player.status, 200);
  const html = await player.text();
  assertStringIncludes(html, `/videos/${ID}.mp4`);
  assertEquals(/<header|<nav|<footer/.test(html), false, "the site around the player");
  const policyOf = ({ headers }: Response) => headers.get("content-security-policy") ?? "";
  assertMatch(policyOf(player), /frame-ancestors \*/);
  assertMatch(policyOf(player), /script-src[^;]*'nonce-/);
  const page = await fetch(`${lounge.url}/v/${ID}`);
  await page.body?.cancel();
  assertMatch(policyOf(page), /frame-ancestors 'none'/);
});

Deno.test("not even the owner gets the bare player of a private video", async () => {
  await using lounge = await startWith(false);
  const response = await lounge.ask(`/v/${ID}/embed`);
  await response.body?.cancel();
  assertEquals(response.status, 404);
  assertMatch(response.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
});

Deno.test("oEmbed describes a shared video as a video", async () => {
  await using lounge = await startWith(true);
  const response = await fetch(`${lounge.url}/oembed?url=${encodeURIComponent(PAGE)}&format=json`);
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("access-control-allow-origin"), "*");
  const embed = await response.json();
  assertEquals([embed.version, embed.type, embed.title], ["1.0", "video", "A preview"]);
  assertEquals([embed.width, embed.height], [VIDEO.width, VIDEO.height]);
  assertEquals(embed.provider_url, SITE_URL);
  assertStringIncludes(embed.html, `<iframe src="${PAGE}/embed" width="1024" height="576"`);
});

Deno.test("previews, players, search engines and sitemaps show a shared video's poster", async () => {
  await using lounge = await startScriptedLounge({ SITE_URL });
  const poster = `/videos/${ID}.jpg`;
  lounge.generations.put(finishedView({ isPublic: true, poster }), lounge.visitor.id);
  const page = await (await fetch(`${lounge.url}/v/${ID}`)).text();
  assertStringIncludes(page, `property="og:image" content="${SITE_URL}${poster}"`);
  assertStringIncludes(page, `property="og:image:width" content="${VIDEO.width}"`);
  assertStringIncludes(page, `"thumbnailUrl":"${SITE_URL}${poster}"`);
  assertMatch(page, new RegExp(`<video[^>]* poster="${poster}"`));
  assertStringIncludes(
    await (await fetch(`${lounge.url}/sitemap.xml`)).text(),
    `<video:thumbnail_loc>${SITE_URL}${poster}</video:thumbnail_loc>`,
  );
  const embed = async (limits: string) =>
    await (await fetch(`${lounge.url}/oembed?url=${encodeURIComponent(PAGE)}${limits}`)).json();
  const { thumbnail_url, thumbnail_width, thumbnail_height } = await embed("");
  assertEquals(thumbnail_url, SITE_URL + poster);
  assertEquals([thumbnail_width, thumbnail_height], [VIDEO.width, VIDEO.height]);
  assertEquals((await embed("&maxwidth=512")).thumbnail_url, undefined);
});

Deno.test("oEmbed keeps to the consumer's limits and the video's shape", async () => {
  await using lounge = await startWith(true);
  const sizeOf = async (limits: string) => {
    const response = await fetch(`${lounge.url}/oembed?url=${encodeURIComponent(PAGE)}${limits}`);
    const { width, height } = await response.json();
    return [width, height];
  };
  assertEquals(await sizeOf("&maxwidth=512"), [512, 288]);
  assertEquals(await sizeOf("&maxwidth=512&maxheight=144"), [256, 144]);
  assertEquals(await sizeOf("&maxwidth=9999&maxheight=x"), [1024, 576]);
});

Deno.test("oEmbed knows no private, unknown or other page, and no XML", async () => {
  await using lounge = await startWith(false);
  const addresses = {
    [PAGE]: 404,
    [`${SITE_URL}/v/${crypto.randomUUID()}`]: 404,
    [`${SITE_URL}/library`]: 404,
    "nonsense": 404,
    "": 404,
    [`${PAGE}&format=xml`]: 501,
  };
  for (const [address, status] of Object.entries(addresses)) {
    const response = await lounge.ask(`/oembed?url=${address}`);
    await response.body?.cancel();
    assertEquals(response.status, status, address);
  }
});

Deno.test("oEmbed does not speak for other sites", async () => {
  await using lounge = await startWith(true);
  const statusOf = async (url: string) => {
    const response = await fetch(`${lounge.url}/oembed?url=${encodeURIComponent(url)}`);
    await response.body?.cancel();
    return response.status;
  };
  assertEquals(await statusOf(PAGE), 200);
  assertEquals(await statusOf(`https://evil.example/v/${ID}`), 404);
  assertEquals(await statusOf(`https://lounge.example.evil.example/v/${ID}`), 404);
});

Deno.test("the sitemap lists shared videos with the video extension, and no private ones", async () => {
  await using lounge = await startWith(true, "Made <fast> & well");
  const hidden = finishedView({ id: crypto.randomUUID() });
  lounge.generations.put(hidden, lounge.visitor.id);
  const xml = await (await fetch(`${lounge.url}/sitemap.xml`)).text();
  assertStringIncludes(xml, "http://www.google.com/schemas/sitemap-video/1.1");
  const [entry = ""] = /<url><loc>[^<]*\/v\/.*<\/url>/.exec(xml) ?? [];
  assertStringIncludes(entry, `<loc>${PAGE}</loc>`);
  assertStringIncludes(
    entry,
    `<video:content_loc>${SITE_URL}/videos/${ID}.mp4</video:content_loc>`,
  );
  assertStringIncludes(entry, `<video:player_loc>${PAGE}/embed</video:player_loc>`);
  assertStringIncludes(entry, "<video:description>Made &lt;fast> &amp; well</video:description>");
  assertStringIncludes(entry, "<video:duration>4</video:duration>");
  assertEquals(xml.includes(hidden.id), false);
});
