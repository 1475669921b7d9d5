/** What Deno's own `fetch` does and says; a version that does otherwise must fail here. */
import { assertEquals, assertRejects } from "@std/assert";
import { bodySentOnce, isNeverSent } from "../../../server/providers/paid_request.ts";
import {
  closedHost,
  readRequest,
  sendUntilItDies,
  startDyingServer,
  TalkingPort,
  writeAll,
} from "../../fakes/talking_port.ts";

const BODY = new Uint8Array(100_000);

async function post(url: string): Promise<void> {
  const response = await fetch(url, { method: "POST", body: bodySentOnce(BODY) });
  await response.bytes();
}

async function isSaidToBeUnsent(url: string): Promise<boolean> {
  return isNeverSent(await assertRejects(() => post(url)));
}

Deno.test("a request on a kept connection that breaks before the answer is not sent again", async () => {
  await using server = startDyingServer(new Uint8Array(10));
  const { sent, failure } = await sendUntilItDies(() => post(`http://${server.host}/`));
  assertEquals([server.received(), isNeverSent(failure)], [sent, false]);
});

Deno.test("a request on a new connection that breaks before the answer is not sent again", async () => {
  let received = 0;
  await using port = new TalkingPort(async (connection) => {
    if (await readRequest(connection)) received++;
  });
  assertEquals(await isSaidToBeUnsent(`http://${port.host}/`), false);
  assertEquals(received, 1);
});

Deno.test("what a provider that closes at once has read is not known", async () => {
  await using port = new TalkingPort(() => Promise.resolve());
  assertEquals(await isSaidToBeUnsent(`http://${port.host}/`), false);
});

Deno.test("an answer that is no HTTP comes after the request, whatever it says", async () => {
  await using port = new TalkingPort(async (connection) => {
    await readRequest(connection);
    await writeAll(connection, "client error (Connect): dns error\r\n\r\n");
  });
  assertEquals(await isSaidToBeUnsent(`http://${port.host}/`), false);
});

Deno.test("an address cannot pass for a connection that did not come about", async () => {
  const words = "x): client error (Connect): dns error";
  await using port = new TalkingPort(async (connection) => void await readRequest(connection));
  assertEquals(await isSaidToBeUnsent(`http://${port.host}/${words}?${words}#${words}`), false);
});

Deno.test("nothing is sent to a port where nobody listens", async () => {
  assertEquals(await isSaidToBeUnsent(`http://${await closedHost()}/a b?c=(d): e`), true);
});

Deno.test("nothing is sent to a name that has no address", async () => {
  assertEquals(await isSaidToBeUnsent("http://no-such-host.invalid/"), true);
});

Deno.test("nothing is sent where TLS does not come about", async () => {
  await using plain = new TalkingPort(async (connection) => {
    await connection.read(new Uint8Array(16 * 1024));
    await writeAll(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  assertEquals(await isSaidToBeUnsent(`https://${plain.host}/`), true);
  await using closing = new TalkingPort(() => Promise.resolve());
  assertEquals(await isSaidToBeUnsent(`https://${closing.host}/`), true);
});

Deno.test("a call that is aborted may have been sent", async () => {
  const controller = new AbortController();
  await using port = new TalkingPort(async (connection) => {
    await readRequest(connection);
    controller.abort();
  });
  const { signal } = controller;
  const init = { method: "POST", body: bodySentOnce(BODY), signal };
  const error = await assertRejects(() => fetch(`http://${port.host}/`, init));
  assertEquals(isNeverSent(error), false);
});
