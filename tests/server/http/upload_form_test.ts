import { assertEquals, assertRejects } from "@std/assert";
import { InputError, StorageError } from "../../../server/generation/errors.ts";
import { UploadFolder } from "../../../server/http/upload_form.ts";

const MAX_IMAGE_BYTES = 100_000;
const BOUNDARY = "lounge";

/** Serves uploads over real HTTP and tells what became of each. */
async function withFolder(
  use: (send: (init: RequestInit) => Promise<Outcome>, directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const folder = new UploadFolder({ directory, maxImageBytes: MAX_IMAGE_BYTES });
  await folder.open();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    try {
      await using form = await folder.receive(request);
      const picture = await Deno.readFile(form.picturePath);
      return Response.json({ bytes: [...picture], fields: Object.fromEntries(form.fields) });
    } catch (error) {
      return Response.json({ code: error instanceof InputError ? error.code : String(error) });
    }
  });
  const send = async (init: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${server.addr.port}/`, {
      method: "POST",
      ...init,
    });
    return await response.json() as Outcome;
  };
  try {
    await use(send, directory);
    assertEquals([...Deno.readDirSync(directory)], [], "files are left behind");
  } finally {
    await server.shutdown();
    await Deno.remove(directory, { recursive: true });
  }
}

interface Outcome {
  readonly code?: string;
  readonly bytes?: readonly number[];
  readonly fields?: Readonly<Record<string, string>>;
}

function formWith(parts: Readonly<Record<string, string | Blob>>): { body: FormData } {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) body.append(name, value);
  return { body };
}

function rawForm(body: string): RequestInit {
  return { body, headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` } };
}

Deno.test("a form keeps the picture byte for byte and the fields beside it", async () => {
  const picture = crypto.getRandomValues(new Uint8Array(50_000));
  await withFolder(async (send) => {
    const outcome = await send(formWith({ seed: "7", image: new Blob([picture]), model: "local" }));
    assertEquals(outcome, { bytes: [...picture], fields: { seed: "7", model: "local" } });
  });
});

Deno.test("a picture of exactly the limit is taken, one byte more is not", async () => {
  await withFolder(async (send) => {
    const most = await send(formWith({ image: new Blob([new Uint8Array(MAX_IMAGE_BYTES)]) }));
    assertEquals(most.bytes?.length, MAX_IMAGE_BYTES);
    const more = await send(formWith({ image: new Blob([new Uint8Array(MAX_IMAGE_BYTES + 1)]) }));
    assertEquals(more, { code: "image-too-large" });
  });
});

Deno.test("a body that is far over the limit is refused, declared or streamed", async () => {
  const huge = new Blob([new Uint8Array(3_000_000)]);
  await withFolder(async (send) => {
    assertEquals(await send(formWith({ image: huge })), { code: "image-too-large" });
    const { body, headers } = new Request("http://lounge.example", {
      method: "POST",
      ...formWith({ image: huge }),
    });
    const streamed = await send({
      body,
      headers: { "content-type": headers.get("content-type") ?? "" },
    });
    assertEquals(streamed, { code: "image-too-large" });
  });
});

const FAULTS: Readonly<Record<string, readonly [RequestInit, string]>> = {
  "a form without the field image": [formWith({ seed: "1" }), "image-missing"],
  "a field image that is text": [formWith({ image: "hello" }), "image-missing"],
  "a file in another field": [formWith({ photo: new Blob(["abc"]) }), "image-missing"],
  "an empty file": [formWith({ image: new Blob([]) }), "image-empty"],
  "a JSON body": [
    { body: "{}", headers: { "content-type": "application/json" } },
    "unsupported-media-type",
  ],
  "a body without a type": [{ body: new Uint8Array(3) }, "unsupported-media-type"],
  "a form without a boundary": [
    { body: "x", headers: { "content-type": "multipart/form-data" } },
    "malformed-form",
  ],
  "a form without a body": [rawForm(""), "malformed-form"],
  "a form of something else": [rawForm("no boundary anywhere"), "malformed-form"],
  "a form that breaks off inside another part": [
    rawForm(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\nabc`,
    ),
    "malformed-form",
  ],
  "a form that breaks off inside a part's header": [
    rawForm(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="im`),
    "malformed-form",
  ],
  "a form that breaks off inside the picture": [
    rawForm(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\nabc`,
    ),
    "malformed-form",
  ],
};

for (const [name, [init, code]] of Object.entries(FAULTS)) {
  Deno.test(`${name} is refused as ${code}`, async () => {
    await withFolder(async (send) => assertEquals(await send(init), { code }));
  });
}

for (const filename of ["../../etc/passwd", "/etc/passwd", "a\u0000.jpg", "..", "x".repeat(5000)]) {
  Deno.test(`a hostile file name ${JSON.stringify(filename.slice(0, 20))} changes nothing`, async () => {
    await withFolder(async (send) => {
      const form = new FormData();
      form.append("image", new File(["abc"], filename));
      assertEquals((await send({ body: form })).bytes, [97, 98, 99]);
    });
  });
}

Deno.test("a client that leaves in the middle leaves no file behind", async () => {
  await withFolder(async (send, directory) => {
    const head =
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n`;
    let arrived = () => {};
    const leaving = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(new TextEncoder().encode(head + "x".repeat(50_000)));
        arrived = () => leaving.abort();
      },
    });
    const sent = send({ ...rawForm(""), body, signal: leaving.signal });
    while ([...Deno.readDirSync(directory)].length === 0) await nextTurn();
    arrived();
    await assertRejects(() => sent);
    while ([...Deno.readDirSync(directory)].length > 0) await nextTurn();
  });
});

Deno.test("a folder that cannot be written is a storage failure, and the upload still ends", async () => {
  const directory = await Deno.makeTempDir();
  const folder = new UploadFolder({ directory: `${directory}/gone`, maxImageBytes: 5_000_000 });
  const request = new Request("http://lounge.example", {
    method: "POST",
    ...formWith({ image: new Blob([new Uint8Array(3_000_000)]) }),
  });
  const error = await assertRejects(() => folder.receive(request), StorageError);
  assertEquals(error.code, "storage-failed");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("opening the folder removes what a crash left", async () => {
  const directory = await Deno.makeTempDir();
  await Deno.writeTextFile(`${directory}/old.upload`, "x");
  await Deno.writeTextFile(`${directory}/other.txt`, "x");
  await new UploadFolder({ directory, maxImageBytes: 1 }).open();
  assertEquals([...Deno.readDirSync(directory)].map(({ name }) => name), ["other.txt"]);
  await Deno.remove(directory, { recursive: true });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
