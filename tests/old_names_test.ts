import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { listFiles, ROOT } from "./source_files.ts";

/** They deal with names of the version before, or are quotes of others. */
const APART = [
  /(^|\/)old_names(_test)?\.ts$/,
  /^server\/stores\/sqlite\/migrations\//,
  /(^|\/)version_\w+_test\.ts$/,
  /^tests\/fakes\/(provider_schemas\/|recorded_answers\.json)/,
  /^CHANGELOG\.md$/,
  /^routes\/library\/films\.zip\.ts$/,
  /^bridge\//,
];

/** A cinema's leader, what a camera does, and the sign over the page. */
const KEPT = /film leader|look filmed|Film out/gi;

Deno.test("a video is called a video, in every file and in its name", () => {
  const strays = listFiles()
    .filter((path) => /\.(tsx?|md|json|css|py|sql|example)$/.test(path))
    .filter((path) => !APART.some((apart) => apart.test(path)))
    .filter((path) => {
      const text = `${path}\n${Deno.readTextFileSync(join(ROOT, path))}`;
      return /(?<![A-Za-z])films?(?![a-z])|Films?(?![a-z])|(?<![A-Z])FILM/.test(
        text.replace(KEPT, ""),
      );
    });
  assertEquals(strays, []);
});
