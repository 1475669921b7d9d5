import { fileURLToPath } from "node:url";
import type { Builder } from "fresh/dev";
import { stringify, twind, virtual } from "twind";
import config, { colors } from "../twind.config.ts";

const PROJECT_ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Folders whose class names end up in the stylesheet. */
const CLASS_FOLDERS = ["routes", "components", "islands"];

const LITERAL = /"([^"\n]+)"|`([^`]+)`/g;
const PLACEHOLDER = /\$\{[^}]*\}/g;

/**
 * Every word that stands in a double-quoted or template literal of the source. Words that are no
 * class are harmless: twind makes nothing of them. It is why class names have to be whole literals.
 */
export function classCandidates(source: string): Set<string> {
  const words = new Set<string>();
  for (const [, quoted, template] of source.matchAll(LITERAL)) {
    const literal = quoted ?? template?.replaceAll(PLACEHOLDER, " ") ?? "";
    for (const word of literal.split(/\s+/)) if (word !== "") words.add(word);
  }
  return words;
}

/** The stylesheet: colour tokens as custom properties, the base sheet, then the utilities used. */
export function createStylesheet(base: string, candidates: Iterable<string>): string {
  const sheet = twind(config, virtual(false));
  for (const candidate of [...new Set(candidates)].sort()) sheet(candidate);
  const tokens = Object.entries(colors).map(([name, value]) => `--${name}:${value}`).join(";");
  return `:root{${tokens}}\n${compact(base)}\n${stringify(sheet.target)}\n`;
}

/** Candidates of all the modules under the class folders of `root`. */
export async function collectCandidates(root: string): Promise<Set<string>> {
  const candidates = new Set<string>();
  for (const folder of CLASS_FOLDERS) {
    for await (const path of modulesUnder(`${root}/${folder}`)) {
      for (const word of classCandidates(await Deno.readTextFile(path))) candidates.add(word);
    }
  }
  return candidates;
}

/** Makes `builder` serve `static/styles.css` as the whole stylesheet of the app under `root`. */
export function addStylesheet(
  builder: Pick<Builder, "onTransformStaticFile">,
  root: string = PROJECT_ROOT,
): void {
  builder.onTransformStaticFile(
    { pluginName: "stylesheet", filter: /styles\.css$/ },
    async ({ text }) => ({ content: createStylesheet(text, await collectCandidates(root)) }),
  );
}

async function* modulesUnder(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* modulesUnder(path);
    else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

function compact(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s*\n\s*/g, " ").trim();
}
