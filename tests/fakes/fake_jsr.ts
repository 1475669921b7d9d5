import { join } from "node:path";
import { listFiles, ROOT } from "../source_files.ts";

/** The folder that stands in for each package, and a version as the original has it. */
const PACKAGES: Readonly<Record<string, readonly [folder: string, version: string]>> = {
  "@fresh/core": ["bridge/fresh", "2.3.3"],
  "@std/assert": ["bridge/std_assert", "1.0.16"],
  "@std/dotenv": ["bridge/std_dotenv", "0.225.6"],
  "@std/testing": ["bridge/std_testing", "1.0.17"],
  "@std/uuid": ["bridge/std_uuid", "1.1.0"],
};

/** Each package with its version, as lock files name them. */
export const PUBLISHED = Object.entries(PACKAGES).map(([name, [, version]]) =>
  `${name}@${version}`
);

/** A registry that speaks as JSR does (https://jsr.io/docs/api) and offers the stand-ins as originals. */
export interface FakeJsr extends AsyncDisposable {
  readonly url: string;
}

/** Starts a registry that offers all packages but those it is to lack. */
export function startFakeJsr({ lacks = [] }: { readonly lacks?: readonly string[] } = {}): FakeJsr {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async ({ url }) => {
    const [, name = "", path = ""] = /^\/(@\w+\/\w+)\/(.+)$/.exec(new URL(url).pathname) ?? [];
    const [folder, version] = lacks.includes(name) ? [] : PACKAGES[name] ?? [];
    if (folder === undefined || version === undefined) return new Response(null, { status: 404 });
    if (path === "meta.json") {
      const [scope, ofScope] = name.slice(1).split("/");
      return Response.json({ scope, name: ofScope, latest: version, versions: { [version]: {} } });
    }
    const published = publish(folder);
    if (path === `${version}_meta.json`) return Response.json(await describe(published));
    const source = published.files.get(path.slice(version.length));
    return new Response(source ?? null, {
      status: source === undefined ? 404 : 200,
      headers: { "content-type": "text/typescript" },
    });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

interface PublishedPackage {
  readonly exports: Readonly<Record<string, string>>;
  /** Sources by their path, which begins with a slash. */
  readonly files: ReadonlyMap<string, string>;
}

/** A published package names its own imports in full: nobody reads its import map. */
function publish(folder: string): PublishedPackage {
  const read = (path: string) => Deno.readTextFileSync(join(ROOT, path));
  const { exports, imports = {} } = JSON.parse(read(`${folder}/deno.json`));
  const files = listFiles(folder)
    .filter((path) => /\.[jt]s$/.test(path) && !path.startsWith(`${folder}/tests/`))
    .map((path): [string, string] => {
      const source = read(path).replaceAll(
        /(?<=from |import\()"((?:@[^/"]+\/)?[^./"][^/"]*)/g,
        (bare, name) => imports[name] === undefined ? bare : `"${imports[name]}`,
      );
      return [path.slice(folder.length), source];
    });
  return {
    exports: typeof exports === "string" ? { ".": exports } : exports,
    files: new Map(files),
  };
}

/** What JSR tells of a version. */
async function describe({ exports, files }: PublishedPackage) {
  const manifest = await Promise.all([...files].map(async ([path, source]) => {
    const bytes = new TextEncoder().encode(source);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [path, { size: bytes.length, checksum: `sha256-${digest.toHex()}` }];
  }));
  return { exports, manifest: Object.fromEntries(manifest) };
}
