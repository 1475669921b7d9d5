import { assertEquals } from "@std/assert";
import { startLounge } from "../../../lounge.ts";

const ID = "9b2d1c0e-7a44-4c1e-8a53-0f6f3b2f9a11";

Deno.test("a video that does not exist is a 404 page, whatever its name", async () => {
  await using lounge = await startLounge();
  for (const id of [ID, "x", "..%2F..%2Fdeno", "%00"]) {
    const response = await fetch(`${lounge.url}/v/${id}`, { headers: { accept: "text/html" } });
    await response.body?.cancel();
    assertEquals(response.status, 404, id);
  }
});
