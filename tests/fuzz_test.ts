/**
 * What comes from outside, drawn by chance: whatever it is, it is taken or refused by an expected failure,
 * soon and without a trace. `FUZZ_CASES` says how many cases each property gets; 100,000 in all were run
 * once for each release.
 */
import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "npm:fast-check@^4.10.2";
import { bmpHeader } from "../contract/formats/bmp_header.ts";
import { isoBoxes } from "../contract/formats/iso_boxes.ts";
import { jpegParts } from "../contract/formats/jpeg_parts.ts";
import { orientationOf } from "../contract/formats/orientation.ts";
import { pngChunks } from "../contract/formats/png_chunks.ts";
import { webpHeader } from "../contract/formats/webp_header.ts";
import { IMAGE_TYPES } from "../contract/image_limits.ts";
import { sniffUpload } from "../contract/upload_kind.ts";
import { parseVideoRecipe } from "../contract/video_recipe.ts";
import { LoungeError } from "../server/errors.ts";
import { routeName } from "../server/observing/route_names.ts";
import { pictureHeader } from "../server/pictures/picture_header.ts";
import { readShortForm } from "../server/protocol/short_form.ts";
import { parseErrorBody } from "../server/providers/upstream_answer.ts";
import { UploadFolder } from "../server/uploads/upload_form.ts";
import { readCookies } from "../server/visitors/cookies.ts";
import { Signatures } from "../server/visitors/signatures.ts";
import { openedByKey, readVisitorId } from "../server/visitors/signed_ids.ts";
import { READ_HEADERS } from "../server/protocol/read_header.ts";
import { drawPicture } from "./pictures.ts";
import { HEADER_PARSERS } from "./server/protocol/header_parsers.ts";
import { smallVideo } from "./small_video.ts";

const CASES = Number(Deno.env.get("FUZZ_CASES") ?? 150);
const MAX_MS = 1000;
const signatures = new Signatures(new Uint8Array(32));

/** Checks a property many times; a case that takes a second is a fault as well. */
async function holds<Value>(
  arbitrary: fc.Arbitrary<Value>,
  check: (value: Value) => unknown,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitrary, async (value) => {
      const begun = performance.now();
      await check(value);
      assertLess(performance.now() - begun, MAX_MS);
    }),
    { numRuns: CASES },
  );
}

/** Lets through what is expected, and nothing else. */
async function expectedAtMost(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof LoungeError)) throw error;
  }
}

/** A file with bytes changed, cut out and put in. */
function damagedOf(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const damage = fc.record({
    sample: fc.constantFrom(...samples),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      maxLength: 12,
    }),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    tail: fc.uint8Array({ maxLength: 64 }),
  });
  return damage.map(({ sample, changes, cut, tail }) => {
    const bytes = new Uint8Array(sample);
    for (const [at, value] of changes) bytes[Math.floor(at * (bytes.length - 1))] = value;
    return new Uint8Array([...bytes.subarray(0, Math.ceil(cut * bytes.length)), ...tail]);
  });
}

async function samplePictures(): Promise<Uint8Array[]> {
  const types = ["image/jpeg", "image/png", "image/webp"] as const;
  return await Promise.all(types.map((type) => drawPicture({ type, width: 40, height: 30 })));
}

Deno.test("fuzz: header parsers take or refuse whatever a header holds", async () => {
  const header = fc.constantFrom(...READ_HEADERS);
  const value = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.string({ unit: fc.constantFrom(...',;="\\ \t/*-:.[]()%&?#a0W'), maxLength: 300 }),
  );
  await holds(fc.tuple(header, value), async ([name, text]) => {
    const headers = new Headers();
    try {
      headers.set(name, text);
    } catch {
      return; // No client can send it.
    }
    await expectedAtMost(() => HEADER_PARSERS[name](headers));
  });
});

Deno.test("fuzz: no cookie, id or key opens anything that was not signed", async () => {
  const part = fc.oneof(
    fc.string({ maxLength: 120 }),
    fc.uuid(),
    fc.constantFrom("", ".", ";", "="),
  );
  await holds(fc.array(part, { maxLength: 8 }), (parts) => {
    const header = `lounge_visitor=${parts.join(".")}; ${parts.join("; ")}`;
    assertEquals(readVisitorId(header, signatures), undefined);
    readCookies(header, "lounge_session");
    const url = URL.parse(`http://lounge/v/${encodeURIComponent(parts[0] ?? "")}`);
    assert(url);
    url.searchParams.set("key", parts.join("."));
    assertEquals(openedByKey(new Request(url), signatures, Date.now()), undefined);
    assert(/^(other|\/[\w.:/-]*)$/.test(routeName(url.pathname)));
  });
});

Deno.test("fuzz: file walkers and sniffers go forward, and stay within the file", async () => {
  const video = await smallVideo();
  const samples = [...await samplePictures(), video];
  await holds(damagedOf(samples), (bytes) => {
    sniffUpload(bytes);
    bmpHeader(bytes);
    webpHeader(bytes);
    for (const type of IMAGE_TYPES) {
      orientationOf(bytes, type);
      pictureHeader(bytes, type);
    }
    for (const walk of [isoBoxes(bytes), jpegParts(bytes), pngChunks(bytes)]) {
      let last = -1;
      for (const part of walk) {
        if (!("start" in part)) continue;
        assert(part.start > last && part.start <= bytes.length, JSON.stringify(part));
        last = part.start;
      }
    }
  });
});

Deno.test("fuzz: forms of any bytes are taken or refused, and nothing stays behind", async () => {
  const directory = await Deno.makeTempDir({ prefix: "fuzz-" });
  const folder = new UploadFolder({ directory, maxImageBytes: 10_000 });
  await folder.open();
  const piece = fc.oneof(
    fc.constantFrom(
      ...["--b", "\r\n", "--b\r\n", "--b--\r\n", "\r\n\r\n", "Content-Disposition: form-data; "],
      ...['name="image"', 'name="seed"', '; filename="a.png"', "Content-Type: image/png\r\n"],
      ...["\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF89a", "7"],
    ),
    fc.string({ maxLength: 40 }),
  );
  const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);
  // Nearly a form: parts with heads and bodies of such pieces, most of them closed.
  const part = fc.tuple(fc.array(piece, { maxLength: 6 }), fc.array(piece, { maxLength: 6 }))
    .map((
      [head, body],
    ) => ["--b\r\nContent-Disposition: form-data; ", ...head, "\r\n\r\n", ...body, "\r\n"]);
  const nearly = fc.tuple(fc.array(part, { maxLength: 8 }), fc.boolean())
    .map(([parts, isClosed]) => [...parts.flat(), ...(isClosed ? ["--b--\r\n"] : [])]);
  await holds(fc.oneof(fc.array(piece, { maxLength: 40 }), nearly), async (pieces) => {
    const request = new Request("http://lounge/generate", {
      method: "POST",
      body: latin1(pieces.join("")),
      headers: { "content-type": "multipart/form-data; boundary=b" },
    });
    await expectedAtMost(async () => {
      await using form = await folder.receive(request);
      assert(form.pictures.length > 0);
    });
    assertEquals([...Deno.readDirSync(directory)], []);
  });
  await Deno.remove(directory, { recursive: true });
});

Deno.test("fuzz: JSON from outside is read or refused", async () => {
  await holds(fc.oneof(fc.json(), fc.string({ maxLength: 300 })), async (text) => {
    parseErrorBody(text);
    parseVideoRecipe(text);
    const headers = { "content-type": "application/json" };
    const request = new Request("http://lounge/", { method: "POST", body: text, headers });
    await expectedAtMost(() => readShortForm(request));
  });
});
