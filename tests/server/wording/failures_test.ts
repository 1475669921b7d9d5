import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { join } from "node:path";
import {
  type Audience,
  type FailureEntry,
  forAudience,
} from "../../../server/wording/failure_entry.ts";
import {
  failureSentence,
  failureWords,
  nextStepAfter,
} from "../../../server/wording/failure_words.ts";
import {
  entryOf,
  factsOf,
  FAILURE_CODES,
  FAILURE_GROUPS,
  type FailureCode,
  findFailure,
} from "../../../server/wording/failures.ts";
import { listFiles, ROOT } from "../../source_files.ts";

const READERS: readonly Audience[] = ["guest", "payer", "operator"];
const SENTENCE = /^[A-Z].*\.$/;

/** Every code alone, and with each of its cases. */
const ALL = FAILURE_CODES.flatMap((code) =>
  [undefined, ...Object.keys(entryOf(code).cases ?? {})].map((kind) => ({ code, kind }))
);

/** What goes into the texts of a case: a value for each placeholder, as its name asks for. */
function valuesOf(code: FailureCode, kind: string | undefined): Record<string, unknown> {
  const text = JSON.stringify(entryOf(code).cases?.[kind ?? ""] ?? "");
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const values = names.map((name) => [name, valueNamed(name)]);
  return { ...(kind === undefined ? {} : { kind }), ...Object.fromEntries(values) };
}

function valueNamed(name: string): unknown {
  if (name === "faults") return [{ kind: "seed", max: 7 }, { kind: "cache" }];
  if (/(names|models|shapes|values)$/.test(name)) return ["one", "other"];
  return /(Seconds|Bytes|Millions|limit|min|max|width|height|Side)$/.test(name)
    ? 3000
    : "something";
}

for (const code of FAILURE_CODES) {
  Deno.test(`${code} says what happened and what to do under a fitting status`, () => {
    const entry = entryOf(code);
    assertMatch(code, /^[a-z]+(-[a-z]+)*$/);
    assertMatch(String(entry.status), /^[45]\d\d$/);
    assertMatch(entry.title, /^[A-Z].*[^.]$/);
    assertMatch(entry.charged, /^(no|yes|unknown)$/);
    assertMatch(entry.cost, SENTENCE);
    assertMatch(entry.repetition, SENTENCE);
    for (const reader of READERS) {
      assertMatch(forAudience(entry.meaning, reader), SENTENCE);
      assertMatch(forAudience(entry.advice, reader), SENTENCE);
      assertFalse(/[{}]/.test(JSON.stringify([entry.title, entry.cost, entry.repetition])));
    }
  });
}

Deno.test("every case of every code is a sentence for every reader, with nothing left to fill in", () => {
  for (const { code, kind } of ALL) {
    const parameters = valuesOf(code, kind);
    for (const audience of READERS) {
      const { what, advice } = failureWords({ code, parameters }, audience);
      for (const text of [what, ...advice === undefined ? [] : [advice]]) {
        assertMatch(text, /^\S.*[.]$/, `${code} ${kind}`);
        assertFalse(/[{}]|undefined|\[object|NaN|\s\s/.test(text), `${code} ${kind}: ${text}`);
      }
      const general = forAudience(entryOf(code).meaning, audience);
      const isTold = Object.keys(parameters).length > 1;
      assert(!isTold || what !== general, `${code} ${kind} does not use its values: ${what}`);
    }
  }
});

Deno.test("a value that is missing is not told of: the general sentence stands in", () => {
  for (const { code, kind } of ALL) {
    if (Object.keys(valuesOf(code, kind)).length < 2) continue;
    const { what } = failureWords({ code, parameters: { kind } }, "guest");
    assertEquals(what, forAudience(entryOf(code).meaning, "guest"));
  }
});

Deno.test("what is said of a generation that failed fits on a phone", () => {
  for (const { code, kind } of ALL) {
    for (const audience of ["guest", "payer"] as const) {
      const failure = { code, parameters: valuesOf(code, kind) };
      const text = failureSentence(failure, { audience, charged: "unknown" });
      const isForVisitors = kind !== "newer-schema" && kind !== "key-file";
      assert(text.length <= 240 || !isForVisitors, `${text.length}: ${text}`);
    }
  }
});

Deno.test("settings are named to the operator alone", () => {
  for (const { code, kind } of ALL) {
    if (kind === "newer-schema") continue;
    for (const audience of ["guest", "payer"] as const) {
      const failure = { code, parameters: valuesOf(code, kind) };
      const text = failureSentence(failure, { audience });
      assertFalse(/\b[A-Z]{2,}_[A-Z_]+\b/.test(text), text);
    }
  }
});

Deno.test("to try again is advised and offered where it may help, and nowhere else", () => {
  for (const { code, kind } of ALL) {
    const parameters = valuesOf(code, kind);
    const { retryable } = factsOf(code, parameters as never);
    for (const audience of ["guest", "payer"] as const) {
      const next = nextStepAfter({ code, parameters, retryable }, audience);
      const { advice = "" } = failureWords({ code, parameters }, audience);
      assert(retryable || next?.kind !== "try-again", `${code} ${kind} offers to try again`);
      assert(retryable || !/^(You can t|T)ry again/.test(advice), `${code} ${kind}: ${advice}`);
      assert(!retryable || next !== undefined, `${code} ${kind} offers nothing`);
    }
  }
});

Deno.test("another look is advised first, and after what an account lacks", () => {
  const options = { audience: "payer", charged: "unknown", canLookAgain: true } as const;
  const late = failureSentence({ code: "deadline-exceeded", parameters: {} }, options);
  assertMatch(late, /It may have been charged\. Look again first: that costs nothing/);
  const unpaid = failureSentence({ code: "payment-required", parameters: {} }, options);
  assertMatch(unpaid, /settings\/billing.*Then look again, which costs nothing\.$/);
  const failure = { code: "job-failed", parameters: {}, canLookAgain: true };
  const next = nextStepAfter({ ...failure, retryable: false }, "guest");
  assertEquals(next, { kind: "look-again", text: "Look again" });
});

Deno.test("a visitor who pays is told what to do with their own token and credits", () => {
  const toPayer = (code: FailureCode) =>
    failureSentence({ code, parameters: {} }, { audience: "payer" });
  assertMatch(toPayer("auth-invalid"), /your access token\. Sign in again/);
  assertMatch(toPayer("auth-forbidden"), /huggingface\.co\/settings\/tokens/);
  assertMatch(toPayer("payment-required"), /huggingface\.co\/settings\/billing/);
  assertMatch(toPayer("provider-not-enabled"), /More credits do not help.*inference-providers/);
});

const SOURCES = [...listFiles("server"), ...listFiles("routes")]
  .filter((path) => /\.tsx?$/.test(path) && !path.includes("/wording/"))
  .map((path) => Deno.readTextFileSync(join(ROOT, path)));

Deno.test("every code and every case is thrown somewhere", () => {
  const names = ALL.map(({ code, kind }) => kind ?? code);
  const unused = names.filter((name) => !SOURCES.some((text) => text.includes(`"${name}"`)));
  // Put together of two words.
  assertEquals(unused, ["money-at-endpoint", "videos-at-endpoint"]);
});

Deno.test("a code of another version is told in general", () => {
  for (const code of ["no-such-code", "constructor"]) {
    assertEquals(findFailure(code), undefined);
    assertEquals(entryOf(code), findFailure("internal-error"));
    const { what } = failureWords({ code, parameters: { kind: "toString" } }, "guest");
    assertMatch(what, SENTENCE);
  }
});

/** Ways in which providers at Hugging Face are known to fail, by the code that tells of each here. */
const KNOWN_FAILURES: Readonly<Record<string, FailureCode>> = {
  "unreadable picture": "invalid-image",
  "refused parameters": "invalid-parameters",
  "refused media type": "provider-misconfigured",
  "body too large": "provider-image-too-large",
  "unknown token": "auth-invalid",
  "token without the permission": "auth-forbidden",
  "no credits": "payment-required",
  "provider that the account may not use": "provider-not-enabled",
  "too many requests": "rate-limited",
  "model that nobody serves": "model-not-found",
  "address that moved": "host-gone",
  "paused endpoint": "endpoint-paused",
  "model that loads": "model-loading",
  "no capacity": "overloaded",
  "gateway timeout": "upstream-timeout",
  "error inside the provider": "upstream-error",
  "content rules": "content-policy",
  "job that failed": "job-failed",
  "job that was canceled there": "job-canceled",
  "answer without a video": "bad-output",
  "no connection": "unreachable",
  "broken connection": "network",
  "deadline of this server": "deadline-exceeded",
  "stopped by the visitor": "canceled",
};

Deno.test("every known way to fail has an entry", () => {
  for (const [name, code] of Object.entries(KNOWN_FAILURES)) {
    const entry: FailureEntry | undefined = findFailure(code);
    assert(entry !== undefined, `${name} has no entry ${code}`);
  }
});

Deno.test("the groups of the overview hold every code once", () => {
  const grouped = FAILURE_GROUPS.flatMap(({ entries }) => Object.keys(entries));
  assertEquals(grouped.toSorted(), FAILURE_CODES.toSorted());
});
