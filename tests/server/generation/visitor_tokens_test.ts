import { assertEquals } from "@std/assert";
import { VisitorTokens } from "../../../server/generation/visitor_tokens.ts";

Deno.test("a token is there until its time is up, and each visitor has one", () => {
  let now = 1000;
  const tokens = new VisitorTokens({ now: () => now });
  tokens.deposit("anna", "one", 2000);
  tokens.deposit("anna", "two", 3000);
  tokens.deposit("ben", "other", 2000);
  assertEquals([tokens.find("anna"), tokens.find("ben"), tokens.find("cleo")], [
    "two",
    "other",
    undefined,
  ]);
  now = 2000;
  assertEquals([tokens.find("anna"), tokens.find("ben")], ["two", undefined]);
  tokens.forget("anna");
  assertEquals(tokens.find("anna"), undefined);
});

Deno.test("whoever listens hears of deposits until they stop listening", () => {
  const tokens = new VisitorTokens({ now: () => 0 });
  let heard = 0;
  const stop = tokens.onDeposit(() => heard++);
  tokens.deposit("anna", "one", 10);
  tokens.forget("anna");
  assertEquals([heard, tokens.waitingCount], [1, 1]);
  stop();
  tokens.deposit("anna", "one", 10);
  assertEquals([heard, tokens.waitingCount], [1, 0]);
});

Deno.test("a token that is here already wakes nobody, until it is new or back again", () => {
  let now = 0;
  const tokens = new VisitorTokens({ now: () => now });
  let heard = 0;
  tokens.onDeposit(() => heard++);
  for (const [token, until] of [["one", 10], ["one", 20], ["two", 20]] as const) {
    tokens.deposit("anna", token, until);
  }
  assertEquals(heard, 2);
  now = 20;
  tokens.deposit("anna", "two", 30);
  assertEquals(heard, 3);
});

Deno.test("a crowd of tokens takes no more memory than was set aside: the oldest go", () => {
  const tokens = new VisitorTokens({ now: () => 0 });
  for (let index = 0; index <= 10_000; index++) tokens.deposit(`visitor ${index}`, "t", 10);
  assertEquals(tokens.find("visitor 0"), undefined);
  assertEquals(tokens.find("visitor 1"), "t");
  assertEquals(tokens.find("visitor 10000"), "t");
});

Deno.test("a refused token is dropped for everyone, and taken again only when it is allowed", () => {
  const tokens = new VisitorTokens({ now: () => 0 });
  for (const visitor of ["anna", "ben"]) tokens.deposit(visitor, "hf_old", Infinity);
  tokens.deposit("carla", "hf_good", Infinity);
  tokens.refuse("hf_old");
  tokens.deposit("anna", "hf_old", Infinity);
  assertEquals(["anna", "ben", "carla"].map((visitor) => tokens.find(visitor)), [
    undefined,
    undefined,
    "hf_good",
  ]);
  assertEquals([tokens.isRefused("hf_old"), tokens.isRefused("hf_good")], [true, false]);
  tokens.allow("hf_old");
  tokens.deposit("anna", "hf_old", Infinity);
  assertEquals(tokens.find("anna"), "hf_old");
});

Deno.test("only so many refused tokens are remembered", () => {
  const tokens = new VisitorTokens({ now: () => 0 });
  for (let number = 0; number <= 1000; number++) tokens.refuse(`hf_${number}`);
  assertEquals([tokens.isRefused("hf_0"), tokens.isRefused("hf_1")], [false, true]);
});
