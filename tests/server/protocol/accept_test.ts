import { assertEquals } from "@std/assert";
import { type AnswerKind, preferredAnswer } from "../../../server/protocol/accept.ts";

const OFFERS = ["application/json", "text/html"] as const;

const CASES: Readonly<Record<string, readonly [accept: string | undefined, AnswerKind]>> = {
  "a client that says nothing": [undefined, "application/json"],
  "curl": ["*/*", "application/json"],
  "a browser's form": [
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
    "text/html",
  ],
  "a client that expects events": ["text/event-stream", "application/json"],
  "a client that likes JSON better": ["text/html;q=0.5, application/json", "application/json"],
  "a client that likes pages better": ["application/json;q=0.5, text/html", "text/html"],
  "a whole family of types": ["text/*", "text/html"],
  "a refusal of JSON": ["application/json;q=0, */*", "text/html"],
  "a type that is not offered": ["image/png", "application/json"],
  "an empty header": ["", "application/json"],
  "a header that cannot be read": [";;q=,,", "application/json"],
};

for (const [name, [accept, expected]] of Object.entries(CASES)) {
  Deno.test(`preferredAnswer() gives ${expected} to ${name}`, () => {
    const headers = new Headers(accept === undefined ? {} : { accept });
    const request = new Request("http://lounge.example", { headers });
    assertEquals(preferredAnswer(request, OFFERS), expected);
  });
}
