import { assertEquals, assertLess } from "@std/assert";
import { assertProblem, postPicture } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { quickestMs } from "../patience.ts";
import { drawPicture } from "../pictures.ts";
import { ALL_SCANS, jpegInScans } from "../pictures_in_scans.ts";
import { claim, join, latin1, pngHeader, STOWAWAYS } from "../pictures_crafted.ts";

/** How long a refusal may take, in milliseconds. */
const QUICK_MS = 1000;

interface BadPicture {
  readonly bytes: () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
  readonly fileName?: string;
  readonly status: number;
  readonly code: string;
}

const cutOff = async (
  type: "image/jpeg" | "image/png" | "image/webp" | "image/gif" | "image/avif",
) => {
  const bytes = await drawPicture({ type, width: 480, height: 640 });
  return bytes.slice(0, Math.floor(bytes.length * 0.9));
};

const BAD_PICTURES: Readonly<Record<string, BadPicture>> = {
  "a JPEG cut off": { bytes: () => cutOff("image/jpeg"), status: 422, code: "image-unreadable" },
  "a PNG cut off": { bytes: () => cutOff("image/png"), status: 422, code: "image-unreadable" },
  "a WebP cut off": { bytes: () => cutOff("image/webp"), status: 422, code: "image-unreadable" },
  "a GIF cut off": { bytes: () => cutOff("image/gif"), status: 422, code: "image-unreadable" },
  "an AVIF cut off": { bytes: () => cutOff("image/avif"), status: 422, code: "image-unreadable" },
  "a PNG of 30000 × 30000": {
    bytes: () => pngHeader(30_000, 30_000),
    status: 422,
    code: "image-too-many-pixels",
  },
  "a GIF of 30000 × 30000": {
    bytes: () => claim("gif", 30_000, 30_000),
    status: 422,
    code: "image-too-many-pixels",
  },
  "a JPEG of 30000 × 30000": {
    bytes: () => claim("jpeg", 30_000, 30_000),
    status: 422,
    code: "image-too-many-pixels",
  },
  "a WebP of 16000 × 16000": {
    bytes: () => claim("webp", 16_000, 16_000),
    status: 422,
    code: "image-too-many-pixels",
  },
  "a JPEG in hundreds of scans": {
    bytes: () => jpegInScans({ width: 2400, height: 1600, scans: ALL_SCANS }),
    status: 422,
    code: "image-too-slow",
  },
  "a video named .jpg": {
    bytes: () => latin1("\0\0\0\x18ftypisom\0\0\0\0isommp42"),
    status: 415,
    code: "image-is-video",
  },
  "a telephone's video": {
    bytes: () => latin1("\0\0\0\x14ftypqt  \0\0\0\0qt  "),
    fileName: "IMG_0001.MOV",
    status: 415,
    code: "image-is-video",
  },
  "a WebM": {
    bytes: () => latin1("\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x86\x81\x01webm"),
    fileName: "clip.webm",
    status: 415,
    code: "image-is-video",
  },
  "an AVI": {
    bytes: () => latin1("RIFF\0\0\0\0AVI LIST"),
    fileName: "clip.avi",
    status: 415,
    code: "image-is-video",
  },
  "a PDF": { bytes: () => latin1("%PDF-1.7\n"), status: 415, code: "image-type-unsupported" },
  "one pixel": {
    bytes: () => drawPicture({ type: "image/png", width: 1, height: 1 }),
    status: 422,
    code: "image-too-small",
  },
  "nothing at all": { bytes: () => new Uint8Array(), status: 400, code: "image-empty" },
};

Deno.test("POST /generate refuses each bad picture with its own problem, soon and one after the other", async () => {
  await using lounge = await startLounge();
  await lounge.services.warmUp();
  for (const [name, { bytes, fileName, status, code }] of Object.entries(BAD_PICTURES)) {
    const upload = { picture: await bytes(), ...(fileName ? { fileName } : {}) };
    const tookMs = await quickestMs(QUICK_MS, async () => {
      const problem = await assertProblem(await postPicture(lounge, upload), { status, code });
      assertEquals(problem.charged, "no", name);
    });
    assertLess(tookMs, QUICK_MS, name);
  }
  assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
});

Deno.test("after bad pictures, one of a wrong name that carries a script becomes a video of the picture it is", async () => {
  await using lounge = await startLounge();
  await postPicture(lounge, { picture: claim("webp", 16_000, 16_000) }).then((answer) =>
    answer.body?.cancel()
  );
  const jpeg = await drawPicture({ width: 640, height: 360, isPlain: true });
  const picture = join(jpeg, STOWAWAYS["a script"] ?? new Uint8Array());
  const response = await postPicture(lounge, { picture, fileName: "notes.html" });
  assertEquals(response.status, 200, await response.clone().text());
  await response.body?.cancel();
});
