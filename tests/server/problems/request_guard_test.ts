import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { guardRequests } from "../../../server/problems/request_guard.ts";
import { assertProblem } from "../../generate_client.ts";
import { startLounge } from "../../lounge.ts";

const UNSEEN = { refused() {}, faulted() {} };

const FIXED_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(self), microphone=(), geolocation=()",
};
const config = {
  SITE_URL: "https://lounge.example",
  ALLOWED_HOSTS: ["also.example", "port.example:81"],
  TRUSTED_PROXIES: [],
};

const ANSWERS: Readonly<
  Record<string, readonly [path: string, init: RequestInit, status: number]>
> = {
  "a page": ["/", {}, 200],
  "an error page": ["/nowhere", { headers: { accept: "text/html" } }, 404],
  "a problem": ["/nowhere", {}, 404],
  "a static file": ["/styles.css", {}, 200],
  "a route that is no page": ["/robots.txt", {}, 200],
  "a refused method": ["/generate", {}, 405],
  "a refused method of a static file": ["/styles.css", { method: "DELETE" }, 405],
  "an unknown method": ["/", { method: "BREW" }, 501],
  "a page about an unknown method": [
    "/",
    { method: "BREW", headers: { accept: "text/html" } },
    501,
  ],
  "a broken address": ["/%zz", {}, 400],
  "a form from elsewhere": [
    "/generate",
    { method: "POST", headers: { origin: "https://evil.example" } },
    403,
  ],
};

for (const [name, [path, init, status]] of Object.entries(ANSWERS)) {
  Deno.test(`${name} carries every security header`, async () => {
    await using lounge = await startLounge();
    const response = await fetch(lounge.url + path, init);
    await response.body?.cancel();
    assertEquals(response.status, status);
    const { headers } = response;
    const names = Object.keys(FIXED_HEADERS);
    assertEquals(
      Object.fromEntries(names.map((name) => [name, headers.get(name)])),
      FIXED_HEADERS,
    );
    const policy = headers.get("content-security-policy") ?? "";
    for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      assert(policy.includes(part), `${part} is not in: ${policy}`);
    }
    assertFalse(policy.includes("unsafe-inline"), policy);
    assertFalse(policy.includes("upgrade-insecure-requests"), policy);
  });
}

for (const path of ["/%", "/%zz", "/v/%c3%28", "/videos/%e0%a4%a.mp4"]) {
  Deno.test(`the broken address ${path} is a 400 problem`, async () => {
    await using lounge = await startLounge();
    const response = await fetch(lounge.url + path);
    await assertProblem(response, { status: 400, code: "malformed-address", path });
  });
}

Deno.test("a person who opens a broken address gets a page that explains it", async () => {
  await using lounge = await startLounge();
  const response = await fetch(`${lounge.url}/%zz`, { headers: { accept: "text/html" } });
  assertEquals([response.status, response.headers.get("cache-control")], [400, "no-store"]);
  assertStringIncludes(await response.text(), "The address cannot be read");
});

for (const name of ["metafile.json", "metafile%2Ejson", "metafile.json%2f."]) {
  Deno.test(`the build's input files are not told at ${name}`, async () => {
    const handler = guardRequests(() => Promise.resolve(new Response("{}")), {
      observer: UNSEEN,
      config,
    });
    const path = `/_fresh/js/0123/${name}`;
    const response = await handler(new Request(`http://lounge.example${path}`));
    await assertProblem(response, { status: 404, code: "not-found", path });
  });
}

Deno.test("the upgrade directive stays where the request came over https", async () => {
  const policy = "default-src 'none'; upgrade-insecure-requests";
  const handler = guardRequests(
    () => Promise.resolve(new Response(null, { headers: { "content-security-policy": policy } })),
    { config, observer: UNSEEN },
  );
  const policyAt = async (url: string) =>
    (await handler(new Request(url))).headers.get("content-security-policy");
  assertEquals(await policyAt("https://lounge.example/"), policy);
  assertEquals(await policyAt("http://lounge.example/"), "default-src 'none'");
});

Deno.test("what breaks outside the app is logged and answered without details", async () => {
  const logged: unknown[] = [];
  const handler = guardRequests(() => Promise.reject(new Error("secret detail")), {
    config,
    observer: { ...UNSEEN, faulted: ({ error }) => void logged.push(error) },
  });
  const response = await handler(new Request("http://lounge.example/page"));
  const problem = await assertProblem(response, {
    status: 500,
    code: "internal-error",
    path: "/page",
  });
  assertFalse(JSON.stringify(problem).includes("secret"));
  assertEquals(logged.map(String), ["Error: secret detail"]);
});

const HOSTS = {
  known: [
    ...[
      "lounge.example",
      "lounge.example:8443",
      "lounge.example.",
      "also.example",
      "also.example:80",
    ],
    ...[
      "port.example:81",
      "localhost:8000",
      "lounge",
      "a.localhost",
      "lounge.local",
      "a.b.internal",
    ],
    ...["lounge.home.arpa", "127.0.0.1", "192.168.1.7:8000", "[::1]:8000", "mine.deno.dev"],
  ],
  unknown: [
    "evil.example",
    "lounge.example.evil.test",
    "port.example",
    "local.test",
    "127.0.0.1.nip.test",
  ],
};

Deno.test("only names of this instance and of its network are answered", async () => {
  const handler = guardRequests(() => Promise.resolve(new Response("in")), {
    config,
    observer: UNSEEN,
  });
  for (const host of HOSTS.known) {
    assertEquals((await handler(new Request(`http://${host}/`))).status, 200, host);
  }
  for (const host of HOSTS.unknown) {
    const response = await handler(new Request(`http://${host}/library`));
    await assertProblem(response, { status: 421, code: "misdirected-request", path: "/library" });
  }
});

Deno.test("an unknown host gets a page that names the setting", async () => {
  await using lounge = await startLounge();
  const { hostname, port } = new URL(lounge.url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const head =
    "GET /library HTTP/1.1\r\nhost: evil.example\r\naccept: text/html\r\nconnection: close";
  await connection.write(new TextEncoder().encode(`${head}\r\n\r\n`));
  const answer = await new Response(connection.readable).text();
  assertStringIncludes(answer, "HTTP/1.1 421 ");
  assertStringIncludes(answer, "ALLOWED_HOSTS");
});
