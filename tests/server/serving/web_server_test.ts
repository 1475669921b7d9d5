import { once } from "node:events";
import { connect } from "node:net";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { eventually, PATIENCE_MS } from "../../patience.ts";
import { RawClient } from "./raw_client.ts";
import { serve, SHORT_TIMES } from "./served.ts";

const HELLO = "GET /hello HTTP/1.1\r\nhost: lounge.example\r\n\r\n";

function echo(request: Request): Response {
  return new Response(`${request.method} ${request.url}\n`);
}

Deno.test("requests that come together over one connection are answered in their order", async () => {
  await using served = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/first") await new Promise((resolve) => setTimeout(resolve, 20));
    return new Response(pathname);
  });
  using client = await RawClient.open(served);
  const head = "HTTP/1.1\r\nhost: x\r\n";
  await client.send(`GET /first ${head}\r\nGET /second ${head}connection: close\r\n\r\n`);
  const text = await client.untilClosed();
  assertMatch(text, /\/first.*\/second$/s);
  assertMatch(text, /connection: keep-alive.*connection: close/is);
});

const ADDRESSES: Readonly<Record<string, readonly [head: string, url: string]>> = {
  "a path": ["GET /a?b HTTP/1.1\r\nhost: lounge.example", "http://lounge.example/a?b"],
  "a port": ["GET / HTTP/1.1\r\nhost: lounge.example:81", "http://lounge.example:81/"],
  "40 KB": [`GET /?${"a".repeat(40_000)} HTTP/1.1\r\nhost: x`, `http://x/?${"a".repeat(40_000)}`],
  "IPv6": ["GET / HTTP/1.1\r\nhost: [::1]:81", "http://[::1]:81/"],
  "two slashes": ["GET //evil/a HTTP/1.1\r\nhost: x", "http://x//evil/a"],
  "an absolute address": ["GET http://y/a HTTP/1.1\r\nhost: x", "http://y/a"],
  "an asterisk": ["OPTIONS * HTTP/1.1\r\nhost: x", "http://x/"],
};

for (const [name, [head, url]] of Object.entries(ADDRESSES)) {
  Deno.test(`an address with ${name} is understood`, async () => {
    await using served = await serve(echo);
    using client = await RawClient.open(served);
    await client.send(`${head}\r\nconnection: close\r\n\r\n`);
    assertStringIncludes(await client.untilClosed(), ` ${url}\n`);
  });
}

const REFUSED: Readonly<Record<string, readonly [request: string, status: number]>> = {
  "what is no HTTP": ["hello there\r\n\r\n", 400],
  "a request without a host": ["GET / HTTP/1.1\r\n\r\n", 400],
  "a host with a path": ["GET / HTTP/1.1\r\nhost: x/library?\r\n\r\n", 400],
  "a host with a user": ["GET / HTTP/1.1\r\nhost: a@b\r\n\r\n", 400],
  "an absolute address with a user": ["GET http://a:b@c/ HTTP/1.1\r\nhost: x\r\n\r\n", 400],
  "a port that is none": ["GET / HTTP/1.1\r\nhost: x:99999\r\n\r\n", 400],
  "two lengths": [
    "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n",
    400,
  ],
  "a head of 70 KB": [`GET / HTTP/1.1\r\nhost: x\r\na: ${"b".repeat(70_000)}\r\n\r\n`, 431],
  "a broken line": ["GET / HTTP/1.1\r\nhost: x\r\na b: c\r\n\r\n", 400],
};

for (const [name, [request, status]] of Object.entries(REFUSED)) {
  Deno.test(`${name} is refused with ${status}, and the handler never hears of it`, async () => {
    let asked = 0;
    await using served = await serve(() => {
      asked++;
      return new Response();
    });
    using client = await RawClient.open(served);
    await client.send(request);
    assertMatch(await client.untilClosed(), new RegExp(`^HTTP/1.1 ${status} `));
    assertEquals([asked, served.logged], [0, []]);
  });
}

for (const method of ["BREW", "get", "TRACE"]) {
  Deno.test(`whoever answers decides on the method ${method}`, async () => {
    await using served = await serve((request) =>
      new Response(`${request.method} ${request.headers.get("accept")}`, { status: 501 })
    );
    using client = await RawClient.open(served);
    await client.send(
      `${method} /x HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n` +
        "Connection: close\r\n\r\n",
    );
    assertMatch(
      await client.untilClosed(),
      new RegExp(`^HTTP/1.1 501 .*${method} text/html$`, "s"),
    );
  });
}

Deno.test("who says nothing, half a head or one byte at a time is shown out", async () => {
  await using served = await serve(echo, { times: SHORT_TIMES });
  using silent = await RawClient.open(served);
  using half = await RawClient.open(served);
  await half.send("GET / HTTP/1.1\r\nhost:");
  using dripping = await RawClient.open(served);
  const drip = (async () => {
    for (const byte of `GET / HTTP/1.1\r\nhost: x\r\n${"a: b\r\n".repeat(1000)}`) {
      await dripping.send(byte);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })().catch(() => {});
  using idle = await RawClient.open(served);
  await idle.send(HELLO);
  assertMatch(await silent.untilClosed(), /^(HTTP\/1.1 408 |$)/);
  assertMatch(await half.untilClosed(), /^(HTTP\/1.1 408 |$)/);
  assertMatch(await dripping.untilClosed(), /^(HTTP\/1.1 408 |$)/);
  assertMatch(await idle.untilClosed(), /^HTTP\/1.1 200 OK.*hello\n$/s);
  await drip;
  assertEquals(served.logged, []);
});

Deno.test("an answer that takes long is waited for, whatever the times of connections", async () => {
  const answer = Promise.withResolvers<Response>();
  await using served = await serve(() => answer.promise, { times: SHORT_TIMES });
  using client = await RawClient.open(served);
  await client.send(HELLO);
  // Meanwhile three times of every kind pass for those who came later.
  for (let round = 0; round < 3; round++) {
    using later = await RawClient.open(served);
    await later.untilClosed();
  }
  answer.resolve(new Response("at last"));
  assertStringIncludes(await client.until("at last"), "200 OK");
});

Deno.test("whoever holds all connections without a word loses the oldest to each who comes", async () => {
  await using served = await serve(echo, { maxConnections: 5 });
  const silent: RawClient[] = [];
  for (let index = 0; index < 20; index++) silent.push(await RawClient.open(served));
  using visitor = await RawClient.open(served);
  await visitor.send(HELLO);
  await visitor.until("hello");
  for (const gone of silent.slice(0, 15)) assertEquals(await gone.untilClosed(), "");
  for (const client of silent) client[Symbol.dispose]();
});

Deno.test("a crowd at one address puts out its own, and nobody at another", async () => {
  await using served = await serve(echo, { maxConnections: 5 });
  const visitor = connect({ port: served.port, host: "127.0.0.1", localAddress: "127.0.0.2" });
  await once(visitor, "connect");
  const crowd: RawClient[] = [];
  for (let index = 0; index < 20; index++) crowd.push(await RawClient.open(served));
  for (const gone of crowd.slice(0, 15)) await gone.untilClosed();
  // It came first of all, and has said nothing until now.
  visitor.write(HELLO);
  const [answer] = await once(visitor, "data");
  assertMatch(String(answer), /^HTTP\/1.1 200 OK/);
  visitor.destroy();
  for (const client of crowd) client[Symbol.dispose]();
});

Deno.test("who is being answered is never put out; one too many hears when to come again", async () => {
  const answer = Promise.withResolvers<Response>();
  let asked = 0;
  await using served = await serve(() => {
    asked++;
    return answer.promise.then((answered) => answered.clone());
  }, { maxConnections: 2 });
  using one = await RawClient.open(served);
  using two = await RawClient.open(served);
  await one.send(HELLO);
  await two.send(HELLO);
  await eventually(() => assertEquals(asked, 2));
  using three = await RawClient.open(served);
  assertMatch(await three.untilClosed(), /^HTTP\/1.1 503 .*retry-after: \d+/s);
  answer.resolve(new Response("done"));
  for (const client of [one, two]) await client.until("200 OK");
});

Deno.test("who sends a body without an end makes room when nobody else can", async () => {
  await using served = await serve(async (request) => new Response(await request.text()), {
    maxConnections: 3,
  });
  const unending: RawClient[] = [];
  for (let index = 0; index < 3; index++) {
    const client = await RawClient.open(served);
    await client.send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf");
    unending.push(client);
  }
  using visitor = await RawClient.open(served);
  await visitor.send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nwhole");
  await visitor.until("whole");
  assertEquals(await unending[0]?.untilClosed(), "");
  for (const client of unending) client[Symbol.dispose]();
  assertEquals(served.logged, []);
});

Deno.test("a crowd that is being answered on most connections makes room for another address", async () => {
  const answer = Promise.withResolvers<Response>();
  let asked = 0;
  await using served = await serve((request) => {
    if (request.url.endsWith("/hello")) return new Response("hello");
    asked++;
    return answer.promise;
  }, { maxConnections: 3 });
  const crowd: RawClient[] = [];
  for (let index = 0; index < 3; index++) {
    const client = await RawClient.open(served);
    await client.send("GET /held HTTP/1.1\r\nhost: x\r\n\r\n");
    crowd.push(client);
  }
  await eventually(() => assertEquals(asked, 3));
  const visitor = connect({ port: served.port, host: "127.0.0.1", localAddress: "127.0.0.2" });
  visitor.write(HELLO);
  const [first] = await once(visitor, "data");
  assertMatch(String(first), /^HTTP\/1.1 200 OK/);
  assertEquals(await crowd[0]?.untilClosed(), "");
  visitor.destroy();
  answer.resolve(new Response());
  for (const client of crowd) client[Symbol.dispose]();
});

Deno.test("a head is answered without a body, and with the length that the whole has", async () => {
  await using served = await serve(() =>
    new Response(null, { headers: { "content-length": "55", "content-type": "video/mp4" } })
  );
  using client = await RawClient.open(served);
  await client.send("HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
  assertMatch(await client.untilClosed(), /content-length: 55\r\n.*\r\n\r\n$/is);
});

for (const status of [204, 304]) {
  Deno.test(`an answer of ${status} has neither body nor length`, async () => {
    await using served = await serve(() => new Response(null, { status }));
    using client = await RawClient.open(served);
    await client.send(HELLO.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
    const text = await client.untilClosed();
    assertMatch(text, new RegExp(`^HTTP/1.1 ${status} .*\r\n\r\n$`, "s"));
    assertEquals(/content-length|transfer-encoding/i.test(text), false, text);
  });
}

Deno.test("cookies that an answer sets stay apart, and those of a request become one", async () => {
  await using served = await serve(({ headers }) =>
    new Response(headers.get("cookie"), {
      headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["vary", "x"]],
    })
  );
  using client = await RawClient.open(served);
  await client.send(
    "GET / HTTP/1.1\r\nhost: x\r\nCookie: c=3\r\nCookie: d=4\r\n" +
      "connection: close\r\n\r\n",
  );
  assertMatch(await client.untilClosed(), /set-cookie: a=1\r\nset-cookie: b=2\r\n.*c=3; d=4$/is);
});

Deno.test("a client that waits for leave to send its body gets it when that is read", async () => {
  await using served = await serve(async (request) => {
    const isWanted = new URL(request.url).pathname === "/wanted";
    return isWanted ? new Response(await request.text()) : new Response("no", { status: 413 });
  });
  const ask = (path: string) =>
    `POST ${path} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 4\r\n\r\n`;
  using wanted = await RawClient.open(served);
  await wanted.send(ask("/wanted"));
  await wanted.until("100 Continue\r\n\r\n");
  await wanted.send("body");
  assertMatch(await wanted.until("body"), /^HTTP\/1.1 100 .*200 OK/s);
  using unwanted = await RawClient.open(served);
  await unwanted.send(ask("/unwanted"));
  assertMatch(await unwanted.untilClosed(), /^HTTP\/1.1 413 .*connection: close/is);
});

Deno.test("a body is taken no faster than it is read", async () => {
  const reading = Promise.withResolvers<void>();
  await using served = await serve(async (request) => {
    const reader = request.body?.getReader();
    await reader?.read();
    await reading.promise;
    let bytes = 0;
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      bytes += next.value.length;
    }
    return new Response(String(bytes));
  });
  const size = 64 * 1024 * 1024;
  using client = await RawClient.open(served);
  await client.send(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${size}\r\n\r\n`);
  let sent = 0;
  const sending = (async () => {
    const piece = "x".repeat(1024 * 1024);
    for (; sent < size; sent += piece.length) await client.send(piece);
  })();
  // What systems keep for both ends is some megabytes.
  let before = -1;
  while (before !== sent) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert(sent < size / 2, `${sent} bytes were taken`);
  reading.resolve();
  await sending;
  await client.until("200 OK");
});

Deno.test("an endless answer is made no faster than it is taken, and ends when its client leaves", async () => {
  let made = 0;
  const left = Promise.withResolvers<void>();
  await using served = await serve(() => {
    return new Response(
      new ReadableStream({
        pull(stream) {
          made++;
          stream.enqueue(new Uint8Array(65_536));
        },
        cancel: () => left.resolve(),
      }, { highWaterMark: 0 }),
      { headers: { "content-type": "video/mp4" } },
    );
  });
  using client = await RawClient.open(served);
  await client.send(HELLO);
  await client.until("200 OK");
  let before = -1;
  while (before !== made) {
    before = made;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert(made < 1000, `${made} pieces were made`);
  client[Symbol.dispose]();
  await left.promise;
  assertEquals(served.logged, []);
});

Deno.test("a client that leaves while it is waited for aborts the request and is no fault", async () => {
  const left = Promise.withResolvers<unknown>();
  await using served = await serve(async (request) => {
    await request.text();
    const { signal } = request;
    signal.addEventListener("abort", () => left.resolve(signal.reason));
    await left.promise;
    return new Response("too late");
  });
  using client = await RawClient.open(served);
  await client.send(
    `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n${"x".repeat(1e5)}`,
  );
  setTimeout(() => client[Symbol.dispose](), 50);
  assertEquals((await left.promise as { code: string }).code, "canceled");
  assertEquals(served.logged, []);
});

Deno.test("a client that leaves within its body fails its reading, and nothing else", async () => {
  const failed = Promise.withResolvers<unknown>();
  await using served = await serve(async (request) => {
    await request.text().catch(failed.resolve);
    return new Response();
  });
  using client = await RawClient.open(served);
  await client.send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf");
  setTimeout(() => client[Symbol.dispose](), 50);
  assert(await failed.promise instanceof TypeError);
  assertEquals(served.logged, []);
});

Deno.test("an answer that breaks is cut off, not ended, and logged with its reason", async () => {
  await using served = await serve(() =>
    new Response(ReadableStream.from((async function* () {
      yield new Uint8Array(10);
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new Error("the disk is gone");
    })()))
  );
  using client = await RawClient.open(served);
  await client.send(HELLO);
  const text = await client.untilClosed();
  assertEquals(text.endsWith("0\r\n\r\n"), false);
  await eventually(() => assertEquals(served.logged.length, 1));
  assertStringIncludes(served.logged[0] ?? "", "the disk is gone");
});

Deno.test("events come one by one, as soon as each is told", async () => {
  const events = new TransformStream<string, string>();
  const writer = events.writable.getWriter();
  await using served = await serve(() =>
    new Response(events.readable.pipeThrough(new TextEncoderStream()), {
      headers: { "content-type": "text/event-stream" },
    })
  );
  using client = await RawClient.open(served);
  await client.send(HELLO.replace("\r\n\r\n", "\r\naccept-encoding: br\r\n\r\n"));
  // The head comes before there is anything to tell.
  await client.until("text/event-stream");
  for (const event of ["one", "two", "three"]) {
    await writer.write(`data: ${event}\n\n`);
    await client.until(event);
  }
  await writer.close();
  await client.until("0\r\n\r\n");
});

Deno.test("a server that stops answers what it has begun, and lets nobody else in", async () => {
  const answer = Promise.withResolvers<Response>();
  const asked = Promise.withResolvers<void>();
  const served = await serve(() => {
    asked.resolve();
    return answer.promise;
  });
  using silent = await RawClient.open(served);
  using client = await RawClient.open(served);
  await client.send(HELLO);
  await asked.promise;
  const stopped = served.server.shutdown();
  assertEquals(await silent.untilClosed(), "");
  await eventually(() =>
    Deno.connect({ port: served.port }).then((late) => {
      late.close();
      throw new Error("it still listens");
    }, () => {})
  );
  answer.resolve(new Response("goodbye"));
  assertMatch(await client.untilClosed(), /200 OK.*goodbye$/s);
  await stopped;
});

Deno.test("the handler hears who asks, over IPv6 too", async () => {
  await using served = await serve((_, { remoteAddr }) => Response.json(remoteAddr), {
    hostname: "::1",
  });
  const address = await (await fetch(`http://[::1]:${served.port}/`)).json();
  assertEquals([address.hostname, address.transport], ["::1", "tcp"]);
});

Deno.test("a listener that the system has cut off listens again", async () => {
  const script = `
    // Deno panics when it has no descriptor left for its first signal.
    Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
    import { serveRequests } from "./server/serving/web_server.ts";
    const log = { info() {}, error: (sentence) => console.log(sentence) };
    const { addr } = await serveRequests(() => Promise.resolve(new Response("here")), {
      hostname: "127.0.0.1", port: 0, log, maxConnections: 1000, checkMs: 200,
      // Longer than the crowd takes to come on a busy machine.
      times: { headersTimeout: 30000, requestTimeout: 30000, keepAliveTimeout: 500,
        connectionsCheckingInterval: 50 },
    });
    console.log(addr.port);`;
  const child = new Deno.Command("sh", {
    args: ["-c", `ulimit -n 64; exec "${Deno.execPath()}" run --allow-all -`],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(script));
  await input.close();
  const lines = child.stdout.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  const port = parseInt((await lines.next()).value ?? "");
  const crowd: RawClient[] = [];
  for (let index = 0; index < 80; index++) crowd.push(await RawClient.open({ port }));
  assertStringIncludes((await lines.next()).value ?? "", "nothing comes through");
  for (const client of crowd) client[Symbol.dispose]();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  await eventually(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal });
    assertEquals(await response.text(), "here");
  });
  child.kill("SIGTERM");
  await lines.return?.();
  await child.status;
});
