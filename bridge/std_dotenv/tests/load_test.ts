import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { load, loadSync, parse, stringify } from "@std/dotenv";
import { stringify as stringifyFromSubpath } from "@std/dotenv/stringify";

const TAKEN = "BRIDGE_DOTENV_TAKEN";
const FREE = "BRIDGE_DOTENV_FREE";

async function withFile(text: string, run: (envPath: string) => Promise<void>): Promise<void> {
  const envPath = await Deno.makeTempFile({ suffix: ".env" });
  try {
    await Deno.writeTextFile(envPath, text);
    await run(envPath);
  } finally {
    Deno.env.delete(TAKEN);
    Deno.env.delete(FREE);
    await Deno.remove(envPath);
  }
}

Deno.test("load() returns the file's variables and leaves the environment alone", async () => {
  await withFile(`${FREE}=file`, async (envPath) => {
    assertEquals(await load({ envPath }), { [FREE]: "file" });
    assertEquals(loadSync({ envPath: new URL(`file://${envPath}`) }), { [FREE]: "file" });
    assertEquals(Deno.env.get(FREE), undefined);
  });
});

for (const [name, run] of [["load", load], ["loadSync", loadSync]] as const) {
  Deno.test(`${name}() exports what is not set yet`, async () => {
    await withFile(`${FREE}=file\n${TAKEN}=file`, async (envPath) => {
      Deno.env.set(TAKEN, "");
      await run({ envPath, export: true });
      assertEquals([Deno.env.get(FREE), Deno.env.get(TAKEN)], ["file", ""]);
    });
  });
}

Deno.test("load() finds nothing in a missing file or without a path", async () => {
  const envPath = `${Deno.makeTempDirSync()}/.env`;
  assertEquals([await load({ envPath }), loadSync({ envPath })], [{}, {}]);
  assertEquals([await load({ envPath: null }), loadSync({ envPath: null })], [{}, {}]);
  await Deno.remove(new URL("./", `file://${envPath}`));
});

Deno.test("load() passes on what keeps it from reading", async () => {
  const envPath = await Deno.makeTempDir();
  await assertRejects(() => load({ envPath }), Error);
  assertThrows(() => loadSync({ envPath }), Error);
  await Deno.remove(envPath);
});

Deno.test("importing @std/dotenv/load exports ./.env", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/.env`, `${FREE}=from file`);
  const start = Deno.cwd();
  try {
    Deno.chdir(folder);
    await import("@std/dotenv/load");
    assertEquals(Deno.env.get(FREE), "from file");
  } finally {
    Deno.chdir(start);
    Deno.env.delete(FREE);
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("stringify() quotes what needs quotes", () => {
  const lines: readonly [value: string, line: string][] = [
    ["basic", "K=basic"],
    ["", "K="],
    ["two words", "K='two words'"],
    ["equ==als", "K='equ==als'"],
    ["hello\nworld", 'K="hello\\nworld"'],
    ["par'se", `K="par'se"`],
  ];
  for (const [value, line] of lines) {
    assertEquals(stringify({ K: value }), line);
    assertEquals(parse(line), { K: value });
  }
  assertEquals(stringifyFromSubpath({ A: "1", B: "2" }), "A=1\nB=2");
});
