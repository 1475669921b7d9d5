import { assertEquals } from "@std/assert";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";

Deno.test("on a disk without room the API says so before anything is begun", async () => {
  await using lounge = await startLounge({
    HF_ENDPOINT_URL: "http://127.0.0.1:9/",
    MIN_FREE_BYTES: String(2 ** 49),
  });
  const headers = { accept: "application/json" };
  const { models } = await (await fetch(`${lounge.url}/models`, { headers })).json();
  const needs = Object.fromEntries(
    models.map(({ id, needs }: { id: string; needs?: string }) => [id, needs]),
  );
  const words = "This server has no room for another video, so that none is sent or paid for.";
  assertEquals(needs["stable-video-diffusion-xt"], words);
  assertEquals(needs["local-motion"], undefined);
  const picture = await drawPicture({ width: 300, height: 200, type: "image/png" });
  for (const model of ["stable-video-diffusion-xt", "local-motion"]) {
    const body = new FormData();
    body.set("model", model);
    body.set("image", new Blob([picture]));
    const response = await fetch(`${lounge.url}/generate`, { method: "POST", body, headers });
    const { code, charged, retryable, detail } = await response.json();
    assertEquals([response.status, code, charged, retryable], [507, "storage-full", "no", true]);
    assertEquals(detail, `${words} Try again later.`);
  }
  assertEquals([lounge.listVideos(), lounge.listUploads()], [[], []]);
});
