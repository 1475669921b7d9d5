import { assert, assertEquals } from "@std/assert";
import { motionClass } from "../../../islands/waiting/WaitingPicture.tsx";
import { launchBrowser } from "../../browser.ts";
import { drawPicture } from "../../pictures.ts";
import { bundle, openPage } from "../crop/opened_page.ts";

const MOVES = ["push-in", "pull-back", "drift-left", "drift-right", "orbit", "rise", "auto"];

Deno.test("each camera move has a motion of its own, anything else drifts", () => {
  assertEquals(new Set(MOVES.map(motionClass)).size, MOVES.length);
  assertEquals(motionClass(undefined), "animate-drift");
  assertEquals(motionClass("toString"), "animate-drift");
});

Deno.test("no preview motion shows the picture's edge, at either end of its way", async () => {
  const browser = await launchBrowser();
  try {
    const script = await bundle(new URL("../crop/editor_page.tsx", import.meta.url));
    const files = { "/picture.jpg": await drawPicture({ width: 1600, height: 1000 }) };
    const options = { script, files, viewport: { width: 1200, height: 900 } };
    await using opened = await openPage(browser, { ...options, reducedMotion: "no-preference" });
    const { page } = opened;
    const start = page.url();
    for (const move of MOVES) {
      await page.goto(`${start}?move=${move}`);
      await page.locator(".waiting").waitFor();
      const margins = await page.evaluate(() => {
        const waiting = document.querySelector(".waiting");
        const [motion] = waiting?.firstElementChild?.getAnimations() ?? [];
        if (!waiting || !motion) return [];
        motion.pause();
        const outer = waiting.getBoundingClientRect();
        const { duration } = motion.effect?.getComputedTiming() ?? {};
        return [0, Number(duration) * 0.999].flatMap((time) => {
          motion.currentTime = time;
          const inner = waiting.firstElementChild?.getBoundingClientRect() ?? outer;
          return [
            outer.left - inner.left,
            inner.right - outer.right,
            outer.top - inner.top,
            inner.bottom - outer.bottom,
          ];
        });
      });
      assertEquals(margins.length, 8, `${move} moves`);
      assert(margins.every((margin) => margin > 1), `${move}: ${margins.map(Math.round)}`);
    }
    assertEquals(opened.complaints, []);
  } finally {
    await browser.close();
  }
});
