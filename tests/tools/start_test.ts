import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dirname } from "node:path";
import { get, type IncomingMessage } from "node:http";
import { startBelow, startTask } from "../app_process.ts";
import { cookieOf } from "../generate_client.ts";
import { eventually } from "../patience.ts";
import { drawPicture } from "../pictures.ts";

/** How the answer is compressed for browsers; `fetch` would not tell. */
async function encodingOf(url: string, accept: string, cookies = {}): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(url, { headers: { ...cookies, accept, "accept-encoding": "gzip, deflate, br" } }, resolve)
    .on("error", reject);
  const answer = await promise;
  answer.destroy();
  assertStringIncludes(answer.headers["content-type"] ?? "", accept);
  return answer.headers["content-encoding"];
}

Deno.test("the start task says what is on, makes a video, and ends cleanly when it is told to", async () => {
  await using app = await startTask("start");
  const url = await app.url;
  assertMatch(
    app.written.out,
    /^\nAI Lounge After Dark is open\.\n\n {2}Open {4}http:\/\/127\.0\.0\.1:\d+$/m,
  );
  assertStringIncludes(app.written.out, "Videos  Local motion preview, built in (default)");
  assertStringIncludes(app.written.out, "Set HF_API_TOKEN (see .env.example)");

  const body = new FormData();
  body.append("image", new Blob([await drawPicture({ width: 320, height: 180 })]), "photo.jpg");
  const response = await fetch(`${url}/generate`, { method: "POST", body });
  const result = await response.json();
  assertEquals(response.status, 200, JSON.stringify(result));
  const video = await (await fetch(url + result.url)).bytes();
  assertEquals(video.length, result.bytes);
  assertEquals(await encodingOf(url, "text/html"), "br");
  assertEquals(await encodingOf(`${url}/status`, "application/json"), "br");
  assertEquals(await encodingOf(url + result.url, "video/mp4"), undefined);
  assertEquals(
    await encodingOf(`${url}${result.page}/events`, "text/event-stream", cookieOf(response)),
    undefined,
  );

  app.kill("SIGTERM");
  const { code, signal } = await app.status;
  assertEquals([code, signal], [0, null], app.written.error);
  assertEquals(app.written.error, "");
  Deno.listen({ hostname: "127.0.0.1", port: Number(new URL(url).port) }).close();
});

Deno.test("the start task names the endpoint's model first and warns of a missing token", async () => {
  await using app = await startTask("start", { HF_ENDPOINT_URL: "http://127.0.0.1:9/video" });
  await app.url;
  assertStringIncludes(
    app.written.out,
    "Videos  Stable Video Diffusion XT at your endpoint (default)",
  );
  assertStringIncludes(app.written.out, "HF_API_TOKEN is not set");
});

Deno.test("a taken port is one sentence and exit code 1", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const untouched = `${await Deno.makeTempDir({ prefix: "untouched-" })}/data`;
  await using app = await startTask("start", { PORT: String(port), DATA_DIR: untouched });
  assertEquals((await app.status).code, 1);
  assertEquals([...Deno.readDirSync(dirname(untouched))], [], "nothing is opened before");
  await Deno.remove(dirname(untouched));
  assertEquals(
    app.written.error,
    `Port ${port} is taken. Stop the other program, or set PORT to a free one.\n`,
  );
});

Deno.test("a host that is not this machine's is one sentence and exit code 1", async () => {
  await using app = await startTask("start", { HOST: "192.0.2.1" });
  assertEquals((await app.status).code, 1);
  assertEquals(
    app.written.error,
    "Cannot listen on HOST=192.0.2.1: it is not an address of this machine.\n",
  );
});

Deno.test("wrong settings are all told at once, without their values and without a stack", async () => {
  await using app = await startTask("start", {
    PORT: "eight thousand",
    HF_ENDPOINT_URL: "ftp://hunter2",
    MAX_IMAGE_BYTES: "0",
    DAILY_SPEND_LIMT_USD: "8",
  });
  assertEquals((await app.status).code, 1);
  assertEquals(app.written.out, "");
  const [first, ...faults] = app.written.error.trimEnd().split("\n  ");
  assertEquals(first, "These settings are wrong:");
  assertStringIncludes(app.written.error, "Did you mean DAILY_SPEND_LIMIT_USD?");
  assertEquals(faults.map((fault) => fault.split(" ")[0]).sort(), [
    "DAILY_SPEND_LIMT_USD",
    "HF_ENDPOINT_URL",
    "MAX_IMAGE_BYTES",
    "PORT",
  ]);
  assertEquals(/hunter2|eight|\bat \w/.exec(app.written.error), null);
});

Deno.test("a folder that cannot be written is a sentence and exit code 1", async () => {
  const file = await Deno.makeTempFile();
  try {
    await using app = await startTask("start", { VIDEOS_DIR: file });
    assertEquals((await app.status).code, 1);
    assertMatch(app.written.error, /^[^\n]*VIDEOS_DIR[^\n]*\n$/);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("a database that is none is a sentence and exit code 1", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${directory}/lounge.sqlite`, "This is a diary.\n".repeat(500));
    await using app = await startTask("start", { DATA_DIR: directory });
    assertEquals((await app.status).code, 1);
    assertEquals(
      app.written.error,
      `The server cannot keep its files. The database ${directory}/lounge.sqlite: ` +
        "file is not a database. Check VIDEOS_DIR and DATA_DIR.\n",
    );
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("a cookie key that is none is a sentence and exit code 1", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${directory}/cookie.key`, "sesame");
    await using app = await startTask("start", { DATA_DIR: directory });
    assertEquals((await app.status).code, 1);
    assertMatch(app.written.error, /^[^\n]*cookie\.key holds no key[^\n]*\n$/);
    assertEquals(await Deno.readTextFile(`${directory}/cookie.key`), "sesame");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("model files that cannot be used are told by path, place and reason", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${directory}/ours.json`, '{\n  "id": "ours",\n}');
    await using app = await startTask("start", { MODELS_DIR: directory });
    assertEquals((await app.status).code, 1);
    assertEquals(
      app.written.error,
      `These model files cannot be used:\n  ${directory}/ours.json: line 3, column 1: ` +
        "is not JSON: Expected double-quoted property name\n",
    );
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("the server ends when npx, which started it, is ended", async () => {
  await using app = await startBelow("sh", { npm_command: "exec" });
  const url = await app.url;
  assertEquals(await fetch(`${url}/healthz`).then((response) => response.text()), "ok\n");
  // As npx goes: without a word to those below.
  app.kill("SIGKILL");
  await app.status;
  await eventually(async () => {
    const isGone = await fetch(`${url}/healthz`).then((response) => response.text()).catch(() =>
      "gone"
    );
    assertEquals(isGone, "gone");
  });
});
