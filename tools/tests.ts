/** Runs every test and closes with the line `N passed, N failed`. Arguments go to `deno test`. */
// deno-lint-ignore-file no-console -- this tool talks to the person at the terminal
const child = new Deno.Command(Deno.execPath(), {
  args: ["test", "--allow-all", "--parallel", "--lock=tests/deno.lock", ...Deno.args],
  env: { NO_COLOR: "1" },
  stdout: "piped",
  stderr: "inherit",
}).spawn();

const decoder = new TextDecoder();
let output = "";
for await (const chunk of child.stdout) {
  await Deno.stdout.write(chunk);
  output += decoder.decode(chunk, { stream: true });
}
const { code } = await child.status;

const summary = output.match(/\| (\d+) passed.*\| (\d+) failed/g)?.at(-1) ?? "";
const [passed = 0, failed = 0] = summary.match(/\d+(?= passed| failed)/g)?.map(Number) ?? [];
console.log(`\n${passed} passed, ${failed} failed`);
Deno.exit(code === 0 && passed === 0 ? 1 : code);
