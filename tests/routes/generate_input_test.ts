import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertProblem, postPicture } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { pngHeader } from "../pictures_crafted.ts";

const MAX_IMAGE_BYTES = 50_000;
const HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><rect/></svg>`;

interface BadInput {
  readonly init: () => RequestInit | Promise<RequestInit>;
  readonly status: number;
  readonly code: string;
}

function form(parts: Readonly<Record<string, string | File>>): RequestInit {
  const body = new FormData();
  for (const [name, value] of Object.entries(parts)) body.append(name, value);
  return { body };
}

function picture(content: BlobPart, name = "photo.png", type = "image/png"): RequestInit {
  return form({ image: new File([content], name, { type }) });
}

/** So many bytes that begin as a JPEG. */
function jpegOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  bytes.set([0xff, 0xd8, 0xff]);
  return bytes;
}

function multipart(body: string): RequestInit {
  return { body, headers: { "content-type": "multipart/form-data; boundary=lounge" } };
}

/** The same form without a declared length. */
function streamed(init: RequestInit): RequestInit {
  const { body, headers } = new Request("http://lounge.example", { method: "POST", ...init });
  return { body, headers: { "content-type": headers.get("content-type") ?? "" } };
}

const PART = `--lounge\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n`;
const TOO_LARGE = jpegOf(2_000_000);

const BAD_INPUT: Readonly<Record<string, BadInput>> = {
  "a form without the field image": {
    init: () => form({ seed: "1" }),
    status: 400,
    code: "image-missing",
  },
  "a field image without a file": {
    init: () => form({ image: "photo.jpg" }),
    status: 400,
    code: "image-missing",
  },
  "an empty file": { init: () => picture(""), status: 400, code: "image-empty" },
  "a text named .png": {
    init: () => picture("just some words"),
    status: 415,
    code: "image-type-unsupported",
  },
  "an SVG": {
    init: () => picture(SVG, "a.svg", "image/svg+xml"),
    status: 415,
    code: "image-type-unsupported",
  },
  "a web page named .jpg": {
    init: () => picture("<!doctype html><script>alert(1)</script>", "a.jpg", "image/jpeg"),
    status: 415,
    code: "image-type-unsupported",
  },
  "a form in another encoding": {
    init: () => ({ body: new URLSearchParams({ image: "photo.jpg" }) }),
    status: 415,
    code: "unsupported-media-type",
  },
  "a picture without a form": {
    init: () => ({ body: "bytes", headers: { "content-type": "image/png" } }),
    status: 415,
    code: "unsupported-media-type",
  },
  "a request without a body": { init: () => ({}), status: 415, code: "unsupported-media-type" },
  "a picture that is a little too large": {
    init: () => picture(jpegOf(MAX_IMAGE_BYTES + 1)),
    status: 413,
    code: "image-too-large",
  },
  "a body of a declared length that is too large": {
    init: () => picture(TOO_LARGE),
    status: 413,
    code: "image-too-large",
  },
  "a stream that grows too large": {
    init: () => streamed(picture(TOO_LARGE)),
    status: 413,
    code: "image-too-large",
  },
  "a form that breaks off": {
    init: () => multipart(`${PART}abc`),
    status: 400,
    code: "malformed-form",
  },
  "a form without its boundary": {
    init: () => multipart("no boundary anywhere"),
    status: 400,
    code: "malformed-form",
  },
  "a form that names no boundary": {
    init: () => ({ body: PART, headers: { "content-type": "multipart/form-data" } }),
    status: 400,
    code: "malformed-form",
  },
  "a picture of a billion pixels": {
    init: () => picture(pngHeader(40_000, 25_000)),
    status: 422,
    code: "image-too-many-pixels",
  },
  "a picture that is only a header": {
    init: () => picture(pngHeader(800, 600)),
    status: 422,
    code: "image-unreadable",
  },
  "a picture that is cut off": {
    init: async () => {
      const jpeg = await drawPicture({ width: 640, height: 360 });
      return picture(jpeg.slice(0, jpeg.length / 2));
    },
    status: 422,
    code: "image-unreadable",
  },
  "a picture of a few pixels": {
    init: async () => picture(await drawPicture({ type: "image/png", width: 20, height: 20 })),
    status: 422,
    code: "image-too-small",
  },
  "a HEIC picture": {
    init: () => picture("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.heic", "image/heic"),
    status: 415,
    code: "image-heic",
  },
};

async function post(lounge: Lounge, init: RequestInit): Promise<Response> {
  return await fetch(`${lounge.url}/generate`, { method: "POST", ...init });
}

for (const [name, { init, status, code }] of Object.entries(BAD_INPUT)) {
  Deno.test(`POST /generate answers ${status} ${code} to ${name}`, async () => {
    await using lounge = await startLounge({ MAX_IMAGE_BYTES: String(MAX_IMAGE_BYTES) });
    const problem = await assertProblem(await post(lounge, await init()), { status, code });
    assertEquals(problem.charged, "no");
    assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
    assertEquals((await fetch(`${lounge.url}/robots.txt`)).status, 200);
  });
}

Deno.test("POST /generate answers a plain form's bad input with a page of the same status", async () => {
  await using lounge = await startLounge({ MAX_IMAGE_BYTES: String(MAX_IMAGE_BYTES) });
  const headers = { accept: HTML };
  for (
    const [content, status, code] of [
      ["", 400, "image-empty"],
      ["words", 415, "image-type-unsupported"],
      [TOO_LARGE, 413, "image-too-large"],
    ] as const
  ) {
    const response = await post(lounge, { ...picture(content), headers });
    const html = await response.text();
    assertEquals(response.status, status);
    assertMatch(response.headers.get("content-type") ?? "", /^text\/html/);
    assertStringIncludes(html, `href="/problems/${code}"`);
    assert(!html.includes("<script"), "the error page ships a script");
  }
});

Deno.test("POST /generate refuses what a page of another site sends", async () => {
  await using lounge = await startLounge();
  for (const headers of [{ origin: "https://evil.example" }, { origin: "null" }]) {
    const response = await postPicture(lounge, { picture: "words", headers });
    await assertProblem(response, { status: 403, code: "foreign-origin" });
  }
  for (const headers of [undefined, { origin: lounge.url }]) {
    const response = await postPicture(lounge, { picture: "words", headers });
    await assertProblem(response, { status: 415, code: "image-type-unsupported" });
  }
});

Deno.test("POST /generate takes forms from the public address of an instance behind a proxy", async () => {
  await using lounge = await startLounge({ SITE_URL: "https://lounge.example/" });
  const headers = { origin: "https://lounge.example" };
  const response = await postPicture(lounge, { picture: "words", headers });
  await assertProblem(response, { status: 415, code: "image-type-unsupported" });
});

Deno.test("a client that waits with a too large body until it is asked hears the answer", async () => {
  await using lounge = await startLounge();
  const { hostname, port } = new URL(lounge.url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const head = [
    "POST /generate HTTP/1.1",
    "Host: lounge",
    "Content-Type: multipart/form-data; boundary=lounge",
    "Content-Length: 1000000000",
    "",
    "",
  ];
  await connection.write(new TextEncoder().encode(head.join("\r\n")));
  const first = new Uint8Array(4096);
  const length = await connection.read(first) ?? 0;
  assertMatch(new TextDecoder().decode(first.subarray(0, length)), /^HTTP\/1\.1 413 /);
});
