import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { openSignatures, Signatures } from "../../../server/visitors/signatures.ts";

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

Deno.test("a signature holds for its own text only", () => {
  const signatures = new Signatures(secret);
  const signature = signatures.sign("visitor-cookie", ID);
  assert(signatures.isSigned("visitor-cookie", { text: ID, signature }));
  assert(!signatures.isSigned("visitor-cookie", { text: ID.replace("3", "4"), signature }));
  for (
    const wrong of [
      "",
      signature.slice(1),
      `${signature}A`,
      signature.replace(/^./, "_"),
      "é".repeat(43),
    ]
  ) {
    assert(!signatures.isSigned("visitor-cookie", { text: ID, signature: wrong }), wrong);
  }
});

Deno.test("a signature for one purpose does not pass for another, nor under another secret", () => {
  const signatures = new Signatures(secret);
  const signature = signatures.sign("visitor-cookie", ID);
  assert(!signatures.isSigned("generation-key", { text: ID, signature }));
  const others = new Signatures(new TextEncoder().encode("another secret"));
  assert(!others.isSigned("visitor-cookie", { text: ID, signature }));
});

Deno.test("what is encrypted has a key of its own, the same after a restart", () => {
  const { cipherKey } = new Signatures(secret);
  assertEquals(cipherKey.length, 32);
  assertEquals(new Signatures(secret).cipherKey, cipherKey);
  assertNotEquals(new Signatures(new TextEncoder().encode("another secret")).cipherKey, cipherKey);
  assertNotEquals(cipherKey, secret.slice(0, 32));
});

Deno.test("without a secret a key is made once, for the server's user only", async () => {
  await withFolder(async (directory) => {
    const options = { secret: undefined, keyFile: `${directory}/data/cookie.key` };
    const signature = (await openSignatures(options)).sign("visitor-cookie", ID);
    assertEquals((await openSignatures(options)).sign("visitor-cookie", ID), signature);
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
    const opened = await Promise.all(Array.from({ length: 8 }, () => openSignatures(options)));
    const signatures = new Set(opened.map((each) => each.sign("visitor-cookie", ID)));
    assertEquals(signatures.size, 1);
    assertEquals([...Deno.readDirSync(directory)].length, 1, "drafts are left behind");
  });
});

Deno.test("the operator's secret makes a file superfluous", async () => {
  const keyFile = "/nowhere/cookie.key";
  const one = await openSignatures({ secret: "s".repeat(32), keyFile });
  const other = await openSignatures({ secret: "t".repeat(32), keyFile });
  assertNotEquals(one.sign("visitor-cookie", ID), other.sign("visitor-cookie", ID));
});

Deno.test("a damaged key file is not taken and not replaced", async () => {
  await withFolder(async (directory) => {
    const keyFile = `${directory}/cookie.key`;
    await Deno.writeTextFile(keyFile, "short");
    await assertRejects(() => openSignatures({ secret: undefined, keyFile }), Error, keyFile);
    assertEquals(await Deno.readTextFile(keyFile), "short");
  });
});
