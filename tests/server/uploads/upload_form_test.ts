import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { InputError, StorageError } from "../../../server/errors.ts";
import { FORM_LIMITS } from "../../../server/uploads/form_failures.ts";
import { UploadFolder } from "../../../server/uploads/upload_form.ts";
import type { PictureUpload } from "../../../server/uploads/uploaded_picture.ts";

const MAX_IMAGE_BYTES = 100_000;
const BOUNDARY = "lounge";

/** Serves uploads over real HTTP and tells what became of each. */
async function withFolder(
  use: (send: (init: RequestInit) => Promise<Outcome>, directory: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const folder = new UploadFolder({ directory, maxImageBytes: MAX_IMAGE_BYTES, checkHead() {} });
  await folder.open();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    try {
      await using form = await folder.receive(request);
      const pictures = await Promise.all(form.pictures.map(describe));
      return Response.json({ pictures, fields: Object.fromEntries(form.fields) });
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
  /** Hash of each picture that is stored, code of each that is refused. */
  readonly pictures?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
}

/** Checks that what is said of a picture is true of its file. */
async function describe(upload: PictureUpload): Promise<string> {
  if (upload.kind === "refused") return upload.error.code;
  const bytes = await Deno.readFile(upload.picture.path);
  assertEquals(upload.picture.bytes, bytes.length);
  assertEquals(upload.picture.sha256, hashOf(bytes));
  return upload.picture.sha256;
}

function hashOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function formOf(...pictures: readonly Blob[]): { body: FormData } {
  const body = new FormData();
  for (const picture of pictures) body.append("image", picture);
  return { body };
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
    assertEquals(outcome, {
      pictures: [hashOf(picture)],
      fields: { seed: "7", model: "local" },
    });
  });
});

Deno.test("a picture of exactly the limit is taken, one byte more is not", async () => {
  await withFolder(async (send) => {
    const largest = new Uint8Array(MAX_IMAGE_BYTES);
    const most = await send(formWith({ image: new Blob([largest]) }));
    assertEquals(most.pictures, [hashOf(largest)]);
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

Deno.test("a body of unknown length is refused beyond the limit, whatever it is made of", async () => {
  const piece = new TextEncoder().encode("x".repeat(64 * 1024));
  const limit = MAX_IMAGE_BYTES + 512 * 1024;
  await withFolder(async (send) => {
    // Nothing in front of the first boundary is of any use, so that nothing else bounds it.
    const sendPieces = async (count: number) =>
      await send({ ...rawForm(""), body: ReadableStream.from(Array(count).fill(piece)) });
    const most = Math.floor(limit / piece.length);
    assertEquals(await sendPieces(most), { code: "malformed-form" });
    assertEquals(await sendPieces(most + 1), { code: "image-too-large" });
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
  "a form with an empty boundary": [
    { body: "--\r\n", headers: { "content-type": "multipart/form-data; boundary=" } },
    "malformed-form",
  ],
  "a form with a field and a file without names": [
    rawForm(
      `--${BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\n1\r\n` +
        `--${BOUNDARY}\r\nContent-Disposition: form-data; filename="a"\r\n\r\n1\r\n` +
        `--${BOUNDARY}--\r\n`,
    ),
    "image-missing",
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

Deno.test("a limit of the form is told by its name, and nothing behind it is read", async () => {
  const text = (name: string, value = "1") =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = (name: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="a"\r\n\r\nabc\r\n`;
  const faults: readonly [string, string][] = [
    [text("fps").repeat(33), "more than 32 fields"],
    [file("photo").repeat(29), "more than 28 files"],
    [text("x".repeat(65)), "name is longer than 64 characters"],
    [text("prompt", "x".repeat(8193)), "field prompt is longer than 8 kB"],
    [text("<b>", "x".repeat(8193)), "A field is longer than 8 kB"],
  ];
  const directory = await Deno.makeTempDir();
  const folder = new UploadFolder({ directory, maxImageBytes: 50_000_000, checkHead() {} });
  for (const [parts, words] of faults) {
    let readBytes = 0;
    const rest = new Uint8Array(1_000_000);
    const pieces = [new TextEncoder().encode(parts + file("image")), ...Array(200).fill(rest)];
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(stream) {
        const piece = pieces.shift();
        readBytes += piece?.length ?? 0;
        if (piece) stream.enqueue(piece);
        else stream.close();
      },
    });
    const request = new Request("http://lounge.example", {
      method: "POST",
      ...rawForm(""),
      body,
    });
    const error = await assertRejects(() => folder.receive(request), InputError);
    assertEquals(error.code, "form-too-large");
    assertStringIncludes(error.message, words);
    assertEquals(readBytes < 70_000_000, true, `${readBytes} bytes were read`);
  }
  assertEquals([...Deno.readDirSync(directory)], []);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("what is no picture is told by its first bytes, among pictures too", async () => {
  const directory = await Deno.makeTempDir();
  const folder = new UploadFolder({ directory, maxImageBytes: 1_000_000 });
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
  const video = new TextEncoder().encode("FLV\x01" + "x".repeat(900_000));
  const receive = async (...pictures: Uint8Array<ArrayBuffer>[]) => {
    const request = new Request("http://lounge.example", {
      method: "POST",
      ...formOf(...pictures.map((picture) => new Blob([picture]))),
    });
    await using form = await folder.receive(request);
    return form.pictures.map((each) => each.kind === "refused" ? each.error.code : each.kind);
  };
  assertEquals(await receive(jpeg, video, jpeg), ["stored", "image-is-video", "stored"]);
  assertEquals((await assertRejects(() => receive(video), InputError)).code, "image-is-video");
  const many = Array.from({ length: 10 }, () => video);
  assertEquals((await assertRejects(() => receive(...many), InputError)).code, "image-is-video");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a picture in another field is asked for by the field where it was found", async () => {
  const directory = await Deno.makeTempDir();
  const folder = new UploadFolder({ directory, maxImageBytes: MAX_IMAGE_BYTES, checkHead() {} });
  const whatOf = async (parts: Readonly<Record<string, string | Blob>>) => {
    const request = new Request("http://lounge.example", { method: "POST", ...formWith(parts) });
    return (await assertRejects(() => folder.receive(request), InputError)).message;
  };
  const file = new Blob(["abc"]);
  assertStringIncludes(await whatOf({ photo: file }), "a file in its field photo, and none in");
  assertStringIncludes(await whatOf({ "images[0]": file }), "a file in its field images[0]");
  assertStringIncludes(await whatOf({ "<b>": file }), "a file in a field of another name");
  assertStringIncludes(await whatOf({ image: "photo.jpg" }), "field image holds text");
  await Deno.remove(directory, { recursive: true });
});

for (const filename of ["../../etc/passwd", "/etc/passwd", "a\u0000.jpg", "..", "x".repeat(5000)]) {
  Deno.test(`a hostile file name ${JSON.stringify(filename.slice(0, 20))} changes nothing`, async () => {
    await withFolder(async (send) => {
      const form = new FormData();
      form.append("image", new File(["abc"], filename));
      assertEquals((await send({ body: form })).pictures, [hashOf("abc")]);
    });
  });
}

Deno.test("several pictures are kept in their order, each stored or refused by itself", async () => {
  await withFolder(async (send) => {
    const { pictures } = await send(formOf(
      new Blob(["first"]),
      new Blob([new Uint8Array(MAX_IMAGE_BYTES + 1)]),
      new Blob([]),
      new Blob(["last"]),
    ));
    assertEquals(pictures, [hashOf("first"), "image-too-large", "image-empty", hashOf("last")]);
  });
});

Deno.test("a form holds as many pictures as the limit says, at their full size, and no more", async () => {
  const picture = new Blob([new Uint8Array(MAX_IMAGE_BYTES)]);
  await withFolder(async (send) => {
    const full = await send(formOf(...Array.from({ length: FORM_LIMITS.pictures }, () => picture)));
    assertEquals(full.pictures?.length, FORM_LIMITS.pictures);
    const small = Array.from({ length: FORM_LIMITS.pictures + 1 }, () => new Blob(["x"]));
    assertEquals(await send(formOf(...small)), { code: "too-many-images" });
  });
});

Deno.test("a form that breaks off after its first picture is refused whole", async () => {
  const part = 'Content-Disposition: form-data; name="image"; filename="a"\r\n\r\nabc\r\n';
  await withFolder(async (send) => {
    const outcome = await send(rawForm(`--${BOUNDARY}\r\n${part}--${BOUNDARY}\r\n${part}`));
    assertEquals(outcome, { code: "malformed-form" });
  });
});

Deno.test("a file in another field beside the picture is refused, an unused file input is not", async () => {
  await withFolder(async (send) => {
    const image = new Blob(["abc"]);
    const stray = await send(formWith({ image, photo: new Blob(["abc"]) }));
    assertEquals(stray.code, "invalid-setting");
    const unused = rawForm(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename=""\r\n\r\n\r\n` +
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nabc\r\n` +
        `--${BOUNDARY}--\r\n`,
    );
    assertEquals((await send(unused)).pictures, [hashOf("abc")]);
  });
});

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
  const folder = new UploadFolder({
    directory: `${directory}/gone`,
    maxImageBytes: 5_000_000,
    checkHead() {},
  });
  const request = new Request("http://lounge.example", {
    method: "POST",
    ...formWith({ image: new Blob([new Uint8Array(3_000_000)]) }),
  });
  const error = await assertRejects(() => folder.receive(request), StorageError);
  assertEquals(error.code, "storage-failed");
  await Deno.remove(directory, { recursive: true });
});

Deno.test("opening the folder removes what a crash left, not what is still arriving", async () => {
  const directory = await Deno.makeTempDir();
  const [old, arriving] = [`${crypto.randomUUID()}.upload`, `${crypto.randomUUID()}.upload`];
  const foreign = ["notes.upload", "other.txt"];
  for (const name of [old, arriving, ...foreign]) {
    await Deno.writeTextFile(`${directory}/${name}`, "x");
  }
  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const name of [old, ...foreign]) {
    await Deno.utime(`${directory}/${name}`, longAgo, longAgo);
  }
  await new UploadFolder({ directory, maxImageBytes: 1 }).open();
  const left = [...Deno.readDirSync(directory)].map(({ name }) => name);
  assertEquals(left.toSorted(), [arriving, ...foreign].toSorted());
  await Deno.remove(directory, { recursive: true });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
