import { assert, assertEquals, assertMatch } from "@std/assert";
import { readRefusal } from "../../../server/providers/refusal.ts";
import type { Audience } from "../../../server/wording/failure_entry.ts";
import { failureSentence } from "../../../server/wording/failure_words.ts";
import { findFailure } from "../../../server/wording/failures.ts";
import recordings from "../../fakes/recorded_answers.json" with { type: "json" };

const TOKEN = "hf_planted0123456789SECRET";
const READERS: readonly Audience[] = ["guest", "payer", "operator"];
const PLACES = [{ kind: "endpoint" }, { kind: "provider", provider: "fal-ai" }] as const;

recordings.answers.forEach(({ status, body, contentType, source }, index) => {
  Deno.test(`recorded answer ${index + 1} with ${status} is told in our words (${source})`, async () => {
    for (const at of PLACES) {
      const headers = { "content-type": contentType ?? "text/plain", "x-echo": TOKEN };
      const response = new Response(`${body}`, { status, headers });
      const { code, error } = await readRefusal(response, { now: 0, secret: TOKEN, at });
      assert(findFailure(code) !== undefined);
      for (const audience of READERS) {
        const sentence = failureSentence(error, { audience, charged: error.charged });
        assertMatch(sentence, /^[A-Z].*\. (Nothing was|It may have been) charged\. [A-Z].*\.$/);
        assert(!/[{}<>[\]`"\\]|https?:|Traceback|\bat \w+ \(/.test(sentence), sentence);
        for (const word of wordsOf(body)) assert(!sentence.includes(word), word);
      }
    }
  });
});

recordings.answers.forEach(({ status, body }, index) => {
  Deno.test(`recorded answer ${index + 1} with the token in it keeps it from the log and the visitor`, async () => {
    const response = new Response(`${TOKEN} ${body} ${TOKEN}`, { status });
    const { error } = await readRefusal(response, { now: 0, secret: TOKEN, at: PLACES[0] });
    assert(!Deno.inspect(error, { depth: 10 }).includes(TOKEN));
    assertEquals(error.providerSaid?.includes("planted"), false);
  });
});

/** What only the provider's own text has: names with signs in them, and long words. */
function wordsOf(body: string): string[] {
  return body.split(/[\s"]+/).filter((word) =>
    /[a-z]/i.test(word) && (/[_/\\:<>{}]/.test(word) || word.length > 14)
  );
}
