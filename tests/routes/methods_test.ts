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
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const UNKNOWN = ["BREW /", "PROPFIND /styles.css", "TRACE /generate", "get /", "BREW /nowhere"];

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

Deno.test("a person who sends a method to a static file that it does not take gets a page with Allow", async () => {
  await using lounge = await startLounge();
  const init = { method: "POST", headers: { accept: "text/html" } };
  const response = await fetch(`${lounge.url}/styles.css`, init);
  assertEquals([response.status, response.headers.get("allow")], [405, "GET, HEAD"]);
  assertMatch(response.headers.get("content-type") ?? "", /^text\/html/);
  assertStringIncludes(await response.text(), "method-not-allowed");
});

for (const line of [...UNKNOWN, "CONNECT lounge.example:443"]) {
  Deno.test(`${line} is a 501 problem, because no address knows the method`, async () => {
    await using lounge = await startLounge();
    const path = line.startsWith("CONNECT") ? "/" : line.split(" ")[1] ?? "";
    const expected = { status: 501, code: "method-not-implemented", path };
    await assertProblem(await sendLine(lounge.url, line), expected);
  });
}

Deno.test("a person whose browser sends a method that no address knows gets a page", async () => {
  await using lounge = await startLounge();
  const response = await fetch(lounge.url, { method: "BREW", headers: { accept: "text/html" } });
  assertEquals(response.status, 501);
  assertMatch(response.headers.get("content-type") ?? "", /^text\/html/);
  assertMatch(response.headers.get("content-security-policy") ?? "", /script-src[^;]* 'nonce-/);
  assertStringIncludes(await response.text(), "Unknown method");
});

Deno.test("an address that does not exist stays 404 for every method", async () => {
  await using lounge = await startLounge();
  for (const method of METHODS.filter((method) => method !== "HEAD")) {
    const response = await fetch(`${lounge.url}/nowhere`, { method });
    await assertProblem(response, { status: 404, code: "not-found", path: "/nowhere" });
  }
});

/** Sends a request with this method and target: `fetch` refuses some methods and changes others. */
async function sendLine(origin: string, line: string): Promise<Response> {
  const { hostname, port } = new URL(origin);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const request = `${line} HTTP/1.1\r\nHost: lounge.example\r\nConnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(request));
  const answer = await new Response(connection.readable).text();
  const [head = "", body = ""] = answer.split("\r\n\r\n", 2);
  const [status = "", ...fields] = head.split("\r\n");
  const headers = fields.map((field) => field.split(": ", 2) as [string, string]);
  return new Response(body, { status: Number(status.split(" ")[1]), headers });
}
