import { assertEquals } from "@std/assert";
import { SettingsSchema } from "../../server/config.ts";
import { misspeltNames } from "../../server/setting_names.ts";

const KNOWN = Object.keys(SettingsSchema.entries);

function faultsOf(given: { file?: Record<string, string>; environment?: Record<string, string> }) {
  return misspeltNames({ file: {}, environment: {}, known: KNOWN, ...given });
}

Deno.test("a misspelt setting in .env is a fault that says what was meant, never its value", () => {
  const file = { DAILY_SPEND_LIMT_USD: "hunter2", hf_api_token: "hunter2", PORT: "80" };
  assertEquals(faultsOf({ file }), [
    "DAILY_SPEND_LIMT_USD in .env is not a setting. Did you mean DAILY_SPEND_LIMIT_USD?",
    "hf_api_token in .env is not a setting. Did you mean HF_API_TOKEN?",
  ]);
});

Deno.test("what resembles no setting is a fault in .env too, and none in the environment", () => {
  const given = { LLAMA_PATH: "x" };
  assertEquals(faultsOf({ file: given }), ["LLAMA_PATH in .env is not a setting."]);
  assertEquals(faultsOf({ environment: given }), []);
});

Deno.test("in the environment a name is a fault one edit away from a setting", () => {
  for (
    const [name, meant] of [
      ["DAILY_SPEND_LIMT_USD", "DAILY_SPEND_LIMIT_USD"],
      ["DAILY_SPEND_LIMITS_USD", "DAILY_SPEND_LIMIT_USD"],
      ["RETENTION_DAYZ", "RETENTION_DAYS"],
      ["PROT", "PORT"],
    ] as const
  ) {
    assertEquals(faultsOf({ environment: { [name]: "1" } }), [
      `${name} in the environment is not a setting. Did you mean ${meant}?`,
    ]);
  }
  const environment = { HOME: "/root", PATH: "/bin", HOSTNAME: "a", DATABASE_DIR: "b", TZ: "UTC" };
  assertEquals(faultsOf({ environment }), []);
});

Deno.test("blank names are not set, and what Deno reads by itself has another place", () => {
  assertEquals(faultsOf({ file: { PROT: " " }, environment: { HOTS: "" } }), []);
  assertEquals(faultsOf({ file: { OTEL_DENO: "true" } }), [
    "OTEL_DENO is read from the environment alone, not from .env.",
  ]);
});
