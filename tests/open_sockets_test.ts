/** A real server with as few files as systems grant, and a thousand who hold a connection and wait. */
import { assertEquals, assertLess } from "@std/assert";
import { startServer } from "./app_process.ts";
import { startHeldEndpoint } from "./islands/held_endpoint.ts";
import { drawPicture } from "./pictures.ts";
import { RawClient } from "./server/serving/raw_client.ts";

const SOCKETS = 1000;
const FILES = 1024;

Deno.test("a thousand silent connections keep no visitor out and lose no video", async () => {
  await using endpoint = await startHeldEndpoint();
  const release = endpoint.hold();
  await using app = await startServer({ HF_ENDPOINT_URL: endpoint.url }, { files: FILES });
  const url = await app.url;
  const body = new FormData();
  body.append("image", new Blob([await drawPicture({ width: 320, height: 180 })]), "photo.jpg");
  const running = fetch(`${url}/generate`, { method: "POST", body });
  const port = Number(new URL(url).port);
  const crowd: RawClient[] = [];
  for (let index = 0; index < SOCKETS; index++) {
    const client = await RawClient.open({ port });
    // Some say nothing at all, some begin and stop.
    if (index % 2 === 0) await client.send("GET / HTTP/1.1\r\nhost:").catch(() => {});
    crowd.push(client);
  }
  for (let visit = 0; visit < 5; visit++) {
    const start = performance.now();
    using visitor = await RawClient.open({ port });
    await visitor.send("GET / HTTP/1.1\r\nhost: lounge\r\nconnection: close\r\n\r\n");
    await visitor.until("</html>");
    assertLess(performance.now() - start, 1000);
  }
  release();
  const result = await (await running).json();
  assertEquals(typeof result.url, "string", JSON.stringify(result));
  for (const client of crowd) client[Symbol.dispose]();
  assertEquals(app.written.error, "");
});
