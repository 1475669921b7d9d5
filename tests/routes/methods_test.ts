import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertProblem } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";

const READ_ONLY = [
  "/",
  "/robots.txt",
  "/sitemap.xml",
  "/manifest.webmanifest",
  "/examples",
  "/examples/arcade.mp4",
  "/compare",
  "/problems/not-found",
  "/videos/0b6f3a52-9c1e-4f0e-8a53-6f1f3f1f7f10.mp4",
  "/styles.css",
];
const ALLOWED: readonly (readonly [path: string, allow: string])[] = [
  ["/generate", "POST"],
  ["/v/0b6f3a52-9c1e-4f0e-8a53-6f1f3f1f7f10", "GET, HEAD, DELETE"],
  ...READ_ONLY.map((path) => [path, "GET, HEAD"] as const),
];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PROPFIND", "BREW"];

for (const [path, allow] of ALLOWED) {
  Deno.test(`${path} answers 405 with Allow to every method but ${allow}`, async () => {
    await using lounge = await startLounge();
    for (const method of METHODS.filter((method) => !allow.split(", ").includes(method))) {
      const response = await fetch(`${lounge.url}${path}`, { method });
      assertEquals(response.headers.get("allow"), allow, method);
      if (method === "HEAD") assertEquals([response.status, await response.text()], [405, ""]);
      else await assertProblem(response, { status: 405, code: "method-not-allowed", path });
    }
  });
}

Deno.test("a person who opens the address of the form gets a page with Allow", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/generate`, { headers: { accept: "text/html" } });
  assertEquals([response.status, response.headers.get("allow")], [405, "POST"]);
  assertMatch(response.headers.get("content-type") ?? "", /^text\/html/);
  assertStringIncludes(await response.text(), "This address takes POST only.");
});

Deno.test("an address that does not exist stays 404 for every method", async () => {
  await using lounge = await startLounge();
  for (const method of METHODS.filter((method) => method !== "HEAD")) {
    const response = await fetch(`${lounge.url}/nowhere`, { method });
    await assertProblem(response, { status: 404, code: "not-found", path: "/nowhere" });
  }
});
