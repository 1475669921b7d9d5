import { assertEquals } from "@std/assert";
import { postPicture } from "../../generate_client.ts";
import { startLounge } from "../../lounge.ts";
import { drawPicture } from "../../pictures.ts";

Deno.test("what is kept is readable by the server's user alone", async () => {
  await using lounge = await startLounge();
  await (await postPicture(lounge, { picture: await drawPicture(), fields: { seconds: "1" } })).body
    ?.cancel();
  const { VIDEOS_DIR, DATA_DIR } = lounge.services.config;
  const modeOf = (path: string) => ((Deno.statSync(path).mode ?? 0) & 0o777).toString(8);
  assertEquals([VIDEOS_DIR, DATA_DIR].map(modeOf), ["700", "700"]);
  const files = [`${DATA_DIR}/lounge.sqlite`, `${DATA_DIR}/lounge.sqlite-wal`];
  const videos = lounge.listVideos().map((name) => `${VIDEOS_DIR}/${name}`);
  assertEquals(videos.length, 2);
  assertEquals([...files, ...videos].map(modeOf), ["600", "600", "600", "600"]);
});
