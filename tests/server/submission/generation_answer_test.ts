import { assertEquals } from "@std/assert";
import {
  appliedPreferences,
  readPreferences,
} from "../../../server/submission/generation_answer.ts";

const CASES: Readonly<Record<string, ReturnType<typeof readPreferences>>> = {
  "": { isAsync: false },
  "respond-async": { isAsync: true },
  "Respond-Async": { isAsync: true },
  "respond-async, wait=10": { isAsync: true, waitSeconds: 10 },
  "wait=0": { isAsync: false, waitSeconds: 0 },
  'foo; bar, wait = "7" ; x=1, respond-async;y="z"': { isAsync: true, waitSeconds: 7 },
  "wait=5, wait=9": { isAsync: false, waitSeconds: 5 },
  "wait=soon, return=minimal": { isAsync: false },
  "wait=-1": { isAsync: false },
  "wait=99999999": { isAsync: false, waitSeconds: 600 },
  "handling=respond-async": { isAsync: false },
};

for (const [header, expected] of Object.entries(CASES)) {
  Deno.test(`Prefer: ${header || "(none)"} is understood`, () => {
    assertEquals(readPreferences(new Headers(header ? { prefer: header } : {})), expected);
  });
}

Deno.test("several Prefer headers count as one", () => {
  const headers = new Headers([["prefer", "wait=3"], ["prefer", "respond-async"]]);
  assertEquals(readPreferences(headers), { isAsync: true, waitSeconds: 3 });
});

Deno.test("the answer names the preferences that it honours", () => {
  assertEquals(appliedPreferences({ isAsync: true }), "respond-async");
  assertEquals(appliedPreferences({ isAsync: true, waitSeconds: 3 }), "respond-async, wait=3");
  assertEquals(appliedPreferences({ isAsync: false, waitSeconds: 0 }), "wait=0");
});
