import { assertEquals, assertRejects } from "@std/assert";
import { load } from "@std/dotenv";

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
    assertEquals(await load({ envPath: new URL(`file://${envPath}`) }), { [FREE]: "file" });
    assertEquals(Deno.env.get(FREE), undefined);
  });
});

Deno.test("load() exports what is not set yet", async () => {
  await withFile(`${FREE}=file\n${TAKEN}=file`, async (envPath) => {
    Deno.env.set(TAKEN, "");
    await load({ envPath, export: true });
    assertEquals([Deno.env.get(FREE), Deno.env.get(TAKEN)], ["file", ""]);
  });
});

Deno.test("load() finds nothing in a missing file or without a path", async () => {
  const folder = await Deno.makeTempDir();
  assertEquals(await load({ envPath: `${folder}/.env` }), {});
  assertEquals(await load({ envPath: null }), {});
  await Deno.remove(folder);
});

Deno.test("load() passes on what keeps it from reading", async () => {
  const envPath = await Deno.makeTempDir();
  await assertRejects(() => load({ envPath }), Error);
  await Deno.remove(envPath);
});
