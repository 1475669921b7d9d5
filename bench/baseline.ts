/**
 * What the app is compared with: a plain server that sends the files of the folder that its argument
 * names, after `?seconds=` if the address says so. It also plays the provider.
 */
import { join } from "node:path";

const [folder = "."] = Deno.args;

async function sendFile(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const path = join(folder, pathname);
  const delayMs = Number(searchParams.get("seconds") ?? 0) * 1000;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const file = await Deno.open(path);
  const { size } = await file.stat();
  const range = request.headers.get("range")?.match(/^bytes=(\d+)-(\d+)$/);
  if (!range) {
    return new Response(file.readable, { headers: { "content-length": String(size) } });
  }
  const [start, end] = [Number(range[1]), Number(range[2])];
  const bytes = new Uint8Array(end - start + 1);
  await file.seek(start, Deno.SeekMode.Start);
  await file.read(bytes);
  file.close();
  return new Response(bytes, { status: 206 });
}

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  // deno-lint-ignore no-console -- tells the benchmark where to send its requests
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
}, async (request) => {
  await request.body?.pipeTo(new WritableStream());
  return await sendFile(request);
});
await server.finished;
