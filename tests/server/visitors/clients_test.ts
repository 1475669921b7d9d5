import { assertEquals, assertNotEquals } from "@std/assert";
import { Clients } from "../../../server/visitors/clients.ts";
import { Signatures } from "../../../server/visitors/signatures.ts";

const signatures = new Signatures(new Uint8Array(32));

function clientsBehind(...proxies: string[]) {
  const lines: string[] = [];
  const log = {
    info: (sentence: string, facts?: unknown) =>
      void lines.push(`${sentence} ${JSON.stringify(facts)}`),
    error() {},
  };
  const clients = new Clients({ proxies, signatures, log });
  const lineOf = (peer: string, headers: Record<string, string> = {}) =>
    clients.lineOf(new Request("http://lounge/", { headers }), {
      transport: "tcp",
      hostname: peer,
      port: 1,
    });
  return { clients, lines, lineOf };
}

Deno.test("clients of one IPv4 address or one IPv6 /64 stand in one line, whose name hides it", () => {
  const { lineOf } = clientsBehind();
  const line = lineOf("192.0.2.1");
  assertEquals(line?.length, 43);
  assertEquals(lineOf("::ffff:192.0.2.1"), line);
  assertNotEquals(lineOf("192.0.2.2"), line);
  assertEquals(lineOf("2001:db8:0:1::5"), lineOf("2001:db8:0:1:ffff::9"));
  assertNotEquals(lineOf("2001:db8:0:1::5"), lineOf("2001:db8:0:2::5"));
});

Deno.test("a trusted proxy's word counts, a stranger's does not", () => {
  const { lineOf, lines } = clientsBehind("10.0.0.0/8");
  const line = lineOf("192.0.2.1");
  assertEquals(lineOf("10.0.0.1", { "x-forwarded-for": "198.51.100.9, 192.0.2.1" }), line);
  assertEquals(lineOf("10.0.0.1", { "x-forwarded-for": "192.0.2.1, 10.0.0.2" }), line);
  assertEquals(lineOf("10.0.0.1", { forwarded: 'for="192.0.2.1:4711";proto=https' }), line);
  assertEquals(
    lineOf("10.0.0.1", { forwarded: 'for="[2001:db8::1]:47"' }),
    lineOf("2001:db8::2"),
  );
  assertEquals(lineOf("10.0.0.1", { forwarded: "for=unknown" }), undefined);
  assertEquals(lineOf("203.0.113.5", { "x-forwarded-for": "192.0.2.1" }), lineOf("203.0.113.5"));
  assertEquals(lines, []);
});

Deno.test("behind a proxy that nobody told of no address counts, which the log says once", () => {
  const { clients, lineOf, lines } = clientsBehind();
  assertEquals(clients.untoldProxy, undefined);
  assertNotEquals(lineOf("127.0.0.1"), undefined);
  assertEquals(lineOf("127.0.0.1", { "x-forwarded-for": "192.0.2.1" }), undefined);
  assertEquals(lineOf("172.17.0.1", { forwarded: "for=192.0.2.2" }), undefined);
  assertEquals(clients.untoldProxy, "172.17.0.1");
  assertEquals(lines.length, 1);
  assertEquals(lines[0]?.includes("TRUSTED_PROXIES"), true);
});
