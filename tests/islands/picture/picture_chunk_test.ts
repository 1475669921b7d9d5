import { assertEquals } from "@std/assert";
import { cropOfAddress } from "../../../islands/picture/picture_chunk.ts";

Deno.test("an address brings a crop along, of which parts may be missing", () => {
  assertEquals(cropOfAddress("?crop_x=0.25&crop_y=1&crop_zoom=2.5"), { x: 0.25, y: 1, zoom: 2.5 });
  assertEquals(cropOfAddress("?model=a&crop_zoom=2"), { x: 0.5, y: 0.5, zoom: 2 });
});

Deno.test("an address without a crop, or with one that cannot be, brings none", () => {
  for (const search of ["", "?model=a", "?crop_x=2", "?crop_zoom=0.5", "?crop_x=left"]) {
    assertEquals(cropOfAddress(search), undefined, search);
  }
});
