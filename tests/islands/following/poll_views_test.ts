import { assertEquals } from "@std/assert";
import type { GenerationView } from "../../../contract/generation.ts";
import { RefusedError } from "../../../islands/following/generation_calls.ts";
import { pollViews } from "../../../islands/following/poll_views.ts";
import { FAILED, QUEUED, RUNNING, SUCCEEDED } from "./following_fixtures.ts";

/** Polls pages whose answers are listed, one a round. */
async function poll(answers: Record<string, (GenerationView | Error)[]>) {
  const asked: string[] = [];
  const seen: string[] = [];
  let open = 0;
  let mostOpen = 0;
  await pollViews(Object.keys(answers), {
    signal: new AbortController().signal,
    onView: (view) => seen.push(view.state),
    onGone: (page, { detail }) => seen.push(`${page}: ${detail}`),
  }, {
    async fetchView(page) {
      asked.push(page);
      mostOpen = Math.max(mostOpen, ++open);
      await Promise.resolve();
      open--;
      const answer = answers[page]?.shift() ?? new Error("asked too often");
      if (answer instanceof Error) throw answer;
      return { view: answer, clockAheadMs: 0 };
    },
    pause: () => Promise.resolve(),
  });
  return { asked, seen, mostOpen };
}

Deno.test("each generation is asked for until it has ended, one request at a time", async () => {
  const { asked, seen, mostOpen } = await poll({
    "/v/1": [QUEUED, RUNNING, SUCCEEDED],
    "/v/2": [FAILED],
    "/v/3": [RUNNING, SUCCEEDED],
  });
  assertEquals(asked, ["/v/1", "/v/2", "/v/3", "/v/1", "/v/3", "/v/1"]);
  assertEquals(seen, ["queued", "failed", "running", "running", "succeeded", "succeeded"]);
  assertEquals(mostOpen, 1);
});

Deno.test("a broken network is tried again, an erased generation is not", async () => {
  const erased = new RefusedError({
    detail: "Erased.",
    explanation: "/problems/erased",
    status: 410,
  });
  const { asked, seen } = await poll({
    "/v/1": [new TypeError("network"), SUCCEEDED],
    "/v/2": [erased],
  });
  assertEquals(asked, ["/v/1", "/v/2", "/v/1"]);
  assertEquals(seen, ["/v/2: Erased.", "succeeded"]);
});
