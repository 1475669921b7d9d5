import { assert, assertEquals, assertMatch } from "@std/assert";
import { ROOT } from "../source_files.ts";

async function meet(fault: string): Promise<{ readonly code: number; readonly output: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-read", "tests/tools/faulty_process.ts", fault],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(new TextDecoder().decode(stderr), "");
  return { code, output: new TextDecoder().decode(stdout) };
}

for (const [fault, words] of [["rejection", "nobody heard"], ["exception", "nobody caught"]]) {
  Deno.test(`an ${fault} that nobody handles is logged with its stack, and ends the process in order`, async () => {
    const { code, output } = await meet(fault ?? "");
    assertEquals(code, 1);
    assertMatch(output, new RegExp(`^the process ends after a fault Error: ${words}`));
    assertMatch(output, /\n +at .*faulty_process\.ts:\d+/);
    assertMatch(output, /leases went back\n$/);
  });
}

Deno.test("a second fault is logged, and the end goes on once", async () => {
  const { code, output } = await meet("two");
  assertEquals(code, 1);
  assert(output.includes("the first") && output.includes("the second"), output);
  assertEquals(output.match(/leases went back/g)?.length, 1);
});

Deno.test("a connection that breaks where nobody waits for it ends nothing", async () => {
  const { code, output } = await meet("reset");
  assertEquals(code, 0);
  assertEquals(output.match(/a connection broke/g)?.length, 2);
  assertMatch(output, /it goes on\n$/);
});
