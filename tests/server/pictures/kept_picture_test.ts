import { assertEquals } from "@std/assert";
import { DEFAULT_CROP } from "../../../contract/crop.ts";
import { StoredPicture } from "../../../server/pictures/kept_picture.ts";

const SIGNAL = new AbortController().signal;

function countedPicture(bytesOfJpeg: number) {
  const orders: string[] = [];
  const picture = new StoredPicture({ bytes: 9, read: () => Promise.resolve(new Uint8Array(9)) }, {
    look: { type: "image/png", width: 400, height: 300, isPlain: false },
    crop: DEFAULT_CROP,
    work: async (makeJob) => {
      const job = await makeJob();
      const size = "size" in job ? job.size : { width: 1, height: 1 };
      orders.push(`${job.kind} ${size.width}`);
      return { ...size, data: new Uint8Array(bytesOfJpeg) };
    },
  });
  return { picture, orders };
}

Deno.test("the JPEG that was sent is the poster of its size, and no other", async () => {
  const { picture, orders } = countedPicture(1000);
  const sent = await picture.jpeg({ width: 200, height: 100 }, SIGNAL, { maxBytes: 5000 });
  assertEquals(await picture.jpeg({ width: 200, height: 100 }, SIGNAL) === sent, true);
  assertEquals(orders, ["jpeg 200"]);
  await picture.jpeg({ width: 100, height: 50 }, SIGNAL);
  await picture.rgb({ width: 100, height: 50 }, SIGNAL);
  await picture.jpeg({ width: 100, height: 50 }, SIGNAL, { maxBytes: 999 });
  assertEquals(orders, ["jpeg 200", "jpeg 100", "rgb 100", "jpeg 100"]);
});

Deno.test("a very large JPEG is not kept in memory", async () => {
  const { picture, orders } = countedPicture(3_000_000);
  await picture.jpeg({ width: 200, height: 100 }, SIGNAL);
  await picture.jpeg({ width: 200, height: 100 }, SIGNAL);
  assertEquals(orders.length, 2);
});
