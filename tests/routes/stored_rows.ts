import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { Lounge } from "../lounge.ts";

/** The database of a lounge, beside the server's own connection. */
export function openDatabase({ services }: Lounge): DatabaseSync & Disposable {
  const database = new DatabaseSync(`${services.config.DATA_DIR}/lounge.sqlite`);
  return Object.assign(database, { [Symbol.dispose]: () => database.close() });
}

/** What may be text of more than one word: a provider's own, and the names of codecs. */
const MAY_BE_WORDS: ReadonlySet<string> = new Set(["providerSaid", "codec"]);

/** Every failure, report and label is stored as codes and parameters, without a word of English. */
export function assertStoredInCode(lounge: Lounge): void {
  using database = openDatabase(lounge);
  const columns = ["failure", "progress", "video"].map((name) =>
    `select ${name} as json from generations where ${name} is not null`
  );
  const rows = [...columns, "select event as json from events"].flatMap((sql) =>
    database.prepare(sql).all().map(({ json }) => String(json))
  );
  assert(rows.length > 0, "nothing is stored");
  assertEquals(rows.filter((json) => wordsIn(JSON.parse(json)).length > 0), []);
}

function wordsIn(value: unknown, name = ""): string[] {
  if (typeof value === "string") {
    return /[^\w.:/@-]/.test(value) && !MAY_BE_WORDS.has(name) ? [value] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => wordsIn(part, key));
}
