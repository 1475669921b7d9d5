import { assertEquals } from "@std/assert";
import { parseConfig } from "../../server/config.ts";
import { idleSettings } from "../../tools/idle_settings.ts";

const ENDPOINT = { HF_ENDPOINT_URL: "https://endpoint.example" };
const TOKEN = { HF_API_TOKEN: "hf_secret" };

/** The settings that a sentence begins with, for what an operator has set. */
const CASES: readonly (readonly [Record<string, string>, readonly string[]])[] = [
  [{}, []],
  [{ HF_ENDPOINT_FORMAT: "json" }, ["HF_ENDPOINT_FORMAT"]],
  [{ HF_ENDPOINT_FORMAT: "json", ...ENDPOINT }, []],
  [{ HF_ENDPOINT_USD_PER_HOUR: "0.80" }, ["HF_ENDPOINT_USD_PER_HOUR"]],
  [{ HF_ENDPOINT_USD_PER_HOUR: "0.80", ...ENDPOINT }, []],
  [{ COMFYUI_HEADER: "X-Login: a-secret" }, ["COMFYUI_HEADER"]],
  [{ COMFYUI_HEADER: "X-Login: a-secret", COMFYUI_URL: "http://gpu.example" }, []],
  [{ VIDEOS_API_KEY: "a-secret" }, ["VIDEOS_API_KEY"]],
  [{ VIDEOS_API_KEY: "a-secret", VIDEOS_API_URL: "http://gpu.example" }, []],
  [{ HF_BILL_TO: "club" }, ["HF_BILL_TO"]],
  [{ HF_BILL_TO: "club", ...TOKEN }, []],
  [{ HF_OAUTH_CLIENT_SECRET: "hush" }, ["HF_OAUTH_CLIENT_SECRET"]],
  [{ HF_OAUTH_CLIENT_SECRET: "hush", HF_OAUTH_CLIENT_ID: "id" }, []],
  [{ HF_OAUTH_ISSUER: "https://id.example", SITE_URL: "http://a.example" }, ["HF_OAUTH_ISSUER"]],
  [{ HF_OAUTH_ISSUER: "https://id.example", SITE_URL: "https://a.example" }, []],
  [{ HF_OAUTH_ISSUER: "https://id.example", HF_OAUTH_CLIENT_ID: "id" }, []],
  [
    { DAILY_SPEND_LIMIT_PER_VISITOR_USD: "5", DAILY_SPEND_LIMIT_USD: "2", ...TOKEN },
    ["DAILY_SPEND_LIMIT_PER_VISITOR_USD"],
  ],
  [{ DAILY_SPEND_LIMIT_PER_VISITOR_USD: "2", DAILY_SPEND_LIMIT_USD: "2", ...TOKEN }, []],
  [{ DAILY_VIDEOS_PER_VISITOR: "3", ...TOKEN }, ["Limits"]],
  [{ DAILY_SPEND_LIMIT_PER_VISITOR_USD: "3", ...TOKEN }, ["Limits"]],
  [{ DAILY_VIDEOS_PER_VISITOR: "3" }, []],
];

for (const [settings, expected] of CASES) {
  const names = Object.keys(settings).join(", ") || "nothing";
  Deno.test(`with ${names} set, ${expected.length} of them are named as idle`, () => {
    const sentences = idleSettings(parseConfig(settings));
    assertEquals(sentences.map((sentence) => sentence.split(" ", 1)[0]), [...expected]);
    for (const value of Object.values(settings).filter((text) => text.length > 2)) {
      assertEquals(sentences.join().includes(value), false, "a value is shown");
    }
  });
}
