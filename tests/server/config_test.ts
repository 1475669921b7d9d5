import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import * as v from "valibot";
import { ConfigError, parseConfig, SettingsSchema } from "../../server/config.ts";

Deno.test("nothing set is a valid configuration", () => {
  const config = parseConfig({});
  assertEquals(config.PORT, 8000);
  assertEquals(config.MAX_IMAGE_BYTES, 20 * 1024 * 1024);
  assertEquals(config.HF_API_TOKEN, undefined);
});

Deno.test("blank settings count as not set", () => {
  const config = parseConfig({ PORT: "  ", HF_API_TOKEN: "" });
  assertEquals(config.PORT, 8000);
  assertEquals(config.HF_API_TOKEN, undefined);
});

Deno.test("a base address loses its trailing slash", () => {
  assertEquals(
    parseConfig({ SITE_URL: "https://lounge.example/" }).SITE_URL,
    "https://lounge.example",
  );
});

Deno.test("all faults are reported at once, by name and never by value", () => {
  const error = assertThrows(
    () =>
      parseConfig({
        PORT: "eighty",
        HF_API_TOKEN: "hf secret",
        HF_ENDPOINT_URL: "ftp://files.example",
        GENERATION_TIMEOUT_SECONDS: "4",
        VIDEOS_DIR: "one,two",
        CONTACT_EMAIL: "nobody",
      }),
    ConfigError,
  );
  const names = error.faults.map((fault) => fault.split(" ")[0]);
  assertEquals(names.sort(), [
    "CONTACT_EMAIL",
    "GENERATION_TIMEOUT_SECONDS",
    "HF_API_TOKEN",
    "HF_ENDPOINT_URL",
    "PORT",
    "VIDEOS_DIR",
  ]);
  for (const value of ["eighty", "hf secret", "files.example", "one,two", "nobody"]) {
    assertFalse(error.message.includes(value), `the message holds the value ${value}`);
  }
});

for (
  const [name, value] of [
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "80.5"],
    ["PORT", "0x50"],
    ["MAX_IMAGE_BYTES", "12"],
    ["HF_ENDPOINT_URL", "https://user:secret@endpoint.example/"],
    ["HF_ENDPOINT_URL", "not an address"],
    ["CONTACT_PHONE", "call me"],
  ] as const
) {
  Deno.test(`${name}=${value} is refused`, () => {
    const error = assertThrows(() => parseConfig({ [name]: value }), ConfigError);
    assertEquals(error.faults.length, 1);
    assert(error.faults[0]?.startsWith(`${name} must`));
  });
}

Deno.test(".env.example lists every setting, with a comment and a valid value", async () => {
  const example = await Deno.readTextFile(new URL("../../.env.example", import.meta.url));
  const entries = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map((
    [, name, value],
  ) => [name, value]);
  assertEquals(entries.map(([name]) => name).sort(), Object.keys(SettingsSchema.entries).sort());
  parseConfig(Object.fromEntries(entries));
  const blocks = example.split(/\n\s*\n/).filter((block) => /^[A-Z_]+=/m.test(block));
  assert(blocks.every((block) => block.startsWith("#")), "every group of settings has a comment");
});

Deno.test("the README's table tells of every setting", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const rows = [...readme.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) /gm)].map(([, names]) => names);
  const told = rows.flatMap((names = "") => names.replaceAll("`", "").split(", "));
  assertEquals(told.sort(), Object.keys(SettingsSchema.entries).sort());
});

Deno.test("the values in .env.example are the defaults", async () => {
  const example = await Deno.readTextFile(new URL("../../.env.example", import.meta.url));
  const written = [...example.matchAll(/^([A-Z_]+)=(.+)$/gm)].map((
    [, name, value],
  ) => [name, value]);
  const defaults = v.parse(SettingsSchema, {});
  assertEquals(parseConfig(Object.fromEntries(written)), defaults);
});
