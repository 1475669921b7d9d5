import { assertEquals, assertStringIncludes } from "@std/assert";
import { startLounge } from "../lounge.ts";

Deno.test("an upload that a server's stop interrupts is told to come again", async () => {
  await using lounge = await startLounge();
  const { hostname, port } = new URL(lounge.url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const head = [
    "POST /generate HTTP/1.1",
    "Host: lounge",
    "Content-Type: multipart/form-data; boundary=b",
    "Content-Length: 100000",
    "",
    '--b\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n',
  ];
  await connection.write(new TextEncoder().encode(head.join("\r\n")));
  while (lounge.listUploads().length === 0) {
    await connection.write(new Uint8Array([0xff, 0xd8, 0xff]));
  }
  lounge.services.uploads.stop();
  const answer = await new Response(connection.readable).text();
  assertStringIncludes(answer, "HTTP/1.1 503");
  assertStringIncludes(answer.toLowerCase(), "\r\nretry-after: 5\r\n");
  assertStringIncludes(answer, '"code":"restarting"');
  assertEquals(lounge.listUploads(), []);
});
