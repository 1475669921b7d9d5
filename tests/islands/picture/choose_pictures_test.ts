import { assertEquals, assertStringIncludes } from "@std/assert";
import { choosePictures } from "../../../islands/picture/choose_pictures.ts";
import { tagBox } from "../../../server/videos/video_marks.ts";
import { boxOf } from "../../../server/videos/mp4_tree.ts";
import { mockVideo } from "../../fakes/drawn_video.ts";
import { drawPicture } from "../../pictures.ts";

const LIMITS = { maxImageBytes: 1_000_000 };

async function picture(name: string): Promise<File> {
  return new File([await drawPicture()], name, { type: "image/jpeg" });
}

function video(name: string, seed?: number): File {
  const recipe = {
    v: 1,
    app: "AI Lounge After Dark",
    model: "local-motion",
    seed: seed ?? 0,
  } as const;
  const marks = { title: "Video", recipe, source: "altered-picture" } as const;
  const tag = seed === undefined ? new Uint8Array() : boxOf("moov", tagBox(marks));
  return new File([mockVideo(24), tag], name, { type: "video/mp4" });
}

Deno.test("good pictures are taken without a word", async () => {
  const files = [await picture("a.jpg"), await picture("b.jpg")];
  assertEquals(await choosePictures(files, LIMITS), { files, previews: files, notice: "" });
});

Deno.test("a bad file among good ones is named, the good ones are taken", async () => {
  const good = await picture("a.jpg");
  const { files, notice } = await choosePictures([good, video("holiday.mp4")], LIMITS);
  assertEquals(files, [good]);
  assertStringIncludes(notice, "holiday.mp4: That video carries no recipe");
});

Deno.test("a single bad file needs no name", async () => {
  const { files, notice } = await choosePictures([await picture("a.jpg")], { maxImageBytes: 9 });
  assertEquals(files, []);
  assertStringIncludes(notice, "the limit here is");
  assertEquals(notice.includes("a.jpg"), false);
});

Deno.test("where nothing is taken, what stays is told", async () => {
  const current = [{ file: await picture("a.jpg") }, { file: await picture("b.jpg") }];
  const bad = [video("holiday.mp4")];
  const alone = await choosePictures(bad, LIMITS, current.slice(0, 1));
  assertStringIncludes(alone.notice, ". The picture is still a.jpg.");
  const several = await choosePictures(bad, LIMITS, current);
  assertStringIncludes(several.notice, ". The pictures are the same as before.");
  const taken = await choosePictures([await picture("c.jpg")], LIMITS, current);
  assertEquals(taken.notice, "");
});

Deno.test("a video of ours brings its recipe along, beside pictures too", async () => {
  const good = await picture("a.jpg");
  const { files, notice, restored } = await choosePictures([video("ours.mp4", 7), good], LIMITS);
  assertEquals([files, notice], [[good], ""]);
  assertEquals(restored?.address, "/?model=local-motion&seed=7#studio");
});

Deno.test("a file that is gone by the time it is read is told so", async () => {
  const gone = new File(["x"], "gone.jpg");
  gone.slice = () => {
    throw new DOMException("It was moved.", "NotFoundError");
  };
  const { notice } = await choosePictures([gone], LIMITS);
  assertEquals(notice, "That file cannot be read. Choose it again.");
});
