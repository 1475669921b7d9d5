import { assertEquals } from "@std/assert";
import { finishedView, viewWith } from "../server/pages/generation_views.ts";
import { startScriptedLounge } from "./scripted_lounge.ts";

const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";

/** Where the links lead that call themselves current, on each page. */
const CURRENT: Readonly<Record<string, readonly string[]>> = {
  "/": ["/"],
  "/?model=wan-2.1": ["/"],
  "/library": ["/library"],
  "/account": ["/account"],
  "/examples": [],
  "/problems": [],
  "/problems/not-found": [],
  "/status": [],
  "/compare": [],
  "/nowhere": [],
  [`/v/${ID}`]: [],
  [`/v/${ID}/receipt`]: [],
};

/** Links whose mark a screen reader would read out. */
function currentLinks(html: string): string[] {
  const links = [...html.matchAll(/<a\s[^>]*>/g)].map(([tag]) => tag);
  return links.filter((tag) => /aria-current="(?!false")/.test(tag))
    .map((tag) => / href="([^"]*)"/.exec(tag)?.[1] ?? "");
}

for (const view of [finishedView(), viewWith()]) {
  Deno.test(`beside a video that is ${view.state}, a page calls only itself current, once`, async () => {
    await using lounge = await startScriptedLounge();
    lounge.generations.put(view, lounge.visitor.id);
    for (const [path, expected] of Object.entries(CURRENT)) {
      const html = await (await lounge.ask(path, { headers: { accept: "text/html" } })).text();
      // The bar has its links twice, for wide windows and for narrow ones, and shows one list.
      const wide = html.replace(/<details class="lg:hidden.*?<\/details>/s, "");
      assertEquals(currentLinks(wide), expected, path);
      assertEquals(currentLinks(html).every((href) => expected.includes(href)), true, path);
    }
  });
}
