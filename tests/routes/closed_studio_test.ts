import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertProblem, cookieOf, postPicture } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture } from "../pictures.ts";

const ASYNC = { prefer: "respond-async" };

Deno.test("with NEW_VIDEOS=off nothing new is taken, and the page says so", async () => {
  await using lounge = await startLounge({ NEW_VIDEOS: "off" });
  const picture = await drawPicture();
  const refused = await postPicture(lounge, { picture, headers: ASYNC });
  await assertProblem(refused, { status: 503, code: "new-videos-off" });
  const page = await (await fetch(lounge.url)).text();
  assertStringIncludes(page, "makes no new videos at the moment");
  assertEquals(lounge.listUploads(), []);
});

Deno.test("a stranger's video of the same picture and recipe is never given out", async () => {
  await using lounge = await startLounge();
  const upload = {
    picture: await drawPicture(),
    fields: { seed: "7", seconds: "1", fps: "8" },
  };
  const first = await postPicture(lounge, upload);
  const made = await first.json();
  const own = await (await postPicture(lounge, { ...upload, headers: cookieOf(first) })).json();
  assertEquals(own.id, made.id);
  const stranger = await (await postPicture(lounge, upload)).json();
  assertEquals([stranger.isCached, stranger.id === made.id], [false, false]);
});

Deno.test("pictures of canceled work count in the quota", async () => {
  const quota = 3_000_000;
  await using lounge = await startLounge({
    VIDEOS_QUOTA_BYTES: String(quota),
    MAX_RUNNING_GENERATIONS: "1",
    MAX_QUEUED_PER_VISITOR: "100",
  });
  const header = await drawPicture();
  const picture = new Uint8Array(header.length + 200_000);
  picture.set(header);
  const codes: string[] = [];
  let headers: HeadersInit = ASYNC;
  for (let upload = 0; upload < 40; upload++) {
    const response = await postPicture(lounge, { picture, headers, fields: { cache: "off" } });
    const { code = "accepted", page } = await response.json();
    codes.push(code);
    if (code !== "accepted") break;
    if (upload === 0) headers = { ...ASYNC, ...cookieOf(response) };
    await (await fetch(`${lounge.url}${page}/cancel`, { method: "POST", headers })).body?.cancel();
  }
  assertEquals(codes.at(-1), "storage-quota");
  assertEquals(codes.length * 200_000 < quota, true, `${codes.length} were taken`);
});
