import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { openSeals, Seals } from "../../../server/visitors/seals.ts";

const secret = new TextEncoder().encode("a secret of at least thirty-two characters");
const ID = "3f2b8c1e-7a4d-4e5f-9b6a-0c1d2e3f4a5b";

async function withFolder(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("a seal holds for its own text only", () => {
  const seals = new Seals(secret);
  const seal = seals.seal("visitor-cookie", ID);
  assert(seals.isSealed("visitor-cookie", { text: ID, seal }));
  assert(!seals.isSealed("visitor-cookie", { text: ID.replace("3", "4"), seal }));
  for (const wrong of ["", seal.slice(1), `${seal}A`, seal.replace(/^./, "_"), "é".repeat(43)]) {
    assert(!seals.isSealed("visitor-cookie", { text: ID, seal: wrong }), wrong);
  }
});

Deno.test("a seal for one purpose does not pass for another, nor under another secret", () => {
  const seals = new Seals(secret);
  const seal = seals.seal("visitor-cookie", ID);
  assert(!seals.isSealed("generation-key", { text: ID, seal }));
  const others = new Seals(new TextEncoder().encode("another secret"));
  assert(!others.isSealed("visitor-cookie", { text: ID, seal }));
});

Deno.test("what is encrypted has a key of its own, the same after a restart", () => {
  const { cipherKey } = new Seals(secret);
  assertEquals(cipherKey.length, 32);
  assertEquals(new Seals(secret).cipherKey, cipherKey);
  assertNotEquals(new Seals(new TextEncoder().encode("another secret")).cipherKey, cipherKey);
  assertNotEquals(cipherKey, secret.slice(0, 32));
});

Deno.test("without a secret a key is made once, for the server's user only", async () => {
  await withFolder(async (directory) => {
    const options = { secret: undefined, keyFile: `${directory}/data/cookie.key` };
    const seal = (await openSeals(options)).seal("visitor-cookie", ID);
    assertEquals((await openSeals(options)).seal("visitor-cookie", ID), seal);
    const { mode, size } = await Deno.stat(options.keyFile);
    assertEquals([(mode ?? 0) & 0o777, size], [0o600, 32]);
    assertEquals([...Deno.readDirSync(`${directory}/data`)].map(({ name }) => name), [
      "cookie.key",
    ]);
  });
});

Deno.test("processes that start together agree on one key", async () => {
  await withFolder(async (directory) => {
    const options = { secret: undefined, keyFile: `${directory}/cookie.key` };
    const opened = await Promise.all(Array.from({ length: 8 }, () => openSeals(options)));
    const seals = new Set(opened.map((each) => each.seal("visitor-cookie", ID)));
    assertEquals(seals.size, 1);
    assertEquals([...Deno.readDirSync(directory)].length, 1, "drafts are left behind");
  });
});

Deno.test("the operator's secret makes a file superfluous", async () => {
  const keyFile = "/nowhere/cookie.key";
  const one = await openSeals({ secret: "s".repeat(32), keyFile });
  const other = await openSeals({ secret: "t".repeat(32), keyFile });
  assertNotEquals(one.seal("visitor-cookie", ID), other.seal("visitor-cookie", ID));
});

Deno.test("a damaged key file is not taken and not replaced", async () => {
  await withFolder(async (directory) => {
    const keyFile = `${directory}/cookie.key`;
    await Deno.writeTextFile(keyFile, "short");
    await assertRejects(() => openSeals({ secret: undefined, keyFile }), Error, keyFile);
    assertEquals(await Deno.readTextFile(keyFile), "short");
  });
});
