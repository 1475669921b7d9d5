import { assertEquals, assertStringIncludes } from "@std/assert";
import { isProxyRange, trustedProxies } from "../../../server/proxy_ranges.ts";
import { askedFor } from "../../../server/protocol/forwarded.ts";
import { startLounge } from "../../lounge.ts";

const isTrusted = trustedProxies(["10.0.0.0/8", "2001:db8::1"]);
const asked = (headers: Record<string, string>, peer = "10.1.2.3") =>
  askedFor({ read: (name) => headers[name], peer, isTrusted });

Deno.test("proxies are trusted by address, range and name, in both families", () => {
  for (const text of ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "loopback", "private"]) {
    assertEquals(isProxyRange(text), true, text);
  }
  for (const text of ["", "proxy.example", "10.0.0.0/33", "constructor"]) {
    assertEquals(isProxyRange(text), false, text);
  }
  const trusts = trustedProxies(["loopback", "private", "198.51.100.7"]);
  const addresses = ["127.0.0.1", "::ffff:127.0.0.1", "192.168.1.2", "fd12::1", "198.51.100.7"];
  assertEquals(addresses.map(trusts), addresses.map(() => true));
  assertEquals(["198.51.100.8", "2001:db8::2", "", "unix"].map(trusts), [
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("what a trusted proxy forwards counts, of several that which the first of them was asked", () => {
  const https = { scheme: "https", host: "lounge.example" } as const;
  assertEquals(
    asked({ "x-forwarded-proto": "https", "x-forwarded-host": "lounge.example" }),
    https,
  );
  assertEquals(asked({ forwarded: 'for=192.0.2.1;Proto=https;host="lounge.example"' }), https);
  assertEquals(
    asked({
      forwarded:
        "for=192.0.2.1;proto=http;host=evil.example, for=192.0.2.9;proto=https;host=lounge.example," +
        'for="[2001:db8::1]:443";proto=http;host=inner',
    }),
    https,
  );
  assertEquals(
    asked({
      "x-forwarded-for": "192.0.2.9, 10.0.0.2",
      "x-forwarded-proto": "https, http",
      "x-forwarded-host": "lounge.example, inner",
    }),
    https,
  );
});

Deno.test("nobody else's word counts, nor what is no scheme", () => {
  const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "evil.example" };
  assertEquals(asked(headers, "192.0.2.1"), {});
  assertEquals(asked({ "x-forwarded-proto": "javascript" }), {});
  assertEquals(asked({ "x-forwarded-host": "x".repeat(2000) }), {});
  assertEquals(asked({}), {});
});

Deno.test("behind a trusted proxy with TLS addresses, forms and cookies are those of https", async () => {
  const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "lounge.example" };
  const form = {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ token: "" }),
    headers: { ...headers, accept: "text/html", origin: "https://lounge.example" },
  } as const;
  await using trusting = await startLounge({ TRUSTED_PROXIES: "loopback" });
  const page = await (await fetch(trusting.url, { headers })).text();
  assertStringIncludes(page, 'href="https://lounge.example/"');
  const cookies = await fetch(`${trusting.url}/cookies`, { headers });
  assertStringIncludes(cookies.headers.get("set-cookie") ?? "", "; Secure");
  await cookies.body?.cancel();
  const posted = await fetch(`${trusting.url}/account/sign-out`, form);
  assertEquals(posted.status === 403, false);
  await posted.body?.cancel();

  await using distrusting = await startLounge();
  const refused = await fetch(`${distrusting.url}/account/sign-out`, form);
  assertEquals(refused.status, 403);
  await refused.body?.cancel();
});
