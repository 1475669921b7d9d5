import { assertEquals } from "@std/assert";
import type { Browser, BrowserContext, Download, Page } from "./browser.ts";
import { checkLater } from "./late_checks.ts";
import { PATIENCE_MS } from "./patience.ts";

/** A visitor with a profile of their own, who minds what the browser complains about. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** Console errors, script errors and requests to other places; empty it if the test expects some. */
  readonly complaints: string[];
  /** Another page of the same visitor, at `path` or a whole address. */
  openTab(path: string): Promise<Page>;
  /** The visitor's cookies, to take along to another browser. */
  cookies(): ReturnType<BrowserContext["cookies"]>;
}

/** How to come. */
export interface VisitOptions {
  readonly javaScriptEnabled?: boolean;
  /** Little motion where it is left out: to draw what moves takes longer than all that tests do. */
  readonly reducedMotion?: "reduce" | "no-preference";
  /** Cookies of an earlier visit. */
  readonly cookies?: Awaited<ReturnType<Visit["cookies"]>>;
}

/** Opens `url` in a fresh profile; complaints that are left in the end fail the test. */
export async function visit(
  browser: Browser,
  url: string,
  { javaScriptEnabled = true, reducedMotion = "reduce", cookies = [] }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    javaScriptEnabled,
    reducedMotion,
    viewport: { width: 1440, height: 900 },
    acceptDownloads: true,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addCookies(cookies);
  const complaints: string[] = [];
  const openTab = async (path: string) => {
    const page = await context.newPage();
    listenForComplaints(page, { complaints, origin: new URL(url).origin });
    await page.goto(new URL(path, url).href);
    return page;
  };
  const page = await openTab(url);
  if (javaScriptEnabled) await page.waitForSelector("form[novalidate]");
  return {
    page,
    complaints,
    openTab,
    cookies: () => context.cookies(),
    async [Symbol.asyncDispose]() {
      await context.close();
      checkLater(() => assertEquals(complaints, [], "the browser complained"));
    },
  };
}

function listenForComplaints(
  page: Page,
  { complaints, origin }: { readonly complaints: string[]; readonly origin: string },
): void {
  page.on("console", (message) => {
    // Violations of the content security policy arrive here as well.
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const isOwn = request.url().startsWith(`${origin}/`) || /^(blob|data):/.test(request.url());
    if (!isOwn) complaints.push(`request to ${request.url()}`);
  });
}

/** A file as a visitor would bring it. */
export interface BroughtFile {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** Drops a file in the studio, or pastes it anywhere on the page. */
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
  // One step: between waiting and reading it could say something else.
  return await page.getByRole("status").filter({ hasText: words }).textContent() ?? "";
}

/** What the visitor saved; its path would be on the machine of the browser. */
export async function readDownload(download: Download): Promise<Uint8Array<ArrayBuffer>> {
  return await new Blob(await Array.fromAsync(await download.createReadStream())).bytes();
}
