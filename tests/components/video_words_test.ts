import { assertEquals } from "@std/assert";
import { receiptLines, videoTitle } from "../../components/videos/video_words.ts";
import { downloadName } from "../../contract/download_name.ts";
import { groupViews } from "../../routes/(_pages)/library/library_groups.ts";
import { goOnLink } from "../../components/videos/video_links.ts";
import { settingsLink } from "../../contract/settings_link.ts";
import { FAILED, ID, QUEUED, SUCCEEDED } from "../islands/following/following_fixtures.ts";

Deno.test("a receipt has a line for everything that is known, and none for what is not", () => {
  assertEquals(receiptLines(SUCCEEDED), [
    ["Model", "Local motion"],
    ["Made by", "this server"],
    ["Seed", "7"],
    ["Video", "1024×576, 3.6 s, 51 kB"],
    ["Ordered", "22 Nov, 20:00 UTC"],
    ["Took", "11.9 s"],
    ["Kept until", "22 December 2026"],
    ["Charged", "nothing"],
  ]);
  const early = receiptLines(QUEUED).map(([name, value]) => `${name}: ${value}`);
  assertEquals(early.slice(3), [
    "Ordered: 22 Nov, 20:00 UTC",
    "Kept until: 22 December 2026",
    "Charged: nothing so far",
  ]);
});

Deno.test("a receipt says so when nothing is ever deleted by itself, and when nobody knows the cost", () => {
  const { keptUntil: _, ...receipt } = FAILED.receipt;
  const lines = new Map(receiptLines({ ...FAILED, receipt: { ...receipt, charged: "unknown" } }));
  assertEquals([lines.get("Kept until"), lines.get("Charged")], ["you delete it", "not known"]);
});

Deno.test("a video has a title, a file name and a way back to its settings", () => {
  assertEquals(videoTitle(SUCCEEDED), "Video of 22 November 2026, Local motion");
  assertEquals(downloadName(ID), "ai-lounge-9b2d1c0e.mp4");
  assertEquals(settingsLink(SUCCEEDED), "/?model=local-motion&seed=7&fps=12#studio");
  const framed = { ...SUCCEEDED, shape: "portrait", crop: { x: 0.25, y: 0.5, zoom: 2 } } as const;
  assertEquals(
    settingsLink(framed),
    "/?model=local-motion&seed=7&shape=portrait&fps=12&crop_x=0.25&crop_y=0.5&crop_zoom=2#studio",
  );
  // A frame of the video is what the crop made of the picture.
  const goingOn = new URLSearchParams(goOnLink(framed, 1.5).split(/[?#]/)[1]);
  assertEquals([goingOn.get("shape"), goingOn.get("crop_x")], ["portrait", null]);
});

Deno.test("generations of one upload stand together where the first of them stands", () => {
  const view = (id: string, batch?: string) => ({ ...SUCCEEDED, id, ...(batch ? { batch } : {}) });
  const views = [view("1"), view("2", "b"), view("3"), view("4", "b")];
  assertEquals(
    groupViews(views).map(({ key, batch, views }) => [key, batch, views.map(({ id }) => id)]),
    [["1", undefined, ["1"]], ["b", "b", ["2", "4"]], ["3", undefined, ["3"]]],
  );
});
