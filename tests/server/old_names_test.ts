import { assertEquals, assertThrows } from "@std/assert";
import { ConfigError, parseConfig } from "../../server/config.ts";
import { parseModelFile } from "../../server/models/model_file.ts";
import { oldNameNotes } from "../../server/old_names.ts";
import { simpleModel } from "./models/simple_model.ts";

const OLD = { DAILY_FILMS_PER_VISITOR: "3" };

Deno.test("DAILY_FILMS_PER_VISITOR is still read, and the operator is told of its new name", () => {
  assertEquals(parseConfig(OLD).DAILY_VIDEOS_PER_VISITOR, 3);
  assertEquals(oldNameNotes(OLD), [
    "DAILY_FILMS_PER_VISITOR is called DAILY_VIDEOS_PER_VISITOR now. " +
    "The next version reads the new name only.",
  ]);
  assertThrows(() => parseConfig({ DAILY_FILMS_PER_VISITOR: "many" }), ConfigError);
});

Deno.test("of both names the new one counts, and nothing is said", () => {
  const both = { ...OLD, DAILY_VIDEOS_PER_VISITOR: "5" };
  assertEquals(parseConfig(both).DAILY_VIDEOS_PER_VISITOR, 5);
  assertEquals([oldNameNotes(both), oldNameNotes({}), oldNameNotes({ PORT: "80" })], [[], [], []]);
});

Deno.test("a model file with prices of the old kinds makes the same model", () => {
  const { routes: [route], ...model } = simpleModel();
  const source = { url: "https://prices.example/", readOn: "2026-11-22" };
  const prices = {
    "per-film": { usd: 0.5, source },
    "per-film-by": { control: "resolution", usd: { "480p": 0.2, "720p": 0.4 }, source },
  };
  for (const [kind, price] of Object.entries(prices)) {
    const fileOf = (kind: string) =>
      parseModelFile(
        JSON.stringify({ ...model, routes: [{ ...route, price: { kind, ...price } }] }),
        "mine.json",
      );
    assertEquals(fileOf(kind), fileOf(kind.replace("film", "video")));
  }
});
