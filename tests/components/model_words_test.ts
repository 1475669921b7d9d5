import { assertEquals } from "@std/assert";
import { controlsWord, legalValues, shapesWord } from "../../components/panel/control_words.ts";
import { pictureWord, pricePhrase } from "../../components/panel/model_words.ts";
import { LOCAL, SHUT, WORDED } from "./model_cards.ts";

Deno.test("the tab names the amount and whose it is", () => {
  assertEquals(pricePhrase({ charged: "no", usd: 0 }, "nobody"), "free");
  assertEquals(
    pricePhrase({ charged: "yes", usd: 0.4 }, "instance"),
    "about $0.40, paid by this instance",
  );
  assertEquals(
    pricePhrase({ charged: "yes", usd: 0.05 }, "visitor"),
    "about $0.05, paid by your Hugging Face credits",
  );
  assertEquals(pricePhrase({ charged: "yes" }, "instance"), "paid by this instance");
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
    "No prompt. Only the seed can be changed.",
  );
  assertEquals(WORDED.controls.map(legalValues), [
    "a whole number from 4 to 60 fps; 16 by default",
    "one of 480p, 720p; 720p by default",
    "on or off; on by default",
    "at most 200 characters long",
    "a whole number from 0 to 10000; 500 by default",
  ]);
});
