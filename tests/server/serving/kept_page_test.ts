import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { keepFrontPage } from "../../../server/serving/kept_page.ts";
import { cookieOf, postPicture } from "../../generate_client.ts";
import { startLounge } from "../../lounge.ts";
import { eventually } from "../../patience.ts";
import { drawPicture } from "../../pictures.ts";

/** A handler that counts its pages, each with a nonce of its own. */
function countingPage(status = 200, siteUrl?: string) {
  const clock = { now: 0, made: 0, words: "first" };
  const handler = keepFrontPage(() => {
    const nonce = `n${++clock.made}`;
    return Promise.resolve(
      new Response(
        `<script nonce="${nonce}">go(1)</script><p>${clock.words}</p>${"x".repeat(100)}`,
        {
          status,
          headers: {
            "content-type": "text/html",
            "content-security-policy": `script-src 'self' 'nonce-${nonce}'`,
            "vary": "Cookie",
          },
        },
      ),
    );
  }, { now: () => clock.now, siteUrl });
  const ask = async (path = "/", init: RequestInit = {}, host = "lounge") => {
    const response = await handler(new Request(`http://${host}${path}`, init));
    return { text: await response.text(), response };
  };
  return { clock, ask };
}

Deno.test("the page is made once a second, after the first asker of an origin", async () => {
  const { clock, ask } = countingPage();
  await ask();
  await Promise.all(Array.from({ length: 20 }, () => ask()));
  assertEquals(clock.made, 2);
  clock.words = "second";
  clock.now = 1001;
  // Whoever asks meanwhile gets the page of before.
  await eventually(async () => assertEquals((await ask()).text.includes("second"), true));
  assertEquals(clock.made, 3);
});

Deno.test("whoever brings something of their own gets a page of their own", async () => {
  const { clock, ask } = countingPage();
  await ask();
  await ask();
  const own: HeadersInit[] = [{ cookie: "a=b" }, { authorization: "Bearer x" }];
  for (const headers of own) {
    const made = clock.made;
    await ask("/", { headers });
    assertEquals(clock.made, made + 1);
  }
  for (const [path, method] of [["/?model=x", "GET"], ["/library", "GET"], ["/", "POST"]]) {
    const made = clock.made;
    await ask(path, { method: method ?? "GET" });
    assertEquals(clock.made, made + 1, `${method} ${path}`);
  }
});

Deno.test("nothing but the page itself is kept, and of few origins", async () => {
  const refusals = countingPage(421);
  for (let turn = 0; turn < 5; turn++) await refusals.ask();
  assert(refusals.clock.made >= 5);
  const { clock, ask } = countingPage();
  for (let host = 0; host < 100; host++) await ask("/", {}, `host${host}`);
  const made = clock.made;
  await ask("/", {}, "host99");
  await ask("/", {}, "host99");
  assertEquals(clock.made, made + 2);
});

Deno.test("refused hosts take no place, and after a silence the page is made anew", async () => {
  const { clock, ask } = countingPage();
  await ask();
  await ask();
  clock.words = "second";
  clock.now = 60_000;
  assertEquals((await ask()).text.includes("second"), true);
  const refusing = countingPage(421);
  for (let host = 0; host < 20; host++) await refusing.ask("/", {}, `evil${host}.example`);
  assertEquals(refusing.clock.made, 20);
});

Deno.test("an instance with one address keeps that one alone", async () => {
  const { clock, ask } = countingPage(200, "http://lounge");
  for (let turn = 0; turn < 3; turn++) await ask("/", {}, "other");
  assertEquals(clock.made, 3);
  for (let turn = 0; turn < 3; turn++) await ask();
  assertEquals(clock.made, 5);
});

Deno.test("no nonce is shared: the kept page's scripts are allowed by their hashes", async () => {
  const { ask } = countingPage();
  await ask();
  const { text, response } = await ask();
  assertFalse(text.includes("nonce"));
  // printf 'go(1)' | openssl dgst -sha256 -binary | base64
  assertEquals(
    response.headers.get("content-security-policy"),
    "script-src 'self' 'sha256-oopyQloGglvWmMz5jW49OLcPG4Zf/xbfwxZIQgBfJ+w='",
  );
});

Deno.test("the front page goes out packed as its client likes, with the headers that it always has", async () => {
  await using lounge = await startLounge();
  const ask = async (headers: Record<string, string>, method = "GET") => {
    const { hostname, port } = new URL(lounge.url);
    using connection = await Deno.connect({ hostname, port: Number(port) });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `${method} / HTTP/1.1\r\nHost: lounge\r\nConnection: close\r\n${
      lines.join("")
    }\r\n`;
    await connection.write(new TextEncoder().encode(head));
    const answer = await new Response(connection.readable).bytes();
    const text = new TextDecoder("latin1").decode(answer);
    const end = text.indexOf("\r\n\r\n") + 4;
    return { head: text.slice(0, end).toLowerCase(), body: answer.slice(end) };
  };
  const first = await ask({});
  const plain = await ask({});
  assertMatch(plain.head, /script-src 'self'( 'sha256-[\w+/=]{44}')+;/);
  const namesOf = (head: string) =>
    head.split("\r\n").slice(1).map((line) => line.split(":")[0]).filter(Boolean).sort();
  assertEquals(namesOf(plain.head), namesOf(first.head));
  const brotli = await ask({ "accept-encoding": "gzip, deflate, br" });
  assertMatch(brotli.head, /\r\ncontent-encoding: br\r\n/);
  assertMatch(brotli.head, /\r\nvary: accept-encoding, cookie\r\n/);
  assertEquals(new Uint8Array(brotliDecompressSync(brotli.body)), plain.body);
  const gzip = await ask({ "accept-encoding": "gzip" });
  assertEquals(new Uint8Array(gunzipSync(gzip.body)), plain.body);
  const head = await ask({}, "HEAD");
  assertEquals(head.body.length, 0);
  assertMatch(head.head, new RegExp(`content-length: ${plain.body.length}\r\n`));
});

Deno.test("a visitor with a history sees it on the front page, and no one else does", async () => {
  await using lounge = await startLounge();
  const made = await postPicture(lounge, {
    picture: await drawPicture(),
    fields: { seconds: "1", fps: "8" },
  });
  const { id } = await made.json();
  for (let turn = 0; turn < 3; turn++) {
    const stranger = await (await fetch(lounge.url)).text();
    const owner = await (await fetch(lounge.url, { headers: cookieOf(made) })).text();
    assertEquals([stranger.includes(id), owner.includes(id)], [false, true]);
  }
});
