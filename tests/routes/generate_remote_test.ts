import { assert, assertEquals, assertFalse, assertNotEquals } from "@std/assert";
import { readVideoRecipe } from "../../contract/video_recipe.ts";
import { mockVideo } from "../fakes/drawn_video.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { assertProblem, cookieOf, postPicture, settled } from "../generate_client.ts";
import { type Lounge, startLounge } from "../lounge.ts";
import { boxAt } from "../mp4_reading.ts";
import { drawPicture, readPicture } from "../pictures.ts";
import { smallVideo } from "../small_video.ts";

const TOKEN = "hf_planted0123456789SECRET";

/** A JPEG that goes to the endpoint as it is. */
const fittingPicture = () => drawPicture({ width: 1024, height: 576, isPlain: true });

/** The app on top of a fake that plays one scenario. */
async function withEndpoint(
  scenario: string,
  use: (lounge: Lounge, fake: FakeHuggingFace) => Promise<void>,
  video?: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const fake = startFakeHuggingFace({ video: video ?? await smallVideo() });
  try {
    await using lounge = await startLounge({
      HF_ENDPOINT_URL: fake.endpoint(scenario),
      HF_API_TOKEN: TOKEN,
    });
    await use(lounge, fake);
    assertFalse(lounge.logLines.join("\n").includes(TOKEN), "the log shows the token");
  } finally {
    await fake.close();
  }
}

Deno.test("a JPEG that fits reaches the endpoint unchanged, with the token, and its video is stored frame for frame", async () => {
  await withEndpoint("video", async (lounge, fake) => {
    const picture = await fittingPicture();
    const response = await postPicture(lounge, { picture });
    const text = await response.text();
    assertEquals(response.status, 200, text);
    assertFalse(text.includes(TOKEN));
    const { url, provider, label, bytes, seed } = JSON.parse(text);
    assertEquals([provider, label], ["raw-endpoint", "AI video by Stable Video Diffusion XT"]);
    const video = await (await fetch(lounge.url + url)).bytes();
    assertEquals(boxAt(video, "mdat").content, boxAt(await smallVideo(), "mdat").content);
    const { model, seed: noted } = await readVideoRecipe(new Blob([video])) ?? {};
    assertEquals([model, noted], ["stable-video-diffusion-xt", seed]);
    assertEquals(video.length, bytes);

    const request = await fake.request(1);
    assertEquals([request.method, request.path], ["POST", "/endpoints/video"]);
    assertEquals(request.headers.get("authorization"), `Bearer ${TOKEN}`);
    assertEquals(request.headers.get("content-type"), "image/jpeg");
    assertEquals(request.body, picture);
    assertEquals(fake.requests.length, 1);
  });
});

Deno.test("any other picture reaches the endpoint as an upright JPEG of the model's size, without its metadata", async () => {
  await withEndpoint("video", async (lounge, fake) => {
    const picture = await drawPicture({ width: 640, height: 480, orientation: 6 });
    const response = await postPicture(lounge, { picture });
    assertEquals(response.status, 200, await response.text());
    const { body, headers } = await fake.request(1);
    assertEquals(headers.get("content-type"), "image/jpeg");
    assertNotEquals(body, picture);
    const { width, height } = await readPicture(body);
    assertEquals([width, height], [576, 1024]);
    assertFalse(new TextDecoder("latin1").decode(body).includes("Exif"));
  });
});

Deno.test("a hostile file name names nothing on the server", async () => {
  await withEndpoint("video", async (lounge) => {
    const picture = await fittingPicture();
    for (const fileName of ["../../videos/x.mp4", "/etc/passwd", "a\0.png", "..", ".mp4"]) {
      const response = await postPicture(lounge, { picture, fileName });
      const { id } = await response.json();
      assertEquals(response.status, 200, fileName);
      assert(lounge.listVideos().includes(`${id}.mp4`));
    }
    assertEquals(lounge.listVideos().length, 10);
    assertEquals(lounge.listUploads(), []);
  });
});

const FAILURES: Readonly<Record<string, readonly [status: number, code: string]>> = {
  "bad-request-object": [422, "invalid-parameters"],
  "invalid-image": [422, "invalid-image"],
  "content-policy": [422, "content-policy"],
  "unauthorized": [502, "auth-invalid"],
  "credits-used-up": [402, "payment-required"],
  "forbidden": [502, "auth-forbidden"],
  "not-found": [502, "model-not-found"],
  "host-gone": [502, "host-gone"],
  "paused": [503, "endpoint-paused"],
  "too-large": [502, "provider-image-too-large"],
  "unprocessable-json": [422, "invalid-parameters"],
  "server-error-html": [502, "upstream-error"],
  "gateway-timeout": [504, "upstream-timeout"],
  "echo": [422, "invalid-parameters"],
  "empty": [502, "bad-output"],
  "html": [502, "bad-output"],
  "jpeg": [502, "bad-output"],
  "json-without-video": [502, "bad-output"],
  "truncated": [502, "network"],
  "reset": [502, "network"],
  "garbage": [502, "network"],
};

for (const [scenario, [status, code]] of Object.entries(FAILURES)) {
  Deno.test(`POST /generate answers ${status} ${code} when the endpoint plays ${scenario}`, async () => {
    await withEndpoint(scenario, async (lounge) => {
      const picture = await fittingPicture();
      const response = await postPicture(lounge, { picture });
      const problem = await assertProblem(response, { status, code });
      assertFalse(JSON.stringify(problem).includes(TOKEN));
      assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
    });
  });
}

Deno.test("a video that starts well and cannot be played is refused and not kept", async () => {
  const picture = await fittingPicture();
  await withEndpoint("video", async (lounge) => {
    const response = await postPicture(lounge, { picture });
    await assertProblem(response, { status: 502, code: "bad-output" });
    assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
  }, mockVideo(50_000));
});

Deno.test("a failure is told on the generation's page for a form without JavaScript", async () => {
  await withEndpoint("credits-used-up", async (lounge) => {
    const picture = await fittingPicture();
    const sent = await postPicture(lounge, { picture, headers: { accept: "text/html" } });
    await sent.body?.cancel();
    assertEquals(sent.status, 303);
    const address = lounge.url + sent.headers.get("location");
    const headers = cookieOf(sent);
    const hasFailed = async () => {
      const answer = await fetch(address, { headers: { ...headers, accept: "application/json" } });
      return (await answer.json()).state === "failed";
    };
    while (!await hasFailed());
    const page = await fetch(address, { headers });
    const html = await page.text();
    assert(html.includes('href="/problems/payment-required"'));
    assertFalse(html.includes(TOKEN));
  });
});

for (const scenario of ["hang", "hang-mid-body"]) {
  Deno.test({
    name: `canceling ends the call to an endpoint that plays ${scenario}`,
    sanitizeResources: true,
    sanitizeOps: true,
    async fn() {
      const picture = await fittingPicture();
      await withEndpoint(scenario, async (lounge, fake) => {
        const accepted = await postPicture(lounge, {
          picture,
          headers: { prefer: "respond-async" },
        });
        const { page } = await accepted.json();
        const { ended } = await fake.request(1);
        const canceled = await fetch(`${lounge.url}${page}/cancel`, {
          method: "POST",
          headers: cookieOf(accepted),
        });
        await canceled.body?.cancel();
        assertEquals(await ended, "client-left");
        await settled(
          () => lounge.logLines.some((line) => line.startsWith("generation canceled")),
          "the generation is not canceled",
        );
        assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
      });
    },
  });
}
