import { assertEquals } from "@std/assert";
import * as fresh from "fresh";
import * as dev from "fresh/dev";
import * as runtime from "fresh/runtime";
import settings from "../deno.json" with { type: "json" };
import { send } from "./answers.ts";

const README = await Deno.readTextFile(new URL("../README.md", import.meta.url));

const MODULES: Readonly<Record<string, object>> = {
  "fresh": fresh,
  "fresh/dev": dev,
  "fresh/runtime": runtime,
};

/** The cells of the table under a heading, row by row. */
function rowsUnder(heading: string): [what: string, here: string][] {
  const [, section = ""] = README.split(`## ${heading}\n`);
  const [table = ""] = /(?:^\|.*\n)+/m.exec(section) ?? [];
  return table.trim().split("\n").slice(2).map((row) => {
    const [, what = "", here = ""] = row.split("|");
    return [what.trim(), here.trim()];
  });
}

/** What is set as code. */
function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
}

Deno.test("the README lists every value that can be imported", () => {
  const listed = rowsUnder("What it covers")
    .map(([module, values]) => [codeIn(module)[0] ?? "", codeIn(values)] as const);
  assertEquals(listed.map(([module]) => module).sort(), Object.keys(MODULES));
  for (const [module, values] of listed) {
    assertEquals(values, Object.keys(MODULES[module] ?? {}).sort(), module);
  }
  const modules = Object.keys(settings.exports).map((path) => path.replace(".", "fresh"));
  assertEquals(modules.sort(), [...Object.keys(MODULES), "fresh/internal"].sort());
});

Deno.test("what the README calls left out is not there", async () => {
  let context: object = {};
  await send(
    new fresh.App().get("/", (ctx) => {
      context = ctx;
      return ctx.text("");
    }),
    "/",
  );
  const places: Readonly<Record<string, object>> = {
    ...MODULES,
    App: fresh.App.prototype,
    Context: context,
    Builder: dev.Builder.prototype,
  };
  const rows = rowsUnder("What it leaves out, and where it differs")
    .filter(([, here]) => here.startsWith("left out"))
    .map(([what]) => codeIn(what))
    .filter(([place = ""]) => place in places);
  assertEquals(rows.length >= 5, true, "the table has rows about exports");
  for (const [place = "", ...names] of rows) {
    assertEquals(names.filter((name) => name in (places[place] ?? {})), [], place);
  }
});

Deno.test("the version says that this is a stand-in", () => {
  assertEquals(settings.version, "2.3.99+bridge");
});
