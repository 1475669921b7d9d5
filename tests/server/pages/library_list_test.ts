import { assertEquals } from "@std/assert";
import { cutPiece } from "../../../server/pages/library_list.ts";
import { viewWith } from "./generation_views.ts";

/** Views made at these milliseconds. */
function madeAt(...times: number[]) {
  return times.map((time) => viewWith({ createdAt: new Date(time).toISOString() }));
}

Deno.test("the last piece of a library names no next one", () => {
  const views = madeAt(3, 2, 1);
  assertEquals(cutPiece(views, 3), { views });
});

Deno.test("a longer library goes on before the last one that is shown", () => {
  const views = madeAt(9, 8, 7, 6);
  assertEquals(cutPiece(views, 3), {
    views: views.slice(0, 3),
    before: 7,
  });
});

Deno.test("what was made in the same millisecond stays together on the next piece", () => {
  const views = madeAt(9, 8, 7, 7);
  assertEquals(cutPiece(views, 3), {
    views: views.slice(0, 2),
    before: 8,
  });
});

Deno.test("more than a piece from one millisecond is still cut", () => {
  const views = madeAt(7, 7, 7);
  assertEquals(cutPiece(views, 2), { views: views.slice(0, 2), before: 7 });
});
