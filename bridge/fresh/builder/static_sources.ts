import { join, relative, sep } from "node:path";
import { versionedPath } from "../assets.ts";
import { walkFiles } from "./project_files.ts";

/** What a transform gets to know of a static file. */
export interface OnTransformArgs {
  /** Absolute path of the file. */
  path: string;
  target: string | string[];
  mode: "development" | "production";
  content: Uint8Array<ArrayBuffer>;
  /** The content, decoded as UTF-8. */
  readonly text: string;
}

/** Which static files a transform is for. */
export interface OnTransformOptions {
  /** Names the transform in error messages. */
  pluginName: string;
  /** Matches the file's absolute path. */
  filter: RegExp;
  /** Exempts files that `filter` matches. */
  exclude?: RegExp;
}

/** A file that a transform makes; under the source's own path when `path` is left out. */
export interface OnTransformResult {
  /** Absolute path, inside the same static folder as the source. */
  path?: string;
  content: string | Uint8Array<ArrayBuffer>;
  /** Accepted for compatibility; source maps of static files are not kept. */
  map?: string | Uint8Array<ArrayBuffer>;
}

type TransformOutcome = OnTransformResult | OnTransformResult[] | void;

/** Returns new content for a static file, several files, or nothing to leave it as it is. */
export type TransformFn = (args: OnTransformArgs) => TransformOutcome | Promise<TransformOutcome>;

/** A file of a static folder. */
export interface StaticSource {
  /** URL path. */
  pathname: string;
  /** Absolute path. */
  path: string;
  /** The static folder that it is in. */
  folder: string;
}

/** A file to serve, made from a static source. */
export interface StaticOutput {
  pathname: string;
  content: Uint8Array<ArrayBuffer>;
}

/** How static files are processed. */
export interface StaticSourcesOptions {
  folders: readonly string[];
  transforms: readonly (OnTransformOptions & { transform: TransformFn })[];
  target: string | string[];
  mode: "development" | "production";
  buildId: string;
}

/** The files of the static folders, as they are and as they come out of the transforms. */
export class StaticSources {
  readonly #options: StaticSourcesOptions;

  constructor(options: StaticSourcesOptions) {
    this.#options = options;
  }

  /** Lists all files; of namesakes only the one in the first folder. */
  async list(): Promise<StaticSource[]> {
    const sources = new Map<string, StaticSource>();
    for (const folder of this.#options.folders) {
      for await (const path of walkFiles(folder)) {
        const pathname = pathnameIn(folder, path);
        if (!sources.has(pathname)) {
          sources.set(pathname, { pathname, path, folder });
        }
      }
    }
    return [...sources.values()];
  }

  /** Whether the file is served in another form than it has on disk. */
  isProcessed({ path }: StaticSource): boolean {
    return path.endsWith(".css") || this.#transformsFor(path).length > 0;
  }

  /** Runs the transforms on a file, one after the other, and marks the addresses in style sheets. */
  async process(source: StaticSource): Promise<StaticOutput[]> {
    let files = [{
      path: source.path,
      content: await Deno.readFile(source.path),
    }];
    for (const { transform } of this.#transformsFor(source.path)) {
      files = (await Promise.all(files.map((file) => this.#transform(file, transform)))).flat();
    }
    return files.map(({ path, content }) => ({
      pathname: pathnameIn(source.folder, path),
      content: path.endsWith(".css") ? this.#markAddresses(content) : content,
    }));
  }

  #transformsFor(path: string): readonly { transform: TransformFn }[] {
    return this.#options.transforms.filter(({ filter, exclude }) =>
      filter.test(path) && !exclude?.test(path)
    );
  }

  async #transform(
    file: { path: string; content: Uint8Array<ArrayBuffer> },
    transform: TransformFn,
  ): Promise<{ path: string; content: Uint8Array<ArrayBuffer> }[]> {
    const { target, mode } = this.#options;
    const text = (): string => new TextDecoder().decode(file.content);
    const outcome = await transform({
      ...file,
      target,
      mode,
      get text() {
        return text();
      },
    });
    if (outcome === undefined) return [file];
    return [outcome].flat().map(({ path = file.path, content }) => ({
      path,
      content: typeof content === "string" ? new TextEncoder().encode(content) : content,
    }));
  }

  #markAddresses(content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const css = new TextDecoder().decode(content).replaceAll(
      /url\(\s*(["']?)(\/[^"')]*)\1\s*\)/g,
      (_, quote: string, path: string) =>
        `url(${quote}${versionedPath(path, this.#options.buildId)}${quote})`,
    );
    return new TextEncoder().encode(css);
  }
}

function pathnameIn(folder: string, path: string): string {
  return join("/", relative(folder, path)).replaceAll(sep, "/");
}
