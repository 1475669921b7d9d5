import { assertEquals } from "@std/assert";
import { failureCodeOf } from "../../../server/providers/classify_answer.ts";
import { parseErrorBody } from "../../../server/providers/upstream_answer.ts";
import recordings from "../../fakes/recorded_answers.json" with { type: "json" };

recordings.answers.forEach(({ status, body, code, source }, index) => {
  Deno.test(`recorded answer ${index + 1} with ${status} is ${code} (${source})`, () => {
    const answer = { status, headers: new Headers(), ...parseErrorBody(body) };
    assertEquals(failureCodeOf(answer), code);
  });
});

/** What a bare status means; all others of its hundred mean what `rest` says. */
const STATUSES: Readonly<Record<number, Readonly<Record<number | "rest", string>>>> = {
  300: { rest: "host-gone" },
  400: {
    400: "invalid-parameters",
    401: "auth-invalid",
    402: "payment-required",
    403: "auth-forbidden",
    404: "model-not-found",
    408: "upstream-timeout",
    410: "host-gone",
    413: "provider-image-too-large",
    422: "invalid-parameters",
    429: "rate-limited",
    rest: "provider-misconfigured",
  },
  500: { 502: "overloaded", 503: "overloaded", 504: "upstream-timeout", rest: "upstream-error" },
};

for (const [first, meanings] of Object.entries(STATUSES)) {
  Deno.test(`each status from ${first} on has its meaning without a word beside it`, () => {
    for (let status = Number(first); status < Number(first) + 100; status++) {
      const code = failureCodeOf({
        status,
        headers: new Headers(),
        codes: [],
        words: "",
        isJson: false,
      });
      assertEquals(code, meanings[status] ?? meanings.rest, `${status}`);
    }
  });
}

const SHAPES: readonly (readonly [body: string, words: string, codes: readonly string[]])[] = [
  ['{"error":"text"}', "text", []],
  ['{"error":["one","two"]}', "one; two", []],
  ['{"error":{"message":"text","code":"c"}}', "text", ["c"]],
  ['{"detail":[{"msg":"text","type":"t"}]}', "text", ["t"]],
  ['{"error":"text","warnings":["never read"]}', "text", []],
  ['{"error":null}', "", []],
  ["[]", "", []],
  ["null", "", []],
  ["<html>page</html>", "", []],
  ["plain", "plain", []],
  ["", "", []],
];

for (const [body, words, codes] of SHAPES) {
  Deno.test(`the words of ${body || "nothing"} are ${words || "nothing"}`, () => {
    const { isJson: _, ...said } = parseErrorBody(body);
    assertEquals(said, { words, codes });
  });
}

Deno.test("a hostile body is neither followed into its depth nor read at length", () => {
  const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
  assertEquals(parseErrorBody(deep).codes, []);
  assertEquals(parseErrorBody(JSON.stringify({ error: "x".repeat(50_000) })).words.length, 2000);
});

Deno.test("an estimate that is no positive number is not an estimate", () => {
  assertEquals(parseErrorBody('{"estimated_time":"20"}').estimatedSeconds, undefined);
  assertEquals(parseErrorBody('{"estimated_time":-1}').estimatedSeconds, undefined);
  assertEquals(parseErrorBody('{"estimated_time":20.5}').estimatedSeconds, 20.5);
});
