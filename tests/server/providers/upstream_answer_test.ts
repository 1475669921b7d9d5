import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  readUpstreamAnswer,
  UpstreamAnswerError,
} from "../../../server/providers/upstream_answer.ts";

async function told(body: unknown, secret?: string): Promise<string> {
  const answer = await readUpstreamAnswer(Response.json(body, { status: 422 }));
  return new UpstreamAnswerError(answer, secret).message;
}

Deno.test("a refusal of parameters is logged with their names", async () => {
  const detail = [
    { loc: ["body", "num_frames"], msg: "Input should be at most 81", type: "less_than_equal" },
    { loc: ["body", "loras", 0, "path"], msg: "Field required", type: "missing" },
  ];
  assertEquals(
    await told({ detail }),
    "The provider answered 422 (about body.num_frames, body.loras.0.path): " +
      "Input should be at most 81; Field required",
  );
});

Deno.test("what is no name of a parameter is not logged as one, and no more than a few are", async () => {
  const odd = [["body", "<script>"], ["a".repeat(100)], [{ a: 1 }], [], "hf_secret", null];
  const said = await told({ detail: odd.map((loc) => ({ loc, msg: "no" })) }, "hf_secret");
  assertStringIncludes(said, "The provider answered 422 (about [secret]): no");
  const many = Array.from(
    { length: 50 },
    (_, index) => ({ loc: ["body", `p${index}`], msg: "no" }),
  );
  assertStringIncludes(
    await told({ detail: many }),
    "(about body.p0, body.p1, body.p2, body.p3, body.p4): no",
  );
  assertEquals(await told({ detail: "no" }), "The provider answered 422: no");
});
