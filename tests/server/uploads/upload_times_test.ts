import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { InputError } from "../../../server/errors.ts";
import { problemResponse, toLoungeError, toProblem } from "../../../server/problems/problem.ts";
import { UploadFolder } from "../../../server/uploads/upload_form.ts";
import { ManualClock } from "../../fakes/manual_clock.ts";

const HEAD = '--lounge\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n';
const TYPE = "multipart/form-data; boundary=lounge";
const encoder = new TextEncoder();

interface Harness {
  readonly clock: ManualClock;
  readonly folder: UploadFolder;
  /** Answers uploads, failures as the app does. */
  readonly port: number;
  /** Names of the files in the folder. */
  list(): string[];
}

async function withFolder(use: (harness: Harness) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  const clock = new ManualClock();
  const folder = new UploadFolder({ directory, maxImageBytes: 100_000, clock, checkHead() {} });
  const list = () => [...Deno.readDirSync(directory)].map(({ name }) => name);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    try {
      await using form = await folder.receive(request);
      return Response.json(form.pictures.length);
    } catch (error) {
      const place = { path: "/generate", requestId: "0" };
      return problemResponse(toProblem(toLoungeError(error), place));
    }
  });
  try {
    await use({ clock, folder, port: server.addr.port, list });
    assertEquals([list(), clock.pending], [[], 0], "files or timers are left behind");
  } finally {
    await server.shutdown();
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("an upload that stalls is answered with 408, and its file removed", async () => {
  await withFolder(async ({ clock, port, list }) => {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    const lines = ["POST / HTTP/1.1", "Host: lounge", `Content-Type: ${TYPE}`];
    const start = [...lines, "Content-Length: 90000"].join("\r\n");
    await connection.write(encoder.encode(`${start}\r\n\r\n${HEAD}abc`));
    while (list().length === 0) await nextTurn();
    let answer = "";
    const heard = readProblem(connection).then((text) => answer = text);
    while (answer === "") {
      clock.advance(5000);
      await nextTurn();
    }
    await heard;
    assertStringIncludes(answer, "HTTP/1.1 408 Request Timeout\r\n");
    const { code, charged, retryable, detail } = JSON.parse(answer.slice(answer.indexOf("{")));
    assertEquals([code, charged, retryable], ["upload-timeout", "no", true]);
    assertStringIncludes(detail, "arrived for 30 seconds");
  });
});

/** Everything that comes until the problem is complete: nobody closes this connection but its client. */
async function readProblem(connection: Deno.Conn): Promise<string> {
  const piece = new Uint8Array(4096);
  let text = "";
  while (!text.endsWith("}")) {
    const count = await connection.read(piece);
    if (count === null) break;
    text += new TextDecoder().decode(piece.subarray(0, count));
  }
  return text;
}

/** A form that brings one byte each `everyMs` milliseconds, `count` times, and then ends. */
function trickle(clock: ManualClock, everyMs: number, count: number): Request {
  const last = encoder.encode("\r\n--lounge--\r\n");
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(encoder.encode(HEAD)),
    pull(stream) {
      clock.advance(everyMs);
      // Ended from the other side while the time passed.
      if (clock.pending === 0) return;
      stream.enqueue(sent++ < count ? encoder.encode("x") : last);
      if (sent > count) stream.close();
    },
  });
  return new Request("http://lounge.example", {
    method: "POST",
    body,
    headers: { "content-type": TYPE },
  });
}

Deno.test("an upload that trickles is ended after ten minutes", async () => {
  await withFolder(async ({ clock, folder }) => {
    const start = clock.now();
    const request = trickle(clock, 20_000, 1000);
    const error = await assertRejects(() => folder.receive(request), InputError, "10 minutes");
    assertEquals([error.code, clock.now() - start], ["upload-timeout", 600_000]);
  });
});

Deno.test("a slow upload that goes on is taken", async () => {
  await withFolder(async ({ clock, folder }) => {
    await using form = await folder.receive(trickle(clock, 29_000, 18));
    const [picture] = form.pictures;
    assertEquals(picture?.kind === "stored" && picture.picture.bytes, 18);
    assertEquals(clock.pending, 0);
  });
});

Deno.test("a refused body is not read on for ever", async () => {
  await withFolder(async ({ clock, folder }) => {
    const request = trickle(clock, 900, 100_000);
    const refused = new Request(request, { headers: { "content-type": "text/plain" } });
    const start = clock.now();
    await assertRejects(() => folder.receive(refused), InputError, "multipart/form-data");
    assertEquals(clock.now() - start <= 601_000, true);
  });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
