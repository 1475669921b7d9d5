import { assertEquals, assertLess } from "@std/assert";
import { join } from "node:path";
import { IMAGE_TYPES } from "../../../contract/image_limits.ts";
import { drawPicture, type PictureOptions } from "../../pictures.ts";
import { hungryPng } from "../../pictures_crafted.ts";

/** How much more memory the process may have after 300 pictures than after 30. */
const GROWTH = 1.2;
/** How much more the process may have at any moment, in MiB: two workers, one of them with a huge picture. */
const MOST_MORE_MIB = 500;
/** Nearly as much as a picture may hold. Decoded it takes so much memory that the worker must be replaced. */
const HUNGRY = hungryPng(7000, 7000);

const SIZES = [{ width: 320, height: 240 }, { width: 480, height: 640 }, {
  width: 800,
  height: 500,
}];
const OTHERS: readonly PictureOptions[] = [
  { width: 800, height: 600, orientation: 6, profile: "p3" },
  { width: 800, height: 600, isProgressive: true },
  { type: "image/png", width: 600, height: 400, isProgressive: true, isHalfTransparent: true },
];

Deno.test("after 300 mixed pictures, three of them huge, the process has little more memory than after 30", async () => {
  // Takes twenty seconds: what leaks a little a picture shows after hundreds of them.
  const folder = await Deno.makeTempDir({ prefix: "lounge-pictures-" });
  try {
    const mix = [
      ...IMAGE_TYPES.flatMap((type) => SIZES.map((size) => ({ type, ...size }))),
      ...OTHERS,
    ];
    for (const [index, options] of mix.entries()) {
      await Deno.writeFile(join(folder, `${index}`), await drawPicture(options));
    }
    await Deno.writeFile(join(folder, "hungry.png"), HUNGRY);
    const script = new URL("./many_pictures.ts", import.meta.url);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-check",
        "--allow-all",
        "--v8-flags=--expose-gc",
        script.href,
        folder,
        "hungry.png",
        String(GROWTH),
      ],
      env: { NO_COLOR: "1" },
    }).output();
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
    const { early, late, most } = JSON.parse(new TextDecoder().decode(stdout));
    assertLess(most, early + MOST_MORE_MIB, `${early} MiB after 30, ${most} at most`);
    assertLess(late, GROWTH * early, `${early} MiB after 30, ${late} MiB after 300`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
