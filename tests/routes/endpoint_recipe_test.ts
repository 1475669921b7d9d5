/** What an endpoint is told is what receipt, recipe and command say afterwards. */
import { assert, assertEquals } from "@std/assert";
import { readVideoRecipe } from "../../contract/video_recipe.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { postPicture } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { liveThrough } from "./visitor_story.ts";

async function withEndpoint(
  settings: Record<string, string>,
  use: (lounge: Lounge, fake: FakeHuggingFace) => Promise<void>,
): Promise<void> {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  try {
    const url = `${fake.endpoint("video")}?tenant=7%20b`;
    await using lounge = await startLounge({ HF_ENDPOINT_URL: url, ...settings });
    await use(lounge, fake);
  } finally {
    await fake.close();
  }
}

/** The fields of the command that a page shows. */
function fieldsOfCurl(page: string): Record<string, string> {
  const [command] = /curl -F image=@photo\.jpg[^<]*/.exec(page) ?? [];
  assert(command, "the page shows no command");
  return Object.fromEntries(
    [...command.matchAll(/-F (\w+)=([\w.-]+)/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

const PORTRAIT = { width: 576, height: 1024, isPlain: true };

Deno.test("a portrait at defaults is asked for with its size and the seed of its receipt", async () => {
  await withEndpoint({}, async (lounge, fake) => {
    const picture = await drawPicture(PORTRAIT);
    const { view, page, receiptPage } = await liveThrough(lounge, { picture });
    const { target, body } = await fake.request(1);
    const tail = `?tenant=7%20b&seed=${view.seed}&width=576&height=1024`;
    assertEquals(target, `/endpoints/video${tail}`);
    assertEquals(body, picture);

    const video = await (await fetch(lounge.url + view.url)).bytes();
    const recipe = await readVideoRecipe(new Blob([video]));
    assertEquals([recipe?.seed, recipe?.settings], [view.seed, view.settings]);
    assert(receiptPage.includes(String(view.seed)), "the receipt lacks the seed");
    assertEquals(fieldsOfCurl(page).seed, String(view.seed));
  });
});

Deno.test("a video of the shown command is asked for in the same words", async () => {
  await withEndpoint({}, async (lounge, fake) => {
    const picture = await drawPicture(PORTRAIT);
    const fields = { motion: "200", noise: "0.08", decode_chunk: "2", seed: "0" };
    const { page } = await liveThrough(lounge, { picture, fields });
    // Another picture, because the video of this one is kept and would be given out again.
    const other = await drawPicture({ ...PORTRAIT, disc: { x: 0.2, y: 0.2 } });
    const again = await postPicture(lounge, { picture: other, fields: fieldsOfCurl(page) });
    assertEquals(again.status, 200, await again.text());
    const [first, second] = [await fake.request(1), await fake.request(2)];
    assertEquals(second.target, first.target);
    assertEquals(Object.fromEntries(new URLSearchParams(first.target.split("?")[1])), {
      tenant: "7 b",
      motion_bucket_id: "200",
      noise_aug_strength: "0.08",
      decode_chunk_size: "2",
      seed: "0",
      width: "576",
      height: "1024",
    });
  });
});

Deno.test("an endpoint that reads JSON gets numbers, size and seed among them", async () => {
  await withEndpoint({ HF_ENDPOINT_FORMAT: "json" }, async (lounge, fake) => {
    const picture = await drawPicture(PORTRAIT);
    const { view } = await liveThrough(lounge, { picture, fields: { noise: "0.08" } });
    const { target, body } = await fake.request(1);
    assertEquals(target, "/endpoints/video?tenant=7%20b");
    assertEquals(JSON.parse(new TextDecoder().decode(body)), {
      inputs: picture.toBase64(),
      parameters: { noise_aug_strength: 0.08, seed: view.seed, width: 576, height: 1024 },
    });
  });
});
