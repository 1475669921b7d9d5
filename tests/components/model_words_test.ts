import { assertEquals } from "@std/assert";
import { controlsWord, legalValues, shapesWord } from "../../components/board/control_words.ts";
import { formatUsd, pictureWord, tabWord, waitWord } from "../../components/board/model_words.ts";
import { LOCAL, SHUT, WORDED } from "./model_cards.ts";

Deno.test("an amount keeps the digits that matter", () => {
  const amounts = [0, 0.004, 0.075, 0.4, 0.203, 1.234, 12].map(formatUsd);
  assertEquals(amounts, ["$0.00", "$0.004", "$0.075", "$0.40", "$0.20", "$1.23", "$12.00"]);
});

Deno.test("the tab names the amount and whose it is", () => {
  assertEquals(tabWord({ charged: "no", usd: 0 }, "nobody"), "free");
  assertEquals(
    tabWord({ charged: "yes", usd: 0.4 }, "instance"),
    "about $0.40, paid by this instance",
  );
  assertEquals(
    tabWord({ charged: "yes", usd: 0.05 }, "visitor"),
    "about $0.05, paid by your Hugging Face credits",
  );
  assertEquals(tabWord({ charged: "yes" }, "instance"), "paid by this instance");
});

Deno.test("a wait is said in the unit that fits", () => {
  const waits = [[2, 5], [5, 5], [70, 110], [90, 200], [200, 200], [0.2, 0.4]] as const;
  assertEquals(waits.map(([low, high]) => waitWord({ low, high })), [
    "2 to 5 s",
    "about 5 s",
    "70 to 110 s",
    "2 to 3 min",
    "about 3 min",
    "about 1 s",
  ]);
});

Deno.test("the picture stays, or goes somewhere that has a name", () => {
  assertEquals(pictureWord(LOCAL), "stays on this server");
  assertEquals(pictureWord(SHUT), "goes to the operator’s endpoint");
});

Deno.test("what a model can do is said in words", () => {
  assertEquals(shapesWord(WORDED), "Landscape, portrait or square");
  assertEquals(shapesWord({ shapes: ["portrait"] }), "Portrait");
  assertEquals(controlsWord(LOCAL), "No prompt. Set: camera.");
  assertEquals(
    controlsWord({ prompt: { need: "none" }, controls: [] }),
    "No prompt. Nothing but the seed to set.",
  );
  assertEquals(WORDED.controls.map(legalValues), [
    "4 to 60, 16 by default",
    "480p, 720p; 720p by default",
    "true or false, true by default",
    "up to 200 characters",
    "0 to 10000, 500 by default",
  ]);
});
