import { assertEquals } from "@std/assert";
import { parse } from "@std/dotenv";

/** Set in the environment while each rule is tried. */
const OUTSIDE = "BRIDGE_DOTENV_OUTSIDE";

/** What a rule is about, the text of a file, the variables in it. */
const RULES: readonly [rule: string, text: string, variables: Record<string, string>][] = [
  ["a plain assignment", "BASIC=basic", { BASIC: "basic" }],
  ["empty lines", "\n\nA=1\n\n\nB=2\n", { A: "1", B: "2" }],
  ["Windows line ends", "A=1\r\nB='2'\r\n", { A: "1", B: "2" }],
  ["comment lines", "#A=1\n  # B=2\nC=3", { C: "3" }],
  ["a comment after a bare value", "A=1 # one", { A: "1" }],
  ["a comment right after a bare value", "A=123#$%!", { A: "123" }],
  ["a comment after a quoted value", 'A= "one" # two', { A: "one" }],
  ["what follows a closing quote", `A='1' 2\nB="1" 2\nC=3`, { A: "1", B: "1", C: "3" }],
  ["a hash inside quotes", `A="1 # 2"\nB='#3'`, { A: "1 # 2", B: "#3" }],
  ["an empty value", "A=\nB=''\nC=\"\"\nD=1", { A: "", B: "", C: "", D: "1" }],
  ["spaces around key and value", "  A = one two  \n\tB\t=\t3\t", { A: "one two", B: "3" }],
  ["spaces inside quotes", `A=' 1 '\nB="  2"`, { A: " 1 ", B: "  2" }],
  ["quotes inside a bare value", 'JSON={"foo": "bar"}', { JSON: '{"foo": "bar"}' }],
  ["equal signs in the value", "A=equ==als", { A: "equ==als" }],
  ["escapes in double quotes", 'A="one\\ntwo\\tthree"', { A: "one\ntwo\tthree" }],
  ["no escapes in single quotes", "A='one\\ntwo'", { A: "one\\ntwo" }],
  ["a value over several lines", `A="\none\ntwo\n"\nB='x\ny'`, { A: "one\ntwo", B: "x\ny" }],
  ["the export prefix", "export A=1\nexport   B='2'", { A: "1", B: "2" }],
  ["the last of two assignments", "A=1\nA=2", { A: "2" }],
  ["references", "A=42\nB=$A\nC=${A}!\nD=$A-$B", { A: "42", B: "42", C: "42!", D: "42-42" }],
  ["references to later variables", "A=$B\nB=1", { A: "1", B: "1" }],
  ["chains of references", "A=$B\nB=$C\nC=1", { A: "1", B: "1", C: "1" }],
  ["references to the environment", `A=$${OUTSIDE}!`, { A: "outside!" }],
  ["defaults", "A=${NO_A:-one}\nB=$NO_B:-two\nC=3\nD=${C:-no}", {
    ...{ A: "one", B: "two" },
    ...{ C: "3", D: "3" },
  }],
  ["defaults that are references", "A=1\nB=${NO:-$A}\nC=${NO:-${ALSO_NO:-deep}}", {
    ...{ A: "1", B: "1", C: "deep" },
  }],
  ["an empty variable with a default", "A=\nB=${A:-no}", { A: "", B: "" }],
  ["paths as defaults", "A=${NO:-/default/path}", { A: "/default/path" }],
  ["no references in quotes", "A=1\nB='$A'\nC=\"$A\"", { A: "1", B: "$A", C: "$A" }],
  ["escaped references", "A=1\nB=\\$A", { A: "1", B: "\\$A" }],
];

for (const [rule, text, variables] of RULES) {
  Deno.test(`parse() follows the rule for ${rule}`, () => {
    Deno.env.set(OUTSIDE, "outside");
    try {
      assertEquals(parse(text), variables);
    } finally {
      Deno.env.delete(OUTSIDE);
    }
  });
}
