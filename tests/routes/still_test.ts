import { assertEquals } from "@std/assert";
import { STILL_HEIGHT_HEADER, STILL_WIDTH_HEADER } from "../../contract/still.ts";
import { assertProblem } from "../generate_client.ts";
import { startLounge } from "../lounge.ts";
import { drawPicture, readPicture } from "../pictures.ts";
import { greyJpeg, latin1 } from "../pictures_crafted.ts";

function formWith(...pictures: readonly Uint8Array<ArrayBuffer>[]): RequestInit {
  const body = new FormData();
  for (const picture of pictures) body.append("image", new Blob([picture]), "photo");
  return { method: "POST", body };
}

Deno.test("POST /still draws a picture of any size for a browser that cannot, and keeps nothing", async () => {
  await using lounge = await startLounge();
  const draw = async (bytes: Uint8Array<ArrayBuffer>) => {
    const response = await fetch(`${lounge.url}/still`, formWith(bytes));
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), "image/jpeg");
    assertEquals(response.headers.get("cache-control"), "no-store");
    const { width, height, fields } = await readPicture(await response.bytes());
    assertEquals(fields.filter((field) => field.startsWith("exif")), []);
    const { headers } = response;
    const told = [headers.get(STILL_WIDTH_HEADER), headers.get(STILL_HEIGHT_HEADER)];
    return { still: [width, height], told: told.map(Number) };
  };
  const turned = await drawPicture({ width: 800, height: 600, orientation: 6 });
  assertEquals(await draw(turned), { still: [600, 800], told: [600, 800] });
  assertEquals(await draw(greyJpeg(12_000, 9000)), { still: [1600, 1200], told: [12_000, 9000] });
  assertEquals([lounge.listUploads(), lounge.listVideos()], [[], []]);
});

Deno.test("POST /still refuses what POST /generate refuses", async () => {
  await using lounge = await startLounge();
  const picture = await drawPicture({ width: 400, height: 300 });
  const ask = (...pictures: readonly Uint8Array<ArrayBuffer>[]) =>
    fetch(`${lounge.url}/still`, formWith(...pictures));
  const path = "/still";
  const cut = picture.slice(0, picture.length >> 1);
  await assertProblem(await ask(cut), { status: 422, code: "image-unreadable", path });
  await assertProblem(await ask(greyJpeg(20_000, 15_000)), {
    status: 422,
    code: "image-too-many-pixels",
    path,
  });
  await assertProblem(await ask(latin1("%PDF-1.7")), {
    status: 415,
    code: "image-type-unsupported",
    path,
  });
  await assertProblem(await ask(picture, picture), { status: 422, code: "too-many-images", path });
  await assertProblem(await ask(), { status: 400, code: "image-missing", path });
  assertEquals((await fetch(`${lounge.url}/still`)).status, 405);
  assertEquals(lounge.listUploads(), []);
});
