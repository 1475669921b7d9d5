/** What can be done in the studio after a video was refused. */
import { assertEquals } from "@std/assert";
import { launchBrowser } from "../browser.ts";
import { startFakeHuggingFace } from "../fakes/fake_hugging_face.ts";
import { SCENARIO_MODELS } from "../fakes/queue_scenarios.ts";
import { startLounge } from "../lounge.ts";
import { smallVideo } from "../small_video.ts";
import { visit } from "../visit.ts";
import { choosePictures } from "./held_endpoint.ts";

/** An endpoint that refuses the first picture with this, and makes videos of the others. */
async function startPrudeProvider(error = "The image was flagged as NSFW content") {
  const video = await smallVideo();
  const answers = [
    Response.json({ error }, { status: 400 }),
  ];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    await request.arrayBuffer();
    return answers.pop() ?? new Response(video, { headers: { "content-type": "video/mp4" } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A provider whose video is too large for this server at the first two tries. */
async function startForgetfulProvider() {
  const fake = startFakeHuggingFace({ video: await smallVideo() });
  const { modelId, hubId, providerModel } = SCENARIO_MODELS["fal-ai"];
  fake.hub.map(hubId, { "fal-ai": providerModel });
  fake.play("fal-ai", "fal-video-giant-declared");
  return {
    modelId,
    settings: {
      HF_ROUTER_URL: fake.routerUrl,
      HF_HUB_URL: fake.hubUrl,
      RESULT_HOSTS_ALLOWED: fake.resultHost,
    },
    countSubmissions: () => fake.requests.filter(({ method }) => method === "POST").length,
    [Symbol.asyncDispose]: () => fake.close(),
  };
}

Deno.test("a failed try asks nobody to drag its frame, and sends the picture with other settings", async () => {
  await using provider = await startPrudeProvider();
  await using lounge = await startLounge({ HF_ENDPOINT_URL: provider.url });
  await using browser = await launchBrowser();
  await using guest = await visit(browser, lounge.url);
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  const invitation = page.getByText("Drag the frame");
  await invitation.waitFor();
  await page.getByRole("button", { name: "Generate" }).click();

  await page.getByRole("link", { name: "Why?" }).waitFor();
  await page.getByText("The provider says: The image was flagged as NSFW content").waitFor();
  await page.getByText("640×360 pixels become 1024×576.").waitFor();
  assertEquals(await invitation.count(), 0);

  const first = page.url();
  await page.getByRole("button", { name: "Lively" }).click();
  assertEquals(await page.getByText("Try again").count(), 0);
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await page.waitForURL((url) => url.href !== first && url.pathname.startsWith("/v/"));
  await page.locator('video[src^="/videos/"]').waitFor();
  await invitation.waitFor();
});

Deno.test("another look brings the video that was paid for, and nothing is sent for it", async () => {
  await using fake = await startForgetfulProvider();
  await using lounge = await startLounge({ HF_API_TOKEN: "hf_planted", ...fake.settings });
  await using browser = await launchBrowser();
  await using guest = await visit(browser, `${lounge.url}/?model=${fake.modelId}`, {
    reducedMotion: "reduce",
  });
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await page.getByRole("button", { name: "Look again" }).waitFor();
  await page.getByText("It was charged. Look again first: that costs nothing").last().waitFor();
  const failed = page.url();

  // The page that the server draws offers the same.
  await page.reload();
  await page.getByRole("button", { name: "Look again" }).click();
  await page.locator('video[src^="/videos/"]').waitFor();
  assertEquals([page.url(), fake.countSubmissions()], [failed, 1]);
});

Deno.test("after a picture that the model cannot read the button opens the choice of another", async () => {
  await using provider = await startPrudeProvider("cannot identify image file");
  await using lounge = await startLounge({ HF_ENDPOINT_URL: provider.url });
  await using browser = await launchBrowser();
  await using guest = await visit(browser, lounge.url, { reducedMotion: "reduce" });
  const { page } = guest;
  await choosePictures(page, "photo.jpg");
  await page.getByRole("button", { name: "Generate" }).click();
  await page.getByText("Error: The provider could not read the picture.").last().waitFor();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose another picture", exact: true }).last().click();
  assertEquals((await chooser).isMultiple(), true);
  assertEquals(await page.getByText("Try again").count(), 0);

  // Opened elsewhere, without the picture, the same page leads to the studio.
  await page.reload();
  await page.getByRole("link", { name: "Choose another picture" }).waitFor();
  assertEquals(await page.getByText("Try again").count(), 0);
});
