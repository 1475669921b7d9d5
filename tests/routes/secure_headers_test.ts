import { assertEquals } from "@std/assert";
import { startLounge } from "../lounge.ts";

Deno.test("behind TLS browsers are told to stay there, and no answer is for other sites to embed", async () => {
  await using lounge = await startLounge({ SITE_URL: "https://lounge.example" });
  for (const path of ["/", "/models", "/nowhere", "/styles.css"]) {
    const { headers, body } = await fetch(lounge.url + path);
    await body?.cancel();
    assertEquals(headers.get("strict-transport-security"), "max-age=31536000", path);
    assertEquals(headers.get("cross-origin-resource-policy"), "same-origin", path);
  }
  await using plain = await startLounge();
  const { headers, body } = await fetch(plain.url);
  await body?.cancel();
  assertEquals(headers.get("strict-transport-security"), null);
});
