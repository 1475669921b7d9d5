import { assertEquals } from "@std/assert";

/** Runs a file of tests in a process of its own; the lines it prints and whether it passed. */
async function runTests(body: string): Promise<{ lines: string[]; passed: boolean }> {
  const bdd = import.meta.resolve("@std/testing/bdd");
  const file = await Deno.makeTempFile({ suffix: "_test.ts" });
  try {
    await Deno.writeTextFile(
      file,
      `import * as bdd from ${JSON.stringify(bdd)};
       const { after, afterAll, afterEach, before, beforeAll, beforeEach, describe, it } = bdd;
       const say = (text: string) => console.log("> " + text);
       void [after, afterAll, afterEach, before, beforeAll, beforeEach, describe, it];
       ${body}`,
    );
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--no-check", "--no-config", "--no-lock", file],
      env: { NO_COLOR: "1" },
    }).output();
    const lines = new TextDecoder().decode(stdout).split("\n");
    return {
      lines: lines.filter((line) => line.startsWith("> ")).map((line) => line.slice(2)),
      passed: success,
    };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("hooks run around nested tests, outermost first before and innermost first after", async () => {
  const { lines, passed } = await runTests(`
    describe("outer", () => {
      beforeAll(() => say("outer beforeAll"));
      beforeEach(() => say("outer beforeEach"));
      beforeEach(() => say("outer beforeEach 2"));
      afterEach(() => say("outer afterEach"));
      afterAll(() => say("outer afterAll"));
      it("first", () => say("first"));
      describe("inner", () => {
        before(() => say("inner before"));
        beforeEach(async () => { await Promise.resolve(); say("inner beforeEach"); });
        afterEach(() => say("inner afterEach"));
        after(() => say("inner after"));
        it("second", () => say("second"));
      });
    });`);
  assertEquals(lines, [
    "outer beforeAll",
    "outer beforeEach",
    "outer beforeEach 2",
    "first",
    "outer afterEach",
    "inner before",
    "outer beforeEach",
    "outer beforeEach 2",
    "inner beforeEach",
    "second",
    "inner afterEach",
    "outer afterEach",
    "inner after",
    "outer afterAll",
  ]);
  assertEquals(passed, true);
});

Deno.test("a failing test fails the suite, and its closing hooks and neighbours still run", async () => {
  const { lines, passed } = await runTests(`
    describe("suite", () => {
      afterEach(() => say("afterEach"));
      afterAll(() => say("afterAll"));
      it("breaks", () => { throw new Error("broken"); });
      it("goes on", () => say("goes on"));
    });`);
  assertEquals(lines, ["afterEach", "goes on", "afterEach", "afterAll"]);
  assertEquals(passed, false);
});

Deno.test("only and ignore choose what runs in a suite", async () => {
  const { lines } = await runTests(`
    describe("focus", () => {
      it("left out", () => say("left out"));
      it.only("focused", () => say("focused"));
      describe("left out too", () => { it("inner", () => say("inner")); });
    });
    describe("ignoring", () => {
      it.ignore("ignored", () => say("ignored"));
      it.skip("skipped", { sanitizeOps: false }, () => say("skipped"));
      it({ name: "kept", fn: () => say("kept") });
    });`);
  assertEquals(lines, ["focused", "kept"]);
});

Deno.test("hooks outside every suite wrap all tests of the file", async () => {
  const { lines, passed } = await runTests(`
    beforeEach(() => say("file beforeEach"));
    afterAll(() => say("file afterAll"));
    it("alone", () => say("alone"));
    describe("suite", () => { it("inside", () => say("inside")); });`);
  assertEquals(lines, [
    ...["file beforeEach", "alone"],
    ...["file beforeEach", "inside"],
    "file afterAll",
  ]);
  assertEquals(passed, true);
});

Deno.test("this carries values from hooks to tests, and tests do not see each other's", async () => {
  const { lines, passed } = await runTests(`
    interface Context { shared: string; own?: string }
    describe("suite", () => {
      beforeAll(function (this: Context) { this.shared = "shared"; });
      it("first", function (this: Context, t) { this.own = "own"; say(this.shared + " " + t.name); });
      it("second", function (this: Context) { say(this.shared + " " + this.own); });
    });`);
  assertEquals(lines, ["shared first", "shared undefined"]);
  assertEquals(passed, true);
});
