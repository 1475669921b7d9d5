import { assertEquals } from "@std/assert";
import type { Browser, Page } from "./browser.ts";

/** A page of its own that minds what the browser complains about. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** Console errors, script errors and requests to other places; empty it if the test expects some. */
  readonly complaints: string[];
}

/** Opens `url` in a fresh profile; the disposal fails on complaints. */
export async function visit(
  browser: Browser,
  url: string,
  options: { readonly javaScriptEnabled?: boolean } = {},
): Promise<Visit> {
  const context = await browser.newContext({
    ...options,
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  const { origin } = new URL(url);
  page.on("console", (message) => {
    // Violations of the content security policy arrive here as well.
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const isOwn = request.url().startsWith(`${origin}/`) || /^(blob|data):/.test(request.url());
    if (!isOwn) complaints.push(`request to ${request.url()}`);
  });
  await page.goto(url);
  if (options.javaScriptEnabled !== false) await page.waitForSelector("form[novalidate]");
  return {
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
      assertEquals(complaints, []);
    },
  };
}

/** A file as a visitor would bring it. */
export interface BroughtFile {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** Drops a file on the stage, or pastes it anywhere on the page. */
export async function bring(page: Page, way: "drop" | "paste", file: BroughtFile): Promise<void> {
  await page.evaluate(({ way, name, type, base64 }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.fromBase64(base64)], name, { type }));
    const options = { bubbles: true, cancelable: true };
    if (way === "drop") {
      document.querySelector("form")?.dispatchEvent(
        new DragEvent("drop", { ...options, dataTransfer: transfer }),
      );
    } else {
      document.body.dispatchEvent(
        new ClipboardEvent("paste", { ...options, clipboardData: transfer }),
      );
    }
  }, { way, name: file.name, type: file.type, base64: file.content.toBase64() });
}

/** Resolves when the status line says something that contains `words`, with all that it says. */
export async function hear(page: Page, words: string): Promise<string> {
  const line = page.getByRole("status").filter({ hasText: words });
  await line.waitFor({ state: "attached" });
  return await line.textContent() ?? "";
}
