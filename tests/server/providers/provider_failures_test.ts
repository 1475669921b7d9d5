import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Charged } from "../../../contract/problem.ts";
import { FAILURES } from "../../../server/providers/failure_facts.ts";
import {
  type AdviceFor,
  providerFailure,
  type ProviderFailureCode,
} from "../../../server/providers/provider_failures.ts";

const CODES = Object.keys(FAILURES) as ProviderFailureCode[];
const READERS: readonly AdviceFor[] = ["endpoint-operator", "router-operator", "visitor"];
const COSTS: Readonly<Record<Charged, string>> = {
  no: "Nothing was charged; ",
  yes: "It was charged; ",
  unknown: "Whether that was charged is not known; ",
};

for (const code of CODES) {
  Deno.test(`${code} says what happened, what it cost and what to do, to everyone`, () => {
    for (const adviceFor of READERS) {
      for (const charged of ["no", "yes", "unknown"] as const) {
        const error = providerFailure(code, { adviceFor, charged });
        assertEquals([error.code, error.charged], [code, charged]);
        assertMatch(error.message, /^[A-Z][^;]*\. [A-Z][^;]*; [^;]*\.$/);
        assert(error.message.includes(`. ${COSTS[charged]}`), error.message);
        assert(error.message.length <= 240, error.message);
      }
    }
  });

  Deno.test(`${code} names a setting only to the one who can change it`, () => {
    const visitors = providerFailure(code, { adviceFor: "visitor" }).message;
    assert(!/\b[A-Z]{2,}_[A-Z_]+\b|\boperator has to\b/.test(visitors), visitors);
    const routed = providerFailure(code, { adviceFor: "router-operator" }).message;
    assert(!routed.includes("HF_ENDPOINT_URL"), routed);
  });
}

Deno.test("a visitor who pays is told what to do with their own token and credits", () => {
  const toVisitor = (code: ProviderFailureCode) =>
    providerFailure(code, { adviceFor: "visitor" }).message;
  assertMatch(toVisitor("auth-invalid"), /your access token\. .*sign in again/);
  assertMatch(toVisitor("auth-forbidden"), /huggingface\.co\/settings\/tokens/);
  assertMatch(toVisitor("payment-required"), /huggingface\.co\/settings\/billing/);
});

Deno.test("what a failure costs is what its code says, unless more is known", () => {
  assertEquals(providerFailure("content-policy").charged, "no");
  assertEquals(providerFailure("content-policy", { charged: "unknown" }).charged, "unknown");
  assertEquals(providerFailure("job-failed").charged, "unknown");
  assertEquals(providerFailure("job-canceled").charged, "unknown");
  assertEquals(providerFailure("result-refused").charged, "yes");
});
