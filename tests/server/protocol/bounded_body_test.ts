import { assertEquals, assertRejects } from "@std/assert";
import { readBoundedBody } from "../../../server/protocol/bounded_body.ts";

/** A body of three bytes in two pieces, and whether its reader left before the end. */
function threeBytes() {
  const left: string[] = [];
  const pieces = [new Uint8Array([1, 2]), new Uint8Array([3])];
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
    cancel: () => void left.push("left"),
  }, { highWaterMark: 0 });
  return { body, left };
}

Deno.test("a body up to the limit is read whole", async () => {
  const { body, left } = threeBytes();
  assertEquals(await readBoundedBody({ body }, 3), new Uint8Array([1, 2, 3]));
  assertEquals(left, []);
});

Deno.test("a body over the limit is left where it goes beyond it", async () => {
  const { body, left } = threeBytes();
  assertEquals(await readBoundedBody({ body }, 2), undefined);
  assertEquals(left, ["left"]);
});

Deno.test("no body is an empty one", async () => {
  assertEquals(await readBoundedBody({ body: null }, 0), new Uint8Array());
});

Deno.test("a body that breaks off fails with its own error", async () => {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.error(new RangeError("broken")),
  });
  await assertRejects(() => readBoundedBody({ body }, 9), RangeError, "broken");
});
