import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startLounge } from "../lounge.ts";

const SITE_URL = "https://lounge.example";

Deno.test("robots.txt lets search engines in, keeps videos out and names the sitemap", async () => {
  await using lounge = await startLounge({ SITE_URL });
  const response = await fetch(`${lounge.url}/robots.txt`);
  const text = await response.text();
  assertMatch(response.headers.get("content-type") ?? "", /^text\/plain/);
  assertStringIncludes(text, `Sitemap: ${SITE_URL}/sitemap.xml`);
});

Deno.test("sitemap.xml lists the page by its public address, and only pages that exist", async () => {
  await using lounge = await startLounge({ SITE_URL });
  const response = await fetch(`${lounge.url}/sitemap.xml`);
  const xml = await response.text();
  assertMatch(response.headers.get("content-type") ?? "", /^application\/xml/);
  const addresses = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = ""]) => address);
  assertEquals(addresses[0], `${SITE_URL}/`);
  for (const address of addresses) {
    const page = await fetch(address.replace(SITE_URL, lounge.url));
    await page.body?.cancel();
    assertEquals(page.status, 200, address);
  }
});

Deno.test("manifest.webmanifest names icons that exist", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/manifest.webmanifest`);
  const manifest = await response.json();
  assertMatch(response.headers.get("content-type") ?? "", /^application\/manifest\+json/);
  assertEquals(manifest.start_url, "/");
  for (const { src } of manifest.icons) {
    const icon = await fetch(lounge.url + src);
    await icon.body?.cancel();
    assertEquals(icon.status, 200, src);
  }
});

Deno.test("pages and site files refuse other methods with 405 and Allow", async () => {
  await using lounge = await startLounge();
  for (const path of ["/", "/robots.txt", "/sitemap.xml", "/manifest.webmanifest"]) {
    const response = await fetch(lounge.url + path, { method: "PUT" });
    await response.body?.cancel();
    assertEquals([response.status, response.headers.get("allow")], [405, "GET, HEAD"], path);
  }
});
