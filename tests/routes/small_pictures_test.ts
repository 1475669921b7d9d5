/** A provider that takes small files only, between a photograph and the next provider. */
import { assert, assertEquals } from "@std/assert";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture, readPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";
import { liveThrough, type Story } from "./visitor_story.ts";

const CATALOGUE = new URL("../../server/models/catalogue/wan_2_2_a14b.json", import.meta.url);
const MODEL = JSON.parse(Deno.readTextFileSync(CATALOGUE));
const LIMIT_BYTES = 45_000;

/** A video of a grainy photograph, where Together AI comes first and WaveSpeed second. */
async function videoOfPhoto(
  maxImageBytes: number,
  look: (story: Story, fake: FakeHuggingFace) => Promise<void>,
): Promise<void> {
  const routeOf = (id: string) =>
    MODEL.routes.find(({ provider }: { provider: string }) => provider === id);
  const routes = [{ ...routeOf("together"), maxImageBytes }, routeOf("wavespeed")];
  const MODELS_DIR = await Deno.makeTempDir({ prefix: "models-" });
  await Deno.writeTextFile(`${MODELS_DIR}/wan.json`, JSON.stringify({ ...MODEL, routes }));
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  try {
    fake.hub.map(MODEL.hubId, {
      together: "Wan-AI/Wan2.2-I2V-A14B",
      wavespeed: "wavespeed-ai/wan-2.2/image-to-video",
    });
    await using lounge = await startLounge({
      MODELS_DIR,
      HF_API_TOKEN: "hf_planted0123456789SECRET",
      HF_ROUTER_URL: fake.routerUrl,
      HF_HUB_URL: fake.hubUrl,
      RESULT_HOSTS_ALLOWED: fake.resultHost,
    });
    const picture = await drawPicture({ width: 1600, height: 1200, isGrainy: true });
    const fields = { model: MODEL.id, prompt: "Waves roll." };
    await look(await liveThrough(lounge, { picture, fields }), fake);
  } finally {
    await fake.close();
    await Deno.remove(MODELS_DIR, { recursive: true });
  }
}

function submissions({ requests }: FakeHuggingFace) {
  return requests.filter(({ method }) => method === "POST").map(({ path, body }) => ({
    path,
    body: JSON.parse(new TextDecoder().decode(body)),
  }));
}

Deno.test("a photograph is made small enough for a provider of small files, in its shape", async () => {
  await videoOfPhoto(LIMIT_BYTES, async ({ view, receipt }, fake) => {
    assertEquals([view.state, receipt.provider], ["succeeded", "together"]);
    const [{ body } = { body: {} }] = submissions(fake);
    assertEquals([body.width, body.height], [832, 480]);
    const [, base64 = ""] = body.frame_images[0].input_image.split(",");
    const jpeg = Uint8Array.fromBase64(base64);
    const { width, height } = await readPicture(jpeg);
    assert(jpeg.length <= LIMIT_BYTES && jpeg.length > LIMIT_BYTES / 3, `${jpeg.length} bytes`);
    assert(width < 1280 && height >= 256, `${width}×${height}`);
    assertEquals(Math.round(width / 16), Math.round(height / 9));
  });
});

Deno.test("a photograph that cannot be made small enough goes to the next provider", async () => {
  await videoOfPhoto(2000, ({ view, receipt }, fake) => {
    assertEquals([view.state, receipt.provider], ["succeeded", "wavespeed"]);
    assertEquals(submissions(fake).map(({ path }) => path), [
      "/router/wavespeed/api/v3/wavespeed-ai/wan-2.2/image-to-video",
    ]);
    return Promise.resolve();
  });
});
