import { assertEquals } from "@std/assert";
import { boundsOf, sizeWithin, type UploadFacts } from "../../../islands/upload/upload_plan.ts";

const WISH = { sendsOriginal: false, zoom: 1 };
const PHOTO: UploadFacts = {
  kind: "image/jpeg",
  bytes: 5_000_000,
  size: { width: 4032, height: 3024 },
};

function planned(facts: Partial<UploadFacts>, wish: Partial<typeof WISH> = {}) {
  const all = { ...PHOTO, ...facts };
  const bounds = boundsOf(all, { ...WISH, ...wish });
  return bounds && all.size && sizeWithin(all.size, bounds);
}

Deno.test("a photo of a telephone is sent smaller", () => {
  assertEquals(planned({}), { width: 2560, height: 1920 });
  assertEquals(planned({ size: { width: 3024, height: 4032 } }), { width: 1920, height: 2560 });
});

Deno.test("a panorama keeps enough of its short side", () => {
  assertEquals(planned({ size: { width: 12_000, height: 3000 } }), { width: 7680, height: 1920 });
});

Deno.test("small and light pictures are sent as they are, and whatever the visitor wants whole", () => {
  assertEquals(planned({ bytes: 2_000_000, size: { width: 2000, height: 1500 } }), undefined);
  assertEquals(planned({ size: { width: 2000, height: 1500 } }), undefined, "nothing to shrink");
  assertEquals(planned({}, { sendsOriginal: true }), undefined);
});

Deno.test("a light picture of many pixels is sent smaller", () => {
  assertEquals(planned({ bytes: 1_000_000, size: { width: 5000, height: 4000 } }), {
    width: 2560,
    height: 2048,
  });
});

Deno.test("a heavy PNG or BMP becomes a JPEG of its own size", () => {
  const size = { width: 2000, height: 1500 };
  assertEquals(planned({ kind: "image/png", size }), size);
  assertEquals(planned({ kind: "image/bmp", size }), size);
});

Deno.test("what the crop enlarges is sent finer", () => {
  const size = { width: 8000, height: 6000 };
  assertEquals(planned({ size }, { zoom: 1.01 }), undefined, "finer than a canvas takes");
  assertEquals(planned({ size: { width: 6000, height: 4000 } }, { zoom: 1.5 }), undefined);
  assertEquals(boundsOf({ ...PHOTO, size }, { ...WISH, zoom: 1.2 }), {
    longSide: 5120,
    shortSide: 3840,
  });
});

Deno.test("animations, enormous pictures and unmeasured ones are left alone", () => {
  assertEquals(planned({ kind: "image/gif" }), undefined);
  assertEquals(planned({ size: { width: 9000, height: 9000 } }), undefined);
  assertEquals(boundsOf({ ...PHOTO, size: undefined }, WISH), undefined);
});

Deno.test("a HEIC picture is always converted, whole when the visitor wants that", () => {
  const heic = { kind: "heic", bytes: 900_000, size: { width: 4032, height: 3024 } } as const;
  assertEquals(planned(heic), { width: 2560, height: 1920 });
  assertEquals(planned(heic, { sendsOriginal: true }), heic.size);
  assertEquals(boundsOf({ ...heic, size: undefined }, WISH) === undefined, false);
});
