import type { GenerationResult } from "../../../contract/generation.ts";
import type { Page } from "../../browser.ts";
import { drawPicture } from "../../pictures.ts";

/** Has the page's visitor make a video of a picture of that width; the same width is the same picture. */
export async function makeOwnVideo(
  page: Page,
  { width = 640, ...fields }: { readonly width?: number; readonly [field: string]: unknown } = {},
): Promise<GenerationResult> {
  const picture = await drawPicture({ type: "image/jpeg", width, height: width * 9 / 16 });
  return await page.evaluate(async ({ base64, fields }) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
    form.append("image", new Blob([Uint8Array.fromBase64(base64)]), "photo.jpg");
    const headers = { accept: "application/json" };
    const answer = await fetch("/generate", { method: "POST", body: form, headers });
    if (!answer.ok) throw new Error(await answer.text());
    return await answer.json();
  }, { base64: picture.toBase64(), fields });
}
