import { assert, assertMatch } from "@std/assert";
import { FAILURES } from "../../../server/providers/failure_facts.ts";
import { readRefusal } from "../../../server/providers/refusal.ts";
import type { AdviceFor } from "../../../server/providers/provider_failures.ts";
import recordings from "../../fakes/recorded_answers.json" with { type: "json" };

const TOKEN = "hf_planted0123456789SECRET";
const READERS: readonly AdviceFor[] = ["endpoint-operator", "router-operator", "visitor"];

recordings.answers.forEach(({ status, body, contentType, source }, index) => {
  Deno.test(`nothing of recorded answer ${index + 1} with ${status} reaches a visitor (${source})`, async () => {
    for (const adviceFor of READERS) {
      const headers = { "content-type": contentType ?? "text/plain", "x-echo": TOKEN };
      const response = new Response(`${body}`, { status, headers });
      const { code, error } = await readRefusal(response, { now: 0, secret: TOKEN, adviceFor });
      assert(code in FAILURES);
      assertMatch(error.message, /^[A-Z].*\. (Nothing was|Whether that was) [a-z ]+; .*\.$/);
      assert(!/[{}<>[\]`"\\]|https?:|Traceback|\bat \w+ \(/.test(error.message), error.message);
      for (const word of wordsOf(body)) assert(!error.message.includes(word), word);
    }
  });
});

recordings.answers.forEach(({ status, body }, index) => {
  Deno.test(`recorded answer ${index + 1} with the token in it keeps it from the log`, async () => {
    const response = new Response(`${TOKEN} ${body} ${TOKEN}`, { status });
    const { error } = await readRefusal(response, { now: 0, secret: TOKEN });
    assert(!Deno.inspect(error, { depth: 10 }).includes(TOKEN));
  });
});

/** What only the provider's own text has: names with signs in them, and long words. */
function wordsOf(body: string): string[] {
  return body.split(/[\s"]+/).filter((word) => /[_/\\:<>{}]/.test(word) || word.length > 14);
}
