import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Browser, launchBrowser, type Page } from "../../browser.ts";
import { drawPicture, type PictureOptions, readPicture } from "../../pictures.ts";
import { latin1 } from "../../pictures_crafted.ts";
import { bundle, gzipLength, openPage } from "../crop/opened_page.ts";

/** Just above twelve million pixels. */
const PHOTO = { width: 4032, height: 3024 };
/** Mean difference of two pictures that look alike, of 255. */
const ALIKE = 3;

let browser: Browser;
let script: string;
Deno.test.beforeAll(async () => {
  browser = await launchBrowser();
  script = await bundle(new URL("./upload_page.ts", import.meta.url));
});
Deno.test.afterAll(() => browser.close());

type Bytes = Uint8Array<ArrayBuffer>;

interface Wish {
  readonly sendsOriginal?: boolean;
  readonly zoom?: number;
  readonly maxImageBytes?: number;
  /** Lets the browser misbehave first. */
  readonly browserWith?: "noisy canvas" | "HEIC";
}

interface Sent {
  readonly bytes: Bytes;
  readonly name: string;
  readonly type: string;
  readonly isOriginal: boolean;
  /** Whether the same wish gives the same file again. */
  readonly isRepeatable: boolean;
  /** Mean difference to the chosen picture as browsers show it, of 255. */
  readonly difference: number;
}

/** Chooses a picture and prepares it as the studio does. */
async function send(chosen: Bytes, wish: Wish = {}, heic?: Bytes): Promise<Sent> {
  const files = { "/chosen": chosen, ...(heic ? { "/heic": heic } : {}) };
  await using opened = await openPage(browser, { script, files });
  if (wish.browserWith !== undefined) await change(opened.page, wish.browserWith);
  const sent = await opened.page.evaluate(prepareInPage, {
    path: heic ? "/heic" : "/chosen",
    wish: { sendsOriginal: false, zoom: 1, maxImageBytes: 20_000_000, ...wish },
  });
  assertEquals(opened.complaints, []);
  return { ...sent, bytes: Uint8Array.fromBase64(sent.base64) };
}

async function prepareInPage(
  { path, wish }: { path: string; wish: Required<Omit<Wish, "browserWith">> },
) {
  const address = "/script.js";
  const { prepareUpload } = await import(address);
  const blob = await (await fetch(path)).blob();
  const options = { type: "image/jpeg", lastModified: 7 };
  const file = new File([blob], "a photo.of mine.JPEG", options);
  const { file: sent, isOriginal } = await prepareUpload(file, wish);
  const again = await prepareUpload(file, { ...wish });
  const draw = async (url: string) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0, 64, 64);
    return context?.getImageData(0, 0, 64, 64).data ?? new Uint8ClampedArray();
  };
  const one = await draw("/chosen"), other = await draw(URL.createObjectURL(sent));
  const apart = one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0);
  return {
    base64: new Uint8Array(await sent.arrayBuffer()).toBase64(),
    name: sent.name,
    type: sent.type,
    isOriginal,
    isRepeatable: again.file === sent && sent.lastModified === 7,
    difference: apart / one.length,
  };
}

async function change(page: Page, browserWith: "noisy canvas" | "HEIC"): Promise<void> {
  await page.evaluate((browserWith) => {
    if (browserWith === "noisy canvas") {
      const { prototype } = CanvasRenderingContext2D;
      const { getImageData } = prototype;
      prototype.getImageData = function (...area: Parameters<typeof getImageData>) {
        const image = getImageData.apply(this, area);
        image.data[0] = 255 - (image.data[0] ?? 0);
        return image;
      };
    } else {
      const { createImageBitmap } = globalThis;
      const decode = async (_: unknown, options: ImageBitmapOptions) =>
        await createImageBitmap(await (await fetch("/chosen")).blob(), options);
      Object.assign(globalThis, { createImageBitmap: decode });
    }
  }, browserWith);
}

async function sizeOf(bytes: Bytes) {
  const { width, height } = await readPicture(bytes);
  return { width, height };
}

async function photo(options: PictureOptions = {}): Promise<Bytes> {
  return await drawPicture({ ...PHOTO, ...options });
}

Deno.test("a large photo is sent smaller, upright, and without where it was taken", async () => {
  const chosen = await photo({ orientation: 6, disc: { x: 0.3, y: 0.6 } });
  assertStringIncludes(String.fromCharCode(...chosen.subarray(0, 400)), "Exif");
  const sent = await send(chosen);
  assertEquals(await sizeOf(sent.bytes), { width: 1920, height: 2560 });
  assert(sent.bytes.length < chosen.length);
  assert(sent.difference < ALIKE, `it differs by ${sent.difference}`);
  assert(!String.fromCharCode(...sent.bytes.subarray(0, 400)).includes("Exif"));
  const { name, type, isOriginal, isRepeatable } = sent;
  assertEquals([name, type, isOriginal], ["a photo.of mine.jpg", "image/jpeg", false]);
  assert(isRepeatable, "the second press sends the same file");
});

Deno.test("the original is sent on request, and where the crop enlarges it", async () => {
  const chosen = await photo();
  for (const wish of [{ sendsOriginal: true }, { zoom: 1.5 }]) {
    const sent = await send(chosen, wish);
    assert(sent.isOriginal && sent.isRepeatable);
    assertEquals(sent.bytes, chosen);
  }
});

Deno.test("what is over the limit is sent smaller even so", async () => {
  const chosen = await photo();
  const sent = await send(chosen, { sendsOriginal: true, maxImageBytes: chosen.length - 1 });
  assertEquals(await sizeOf(sent.bytes), { width: 2560, height: 1920 });
});

Deno.test("a small picture is sent as it is", async () => {
  const chosen = await drawPicture({ width: 800, height: 600 });
  const sent = await send(chosen);
  assertEquals(sent.bytes, chosen);
});

Deno.test("a large PNG becomes a JPEG, unless something shines through", async () => {
  const opaque = await send(await photo({ type: "image/png" }));
  assertEquals([opaque.type, opaque.isOriginal], ["image/jpeg", false]);
  assert(opaque.difference < ALIKE, `it differs by ${opaque.difference}`);
  const chosen = await photo({ type: "image/png", isHalfTransparent: true });
  const transparent = await send(chosen);
  assert(transparent.isOriginal);
  assertEquals(transparent.bytes.length, chosen.length);
});

Deno.test("a picture that breaks off is sent as it is: the server says what is wrong", async () => {
  const chosen = await photo();
  const cut = chosen.slice(0, chosen.length * 0.6);
  const sent = await send(cut);
  assert(sent.isOriginal, "nothing is painted over");
});

Deno.test("a browser whose canvas lies sends the original", async () => {
  const sent = await send(await photo(), { browserWith: "noisy canvas" });
  assert(sent.isOriginal);
});

const HEIC = latin1("\0\0\0\x18ftypheic\0\0\0\0mif1heic" + "\0".repeat(300));

Deno.test("HEIC is sent as JPEG where the browser reads it", async () => {
  const readable = await drawPicture({ width: 640, height: 480 });
  const sent = await send(readable, { browserWith: "HEIC" }, HEIC);
  assertEquals([sent.type, sent.isOriginal], ["image/jpeg", false]);
  assertEquals(await sizeOf(sent.bytes), { width: 640, height: 480 });
});

Deno.test("where it does not, iPhone users are told what to do", async () => {
  await using opened = await openPage(browser, { script, files: { "/heic": HEIC } });
  const received = await opened.page.evaluate(async () => {
    const address = "/script.js";
    const { receiveFile } = await import(address);
    const file = new File([await (await fetch("/heic")).blob()], "photo.jpg");
    return await receiveFile(file, { maxImageBytes: 1_000_000 });
  });
  assertEquals(received.kind, "refused");
  assertStringIncludes(received.sentence, "Settings, Camera, Formats, Most Compatible");
});

Deno.test("the part that makes uploads ready stays small", async () => {
  const bytes = await gzipLength(script);
  assert(bytes > 1000 && bytes < 7500, `${bytes} bytes`);
});
