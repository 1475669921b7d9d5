import { assert, assertFalse } from "@std/assert";
import { buildIsCurrent, rememberBuild } from "../../tools/build_fingerprint.ts";

/** A checkout with one component whose build has just been remembered. */
async function withBuild(use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    for (const folder of ["_fresh", "components/drawings", "server"]) {
      await Deno.mkdir(`${root}/${folder}`, { recursive: true });
    }
    await Deno.writeTextFile(`${root}/components/drawings/Moon.tsx`, "moon");
    await Deno.writeTextFile(`${root}/deno.lock`, "{}");
    await rememberBuild(root);
    assert(await buildIsCurrent(root));
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const CHANGES: Readonly<Record<string, (root: string) => Promise<void>>> = {
  "an edited source": (root) => Deno.writeTextFile(`${root}/components/drawings/Moon.tsx`, "sun"),
  "a new source": (root) => Deno.writeTextFile(`${root}/components/Star.tsx`, "star"),
  "a renamed source": (root) =>
    Deno.rename(`${root}/components/drawings/Moon.tsx`, `${root}/components/Moon.tsx`),
  "a removed source": (root) => Deno.remove(`${root}/components/drawings/Moon.tsx`),
  "another set of packages": (root) => Deno.writeTextFile(`${root}/deno.lock`, "{ }"),
  "a build that is gone": (root) => Deno.remove(`${root}/_fresh`, { recursive: true }),
};

for (const [name, change] of Object.entries(CHANGES)) {
  Deno.test(`${name} makes a build stale`, async () => {
    await withBuild(async (root) => {
      await change(root);
      assertFalse(await buildIsCurrent(root));
    });
  });
}

Deno.test("what is loaded at start and not built in leaves a build current", async () => {
  await withBuild(async (root) => {
    await Deno.writeTextFile(`${root}/server/app.ts`, "changed");
    assert(await buildIsCurrent(root));
  });
});
